import { describe, expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import { sameTiles, tilesOf } from '@/components/catalogue/shelf'

const soap = anArticle({ articleId: 'soap' })
const tea = anArticle({ articleId: 'tea' })
const small = anArticle({ articleId: 's', family: { familyId: 'shirt', name: 'Chemise' } })
const large = anArticle({ articleId: 'l', family: { familyId: 'shirt', name: 'Chemise' } })

describe('tiles that stay where they are', () => {
  it('are the very list they were when nothing of it changed, families included', () => {
    const before = tilesOf([soap, small, large])
    expect(sameTiles(before, tilesOf([soap, small, large]))).toBe(before)
  })

  it('are the very tiles they were beside one that changed', () => {
    const before = tilesOf([soap, small, large])
    const dearer = { ...soap, priceCents: soap.priceCents + 100 }
    const next = sameTiles(before, tilesOf([dearer, small, large, tea]))
    expect(next.map(tile => tile.tileId)).toEqual(['soap', 'family-shirt', 'tea'])
    expect(next[0]).toMatchObject({ article: dearer })
    expect(next[1]).toBe(before[1])
  })

  it('show a family again when one of its articles changed or left', () => {
    const before = tilesOf([small, large])
    const dearer = { ...large, priceCents: large.priceCents + 100 }
    expect(sameTiles(before, tilesOf([small, dearer]))).toEqual(tilesOf([small, dearer]))
    expect(sameTiles(before, tilesOf([small]))).toEqual(tilesOf([small]))
  })

  it('are fewer when the last ones left', () => {
    const before = tilesOf([soap, tea])
    expect(sameTiles(before, tilesOf([soap]))).toEqual(tilesOf([soap]))
  })
})
