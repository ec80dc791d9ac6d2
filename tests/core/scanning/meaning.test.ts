import { describe, expect, it } from 'vitest'
import type { Article } from '@/core/catalogue/article'
import { checkDigitOf } from '@/core/scanning/checkDigit'
import { articlesWithCode, indexArticle, type CodeIndex } from '@/core/scanning/codeIndex'
import { meaningOf, type ScanShelf } from '@/core/scanning/meaning'
import { readingsOfText } from '@/core/scanning/readings'
import { anArticle } from '../../support/factory'

const closed = (body: string) => body + checkDigitOf(body)

function shelfOf(articles: Article[], labelFormats: ScanShelf['labelFormats'] = []): ScanShelf {
  const index: CodeIndex = new Map()
  for (const article of articles) indexArticle(index, undefined, article)
  return {
    withCode: code => articlesWithCode(index, code),
    withReference: references =>
      articles.filter(({ reference }) =>
        references.some(one => one.toUpperCase() === reference.toUpperCase()),
      ),
    labelFormats,
  }
}

const meaning = (text: string, shelf: ScanShelf) => meaningOf(readingsOfText(text), shelf)

describe('meaningOf', () => {
  it('finds an article by its code, a UPC-A as the EAN-13 it is too', () => {
    const article = anArticle({ barcodes: ['0036000241457'] })
    const other = anArticle({ articleId: 'ps-2', barcodes: ['012345678905'] })
    const shelf = shelfOf([article, other])
    expect(meaning('036000241457', shelf)).toMatchObject({ kind: 'article', article, how: {} })
    expect(meaning('0012345678905', shelf)).toMatchObject({ kind: 'article', article: other })
  })

  it('finds a Code 128 by the reference it carries, in either case', () => {
    const article = anArticle({ reference: 'Col-014' })
    expect(meaning('COL-014', shelfOf([article]))).toMatchObject({ kind: 'article', article })
  })

  it('weighs: 482 g on a label of the scale', () => {
    const cheese = anArticle({ barcodes: [closed('210012300000')] })
    const shelf = shelfOf([cheese], [{ prefix: '21', mask: 'PPAAAAAWWWWWC' }])
    expect(meaning(closed('210012300482'), shelf)).toMatchObject({
      kind: 'article',
      article: cheese,
      how: { quantityMilli: 482 },
    })
  })

  it('takes the price of a label, its article known by a reference without leading zeros', () => {
    const cheese = anArticle({ barcodes: [], reference: '123' })
    const shelf = shelfOf([cheese], [{ prefix: '22', mask: 'PPAAAAAEEEEEC' }])
    expect(meaning(closed('220012300750'), shelf)).toMatchObject({
      kind: 'article',
      how: { unitPriceCents: 750 },
    })
  })

  it('knows a whole code before it reads it as a label', () => {
    const article = anArticle({ barcodes: [closed('210012300482')] })
    const shelf = shelfOf([article], [{ prefix: '21', mask: 'PPAAAAAWWWWWC' }])
    expect(meaning(closed('210012300482'), shelf)).toMatchObject({ article, how: {} })
  })

  it('lets a person choose where two articles have one code', () => {
    const twins = [anArticle(), anArticle({ articleId: 'ps-21' })]
    expect(meaning('3760000000017', shelfOf(twins))).toMatchObject({ kind: 'several' })
  })

  it('says what it does not know, with the label it may be', () => {
    const shelf = shelfOf([], [{ prefix: '21', mask: 'PPAAAAAWWWWWC' }])
    expect(meaning('3017620422003', shelf)).toEqual({
      kind: 'unknown',
      code: '3017620422003',
      label: null,
    })
    expect(meaning(closed('210012300482'), shelf)).toMatchObject({
      kind: 'unknown',
      label: { articleCode: '00123' },
    })
  })

  it('knows the receipts of a till', () => {
    expect(meaning('a-000123', shelfOf([]))).toMatchObject({
      kind: 'receipt',
      document: { series: 'A', number: 123 },
    })
    expect(meaning('REF123', shelfOf([]))).toMatchObject({ kind: 'unknown' })
  })
})

describe('the index of codes', () => {
  it('follows an article whose codes change, and forgets a removed one', () => {
    const index: CodeIndex = new Map()
    const before = anArticle({ barcodes: ['3760000000017', 'OLD'] })
    const after = anArticle({ barcodes: ['3760000000017', 'NEW'] })
    const twin = anArticle({ articleId: 'ps-99', barcodes: ['NEW'] })
    indexArticle(index, undefined, before)
    indexArticle(index, undefined, twin)
    indexArticle(index, before, after)
    expect(articlesWithCode(index, 'old')).toEqual([])
    expect(articlesWithCode(index, 'new')).toEqual([twin, after])
    expect(articlesWithCode(index, '3760000000017')).toEqual([after])
    indexArticle(index, after, undefined)
    expect(articlesWithCode(index, 'new')).toEqual([twin])
    indexArticle(index, twin, undefined)
    expect(index.size).toBe(0)
  })
})
