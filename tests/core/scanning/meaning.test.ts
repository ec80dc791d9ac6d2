import { describe, expect, it } from 'vitest'
import type { Article } from '@/core/catalogue/article'
import { isWrittenAs } from '@/core/scanning/articleCode'
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
    withReference: references => {
      const wanted = new Set(references.map(one => one.toUpperCase()))
      return articles.filter(({ reference }) => isWrittenAs(reference, wanted))
    },
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

describe('any spelling of a code', () => {
  const GS = '\u001D'
  const held = (code: string, more: Partial<Article> = {}) =>
    anArticle({ articleId: 'ps-7', barcodes: [code], ...more })

  it.each([
    ['5400000002649', ']d2010540000000264917261231310300048210LOT'],
    ['5400000002649', `]C10105400000002649${GS}3922001250${GS}3712`],
    ['5400000002649', 'https://id.gs1.org/01/05400000002649?3103=000482'],
    ['5400000002649', ']Q1https://boutique.example/p/01/05400000002649/21/9'],
    ['05400000002649', '5400000002649'],
    ['5400000002649', '05400000002649'],
    ['04252614', '042100005264'],
    ['042100005264', '04252614'],
    ['2070360248', '9782070360246'],
    ['2070360245', '9782070360246'],
    ['9782070360246', '2-07-036024-8'],
    ['9782070360246', '2-07-036024-5'],
  ])('held as %s, it is found by %s, as one piece at its own price', (code, scanned) => {
    const article = held(code)
    const shelf = shelfOf([anArticle(), article])
    expect(meaning(scanned, shelf)).toMatchObject({ kind: 'article', article, how: {} })
    expect(meaning(scanned, shelf)).toHaveProperty('how', {})
  })

  it('is found where the shop wrote it as the reference', () => {
    const article = held('', { barcodes: [], reference: '978-2-07-036024-6' })
    expect(meaning(']d20109782070360246', shelfOf([article]))).toMatchObject({ article })
  })

  it('weighs only what a producer weighs one by one, never counting pieces', () => {
    const cheese = held('95400000002642')
    expect(meaning(']e001954000000026423103000482', shelfOf([cheese]))).toMatchObject({
      kind: 'article',
      how: { quantityMilli: 482 },
    })
    expect(meaning(']e001954000000026423100000003', shelfOf([cheese]))).toMatchObject({
      how: { quantityMilli: 3_000 },
    })
    expect(meaning(']e0019540000000264230123710', shelfOf([cheese]))).toHaveProperty('how', {})
  })

  it('tells two numbers of the shop apart, though both look like the ISBN of one book', () => {
    const one = held('1234567890')
    const other = held('1234567891', { articleId: 'ps-8' })
    const shelf = shelfOf([one, other])
    expect(meaning('1234567890', shelf)).toMatchObject({ kind: 'article', article: one })
    expect(meaning('1234567891', shelf)).toMatchObject({ kind: 'article', article: other })
    expect(meaning('1234567892', shelf)).toMatchObject({ kind: 'unknown' })
  })

  it('of an unknown GS1 code is the number alone, to be given to an article', () => {
    expect(meaning(']d2010540000000264910LOT', shelfOf([]))).toEqual({
      kind: 'unknown',
      code: '5400000002649',
      label: null,
    })
  })

  it('may be a label of the scale within a GS1 code, or with prefix 02', () => {
    const cheese = anArticle({ barcodes: [closed('021234500000')] })
    const shelf = shelfOf([cheese], [{ prefix: '02', mask: 'PPAAAAAWWWWWC' }])
    const how = { quantityMilli: 482 }
    expect(meaning(closed('021234500482'), shelf)).toMatchObject({ article: cheese, how })
    expect(meaning(`010${closed('021234500482')}`, shelf)).toMatchObject({ article: cheese, how })
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
