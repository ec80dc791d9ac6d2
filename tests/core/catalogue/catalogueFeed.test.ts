import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { searchPositions } from '@/core/catalogue/search'
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
  expect(keepsShelf(indexPiece(indexOf(one)))).toBe(true)
})

it('a search finds each article at its position on the screen', () => {
  fc.assert(
    fc.property(articles, articles, (before, after) => {
      const [old, next] = [view(before), view(after)]
      const [first, second] = [feedPieces(undefined, old), feedPieces(old, next)]
      const index = second.at(-1)?.searchIndex ?? indexPiece(indexOf(old)).searchIndex
      const held = take(take([], first), second)
      for (const article of held) {
        const [position] = index ? searchPositions(index, article.reference, 1) : []
        expect(held[position ?? -1]?.reference).toBe(article.reference)
      }
    }),
  )
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
