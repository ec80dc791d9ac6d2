import { expect, it, vi } from 'vitest'
import { aTill, anArticle } from '../support/factory'
import { aTillInTime, synced } from '../support/syncing'
import { keepsShelf, type FeedPiece } from '@/core/catalogue/catalogueFeed'
import type { FirstShelf } from '@/core/catalogue/firstShelf'
import { searchPositions, type PatchedIndex } from '@/core/catalogue/searchPatch'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import { keepOwnArticle } from '@/storage/catalogue/articleEdits'
import { makeCatalogueFeed } from '@/worker/catalogueFeed'

const soap = anArticle({ articleId: 'own-1', name: 'Savon', position: 1 })
const balm = anArticle({ articleId: 'own-2', name: 'Baume', reference: 'B-2', position: 0 })

/** What a page holds that takes these pieces as they come. */
function aPage() {
  const pieces: FeedPiece[] = []
  const firsts: FirstShelf[] = []
  let order: string[] = []
  let index: PatchedIndex | null = null
  return {
    pieces,
    firsts,
    onFirst: (first: FirstShelf) => firsts.push(first),
    onPiece: (piece: FeedPiece) => {
      pieces.push(piece)
      order = piece.order ?? order
      const { searchIndex: whole, searchPatch: patch } = piece
      if (whole) index = { whole, patch }
      else if (patch && index) index = { ...index, patch }
    },
    get order() {
      return order
    },
    found: (text: string) =>
      index === null
        ? null
        : searchPositions(index, text, 9).map(position => order[position] ?? 'none'),
  }
}

it('the shelf comes before its index, and every search finds what the shelf holds', async () => {
  const till = aTill()
  await keepOwnArticle(till.tillDb, soap)
  const page = aPage()
  const feed = makeCatalogueFeed(till)
  feed.follow(page)
  await vi.waitFor(() => expect(page.found('savon')).toEqual(['own-1']))
  const shelf = page.pieces.findIndex(piece => piece.order !== null)
  const index = page.pieces.findIndex(piece => piece.searchIndex !== null)
  expect(shelf).toBeLessThan(index)
  expect(keepsShelf(page.pieces[index] as FeedPiece)).toBe(true)

  // A change brings what changed of the index with it: the old one would name other articles.
  await keepOwnArticle(till.tillDb, balm)
  await vi.waitFor(() => expect(page.order).toEqual(['own-2', 'own-1']))
  expect(page.found('savon')).toEqual(['own-1'])
  expect(page.found('baume')).toEqual(['own-2'])
  expect(page.pieces.filter(piece => piece.searchIndex !== null)).toHaveLength(1)

  // Who follows later has both at once.
  const late = aPage()
  feed.follow(late)
  expect(late.order).toEqual(page.order)
  expect(late.found('savon')).toEqual(['own-1'])
})

/** A till of the demo's shop, opened once before: its first shelf is kept. */
async function openedBefore() {
  const till = aTillInTime()
  const shop = createDemoShop()
  await synced(till, shop)
  const page = aPage()
  makeCatalogueFeed(till).follow(page)
  await vi.waitFor(async () =>
    expect(await till.catalogueDb.shopRecords.get('firstShelf')).toBeDefined(),
  )
  return { till, shop, order: page.order }
}

it('the next opening has the first shelf before any article is read, and the whole when asked', async () => {
  const { till, order } = await openedBefore()
  const page = aPage()
  const feed = makeCatalogueFeed(till)
  feed.follow(page)
  await vi.waitFor(() => expect(page.firsts).toHaveLength(1))
  expect(page.firsts[0]?.articles.length).toBeGreaterThan(20)
  expect(page.firsts[0]?.departments.length).toBeGreaterThan(2)
  expect(page.pieces).toEqual([])

  feed.readWhole()
  await vi.waitFor(() => expect(page.order).toEqual(order))
  const put = new Map(page.pieces.flatMap(piece => piece.put).map(one => [one.articleId, one]))
  for (const article of page.firsts[0]?.articles ?? []) {
    expect(article).toEqual(put.get(article.articleId))
  }
})

it('after a sync in between, an opening shows nothing of the shelf before it', async () => {
  const { till, shop } = await openedBefore()
  changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, '')
  till.minute += 15
  await synced(till, shop)
  const page = aPage()
  makeCatalogueFeed(till).follow(page)
  await vi.waitFor(() => expect(page.order.length).toBeGreaterThan(20))
  expect(page.firsts).toEqual([])
})
