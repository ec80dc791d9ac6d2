import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle } from '../../../support/factory'
import { fittingMm, innerMm, moduleMm, textEms } from '@/core/printing/labels/fit'
import { labelOf } from '@/core/printing/labels/label'
import { LABEL_PAPERS } from '@/core/printing/labels/labelPapers'
import { codeModules } from '@/core/printing/labels/labelCode'
import { comparedUnit, unitPriceOf } from '@/core/printing/labels/unitPrice'
import { isRoll } from '@/core/printing/paper'

/** What a piece holds, in a unit of the shop. */
const holding = (unit: string, held: number) => ({ unit, billionths: Math.round(held * 1e9) })

describe('a label', () => {
  it('says name, price and code, and nothing that is not there', () => {
    expect(labelOf(anArticle())).toEqual({
      articleId: 'ps-20',
      name: 'Carnet renard',
      priceCents: 1548,
      soldBy: 'piece',
      formerCents: null,
      unitPrice: null,
      ecotaxCents: 0,
      code: { kind: 'ean-13', text: '3760000000017' },
    })
  })

  it('says the former price of a promotion, the eco-participation and the price of a kilogram', () => {
    const label = labelOf(
      anArticle({
        priceCents: 900,
        ecotaxCents: 50,
        promotion: { regularPriceCents: 1200, endsAt: null },
        content: holding('kg', 0.37),
      }),
    )
    expect(label).toMatchObject({ priceCents: 900, formerCents: 1200, ecotaxCents: 50 })
    // Of the price that is paid now, not of the former one.
    expect(label.unitPrice).toEqual({ cents: 2432, unit: 'kg' })
  })

  it('says no former price that is not above the price', () => {
    const promotion = { regularPriceCents: 900, endsAt: null }
    expect(labelOf(anArticle({ priceCents: 900, promotion })).formerCents).toBeNull()
  })

  it('says no price where it is asked at the counter', () => {
    const label = labelOf(anArticle({ priceCents: 0, content: holding('kg', 1) }))
    expect(label).toMatchObject({ priceCents: null, formerCents: null, unitPrice: null })
  })

  it('of goods that are weighed has the price of a kilogram alone', () => {
    const label = labelOf(anArticle({ soldBy: 'weight', content: holding('kg', 0.5) }))
    expect(label).toMatchObject({ soldBy: 'weight', priceCents: 1548, unitPrice: null })
  })
})

describe('the price for comparison', () => {
  it.each([
    ['kg', 0.25, 790, { cents: 3160, unit: 'kg' }],
    ['Kilo', 1, 2290, { cents: 2290, unit: 'kg' }],
    ['au kilogramme', 0.5, 100, { cents: 200, unit: 'kg' }],
    ['les 100 g', 2.5, 790, { cents: 316, unit: '100 g' }],
    ['100g', 2.5, 790, { cents: 316, unit: '100 g' }],
    ['g', 250, 790, { cents: 3160, unit: 'kg' }],
    ['500 g', 1, 790, { cents: 1580, unit: 'kg' }],
    ['L', 0.5, 450, { cents: 900, unit: 'l' }],
    ['par litre', 0.75, 450, { cents: 600, unit: 'l' }],
    ['/ litre', 0.75, 450, { cents: 600, unit: 'l' }],
    ['75 cl', 1, 450, { cents: 600, unit: 'l' }],
    ['10 cl', 5, 450, { cents: 90, unit: '100 ml' }],
    ['ml', 500, 450, { cents: 900, unit: 'l' }],
    ['mètre', 2, 450, { cents: 225, unit: 'm' }],
    ['sachet', 20, 450, { cents: 23, unit: 'sachet' }],
    ['m²', 2, 450, { cents: 225, unit: 'm²' }],
    ['/ m²', 2, 450, { cents: 225, unit: 'm²' }],
    ['par sachet', 20, 450, { cents: 23, unit: 'sachet' }],
    ['/ pièce', 20, 450, { cents: 23, unit: 'pièce' }],
    ['l’unité', 20, 450, { cents: 23, unit: 'unité' }],
    ['les 12 œufs', 2, 450, { cents: 225, unit: '12 œufs' }],
  ])('in "%s", of %d of them for %i cents', (unit, held, priceCents, expected) => {
    expect(unitPriceOf({ priceCents, content: holding(unit, held) })).toEqual(expected)
  })

  it.each([
    ['without a unit', '  ', 1],
    ['of a unit too long for a label', 'une boîte de douze', 1],
    ['of nothing', 'kg', 0],
    ['in a unit that is nothing', '0 g', 1],
    ['in none of its own unit', '0 sachet', 1],
    ['of a sign alone', '/', 1],
    ['below half a cent', 'pièce', 1_000],
    ['beyond what a price is', 'g', 1e-9],
  ])('is not said %s', (_name, unit, held) => {
    expect(unitPriceOf({ priceCents: 100, content: holding(unit, held) })).toBeNull()
  })

  it('rounds to the nearest cent, whatever the price and what a piece holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999_999 }),
        fc.integer({ min: 1, max: 100_000 }),
        (priceCents, grams) => {
          const content = { unit: 'kg', billionths: grams * 1_000_000 }
          const { cents } = unitPriceOf({ priceCents, content }) ?? { cents: 0 }
          expect(Math.abs(cents * grams - priceCents * 1000) * 2).toBeLessThanOrEqual(grams)
        },
      ),
    )
  })

  it('reads a unit whatever stands around it', () => {
    const written = fc.record({
      before: fc.constantFrom('', '/', '/ ', '€/', '€ / ', 'par ', 'per ', 'au ', 'le ', 'les '),
      count: fc.integer({ min: 1, max: 9_999 }),
      isCounted: fc.boolean(),
      gap: fc.constantFrom('', ' '),
      known: fc.constantFrom<[word: string, unit: string, milli: number]>(
        ['kg', 'kg', 1000],
        ['Kilos', 'kg', 1000],
        ['g', 'kg', 1],
        ['litre', 'l', 1000],
        ['cl', 'l', 10],
        ['ML', 'l', 1],
        ['mètres', 'm', 1000],
        ['cm', 'm', 10],
      ),
      dot: fc.constantFrom('', '.'),
    })
    fc.assert(
      fc.property(written, ({ before, count, isCounted, gap, known, dot }) => {
        const [word, unit, milli] = known
        const thousandths = milli * (isCounted ? count : 1)
        const text = `${before}${isCounted ? `${count}${gap}` : ''}${word}${dot}`
        const isHundred = thousandths === 100 && unit !== 'm'
        expect(comparedUnit(text)).toEqual(
          isHundred
            ? { unit: unit === 'kg' ? '100 g' : '100 ml', times: 1, over: 1 }
            : { unit, times: 1000, over: thousandths },
        )
      }),
    )
  })
})

describe('what fits', () => {
  const ean = { kind: 'ean-13', text: '3760000000017' } as const

  it('an EAN-13 is on every paper, at least four fifths of its size on sheets', () => {
    for (const paper of LABEL_PAPERS) {
      const module = moduleMm(ean, paper) ?? 0
      expect(module).toBeGreaterThanOrEqual(0.264)
      expect(module * codeModules(ean).total).toBeLessThanOrEqual(innerMm(paper))
    }
  })

  it('a module is whole dots of the printer', () => {
    for (const paper of LABEL_PAPERS) {
      const dots = (moduleMm(ean, paper) ?? 0) / (isRoll(paper.paperWidth) ? 0.125 : 25.4 / 600)
      expect(Math.abs(dots - Math.round(dots))).toBeLessThan(1e-9)
    }
  })

  it('a code too long for a label has no bars', () => {
    const paper = LABEL_PAPERS.find(one => one.paperId === '38x21')
    const long = { kind: 'code-128', text: 'ABCDEFGHIJKLMNOPQRST' } as const
    expect(paper && moduleMm(long, paper)).toBeNull()
  })

  it('a price stays within its width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.double({ min: 8, max: 100, noNaN: true }),
        (priceCents, widthMm) => {
          const text = `${(priceCents / 100).toFixed(2).replace('.', ',')} €`
          const sizeMm = fittingMm(text, widthMm, 9)
          expect(sizeMm * textEms(text)).toBeLessThanOrEqual(widthMm + 1e-9)
          expect(sizeMm).toBeLessThanOrEqual(9)
        },
      ),
    )
  })
})
