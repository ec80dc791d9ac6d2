import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { searchPositions } from '@/core/catalogue/searchPatch'
import {
  feedPieces,
  indexOf,
  indexPiece,
  keepsShelf,
  shelfView,
  type FeedPiece,
  type ShelfView,
} from '@/core/catalogue/catalogueFeed'

const view = (articles: Article[]): ShelfView =>
  shelfView({ articles, departments: [], vatGroups: [], editedIds: [] })

/** Articles of a screen after the pieces are applied. */
function take(held: readonly Article[], pieces: readonly FeedPiece[]): Article[] {
  const byId = new Map(held.map(article => [article.articleId, article]))
  let order = held.map(article => article.articleId)
  for (const piece of pieces) {
    for (const article of piece.put) byId.set(article.articleId, article)
    for (const id of piece.removedIds) byId.delete(id)
    order = piece.order ?? order
  }
  return order.flatMap(id => byId.get(id) ?? [])
}

const articles = fc.uniqueArray(
  fc
    .record({
      articleId: fc.nat(20).map(id => `ps-${id}`),
      reference: fc.nat(20).map(id => `REF${id}`),
      position: fc.nat(5),
      priceCents: fc.nat(3),
      retiredAt: fc.constantFrom(null, null, '2026-01-01'),
    })
    .map(values => anArticle(values)),
  { selector: article => article.articleId },
)

it('pieces lead from any view to any other', () => {
  fc.assert(
    fc.property(articles, articles, (before, after) => {
      const [old, next] = [view(before), view(after)]
      const held = take([], feedPieces(undefined, old))
      expect(held).toEqual(old.articles)
      expect(take(held, feedPieces(old, next))).toEqual(next.articles)
    }),
  )
})

it('a view that did not change moves nothing, and pieces stay small', () => {
  const many = Array.from({ length: 400 }, (_, id) => anArticle({ articleId: `ps-${id}` }))
  const pieces = feedPieces(undefined, view(many))
  expect(Math.max(...pieces.map(piece => piece.put.length))).toBeLessThanOrEqual(50)
  expect(pieces.filter(piece => piece.isLast)).toEqual([pieces.at(-1)])
  expect(feedPieces(view(many), view(many))).toMatchObject([
    { put: [], order: null, searchIndex: null },
  ])
})

it('a first view comes without its index, which then leaves the shelf as it is', () => {
  const one = view([anArticle()])
  expect(feedPieces(undefined, one).every(piece => piece.searchIndex === null)).toBe(true)
  expect(feedPieces(undefined, one).some(keepsShelf)).toBe(false)
  expect(feedPieces(undefined, view([])).some(keepsShelf)).toBe(false)
  expect(keepsShelf(indexPiece(indexOf(one), null))).toBe(true)
})

it('a search finds each article at its position on the screen', () => {
  fc.assert(
    fc.property(articles, articles, fc.boolean(), (before, after, isIndexed) => {
      const [old, next] = [view(before), view(after)]
      const index = indexOf(old)
      const first = feedPieces(undefined, old)
      const second = feedPieces(old, next, isIndexed ? { view: old, index } : null)
      const { searchIndex: whole, searchPatch: patch } = second.at(-1) ?? {}
      const held = take(take([], first), second)
      for (const article of held) {
        const found = searchPositions(
          { whole: whole ?? index, patch: patch ?? null },
          article.reference,
          1,
        )
        expect(held[found[0] ?? -1]?.reference).toBe(article.reference)
      }
    }),
  )
})

it('a view laid out after another is the one laid out alone', () => {
  fc.assert(
    fc.property(articles, articles, (before, after) => {
      const of = (held: Article[]): ShelfView => ({
        articles: held,
        departments: [],
        vatGroups: [],
        editedIds: [],
      })
      expect(shelfView(of(after), view(before))).toEqual(view(after))
    }),
  )
})

it('a few names that change are sent as a patch, many or a department as another index', () => {
  const many = Array.from({ length: 2_100 }, (_, id) =>
    anArticle({ articleId: `ps-${id}`, name: `Savon ${id}`, departmentIds: ['ps-8'] }),
  )
  const care = { departmentId: 'ps-8', parentId: null, name: 'Soins', position: 0 }
  const of = (held: Article[], department = care): ShelfView =>
    shelfView({ articles: held, departments: [department], vatGroups: [], editedIds: [] })
  const old = of(many)
  const indexed = { view: old, index: indexOf(old) }
  const sent = (next: ShelfView) => {
    const { searchIndex, searchPatch } = feedPieces(old, next, indexed).at(-1) ?? {}
    return { isIndex: searchIndex !== null, patched: searchPatch?.newer.positions.length ?? null }
  }
  const named = (count: number) =>
    many.map((article, at) => (at < count ? { ...article, name: `Baume ${at}` } : article))

  expect(sent(of(named(50)))).toEqual({ isIndex: false, patched: 50 })
  expect(sent(of(named(2_000)))).toEqual({ isIndex: true, patched: null })
  expect(sent(of(many.slice(50)))).toEqual({ isIndex: false, patched: 0 })
  // Every search would pass over all that left.
  expect(sent(of(many.slice(2_000)))).toEqual({ isIndex: true, patched: null })
  expect(sent(of(many, { ...care, name: 'Hygiène' }))).toEqual({ isIndex: true, patched: null })
})

it('a new index is sent only when a searched field changed', () => {
  const soap = anArticle({ articleId: 'ps-1', name: 'Savon', departmentIds: ['ps-8'] })
  const care = { departmentId: 'ps-8', parentId: null, name: 'Soins', position: 0 }
  const of = (article: Article, department = care): ShelfView =>
    shelfView({ articles: [article], departments: [department], vatGroups: [], editedIds: [] })
  const isSent = (next: ShelfView) => feedPieces(of(soap), next).at(-1)?.searchIndex !== null

  expect(isSent(of({ ...soap, priceCents: soap.priceCents + 100 }))).toBe(false)
  expect(isSent(of({ ...soap, name: 'Savon noir' }))).toBe(true)
  expect(isSent(of({ ...soap, reference: 'AUTRE' }))).toBe(true)
  expect(isSent(of({ ...soap, barcodes: ['376'] }))).toBe(true)
  expect(isSent(of({ ...soap, position: 9 }))).toBe(true)
  expect(isSent(of(soap, { ...care, name: 'Hygiène' }))).toBe(true)
})
