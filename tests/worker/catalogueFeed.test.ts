import { expect, it, vi } from 'vitest'
import { aTill, anArticle } from '../support/factory'
import { keepsShelf, type FeedPiece } from '@/core/catalogue/catalogueFeed'
import { searchPositions, type PatchedIndex } from '@/core/catalogue/searchPatch'
import { keepOwnArticle } from '@/storage/catalogue/articleEdits'
import { makeCatalogueFeed } from '@/worker/catalogueFeed'

const soap = anArticle({ articleId: 'own-1', name: 'Savon', position: 1 })
const balm = anArticle({ articleId: 'own-2', name: 'Baume', reference: 'B-2', position: 0 })

/** What a page holds that takes these pieces as they come. */
function aPage() {
  const pieces: FeedPiece[] = []
  let order: string[] = []
  let index: PatchedIndex | null = null
  return {
    pieces,
    take: (piece: FeedPiece) => {
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
  feed.follow(page.take)
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
  feed.follow(late.take)
  expect(late.order).toEqual(page.order)
  expect(late.found('savon')).toEqual(['own-1'])
})
