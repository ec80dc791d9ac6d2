import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeldProduct } from '@/core/catalogue/shopState'
import { isCatalogueRecord } from '@/core/sharing/catalogueShapes'
import {
  catalogueToSay,
  heardCatalogue,
  NOTHING_HEARD,
  type CatalogueRecord,
  type SharedCatalogue,
  type SharedState,
} from '@/core/sharing/sharedCatalogue'

const STATE: SharedState = {
  source: '4 https://shop.example',
  languageId: 1,
  languages: [],
  vatGroups: [],
  categories: [],
  rateProofs: [],
  taxRates: { 1: 2_000 },
  promotions: [],
  knownRates: [550, 2_000],
  rights: { products: ['get'] },
  keyPlace: 'header',
  tablesReadAt: '2026-11-24T11:00:00.000Z',
  newestShopTime: '2026-11-24 11:00:00',
  freshness: [{ upToId: 9, checkedAt: '2026-11-24T11:00:00.000Z' }],
  pricesReadAt: '2026-11-24T11:00:00.000Z',
}

const aProduct = (productId: number, priceMicros: number): HeldProduct => ({
  productId,
  name: 'Miel',
  reference: '',
  barcodes: [],
  vatGroupId: 1,
  mainCategoryId: 2,
  categoryIds: [2],
  imageId: null,
  isActive: true,
  isSaved: true,
  plainNetMicros: 1_000_000,
  priceMicros,
  ecotaxMicros: 0,
  purchaseMicros: 0,
  combinations: [],
  updatedAtShopTime: '2026-11-24 11:00:00',
  isListed: 1,
})

/** The shop at one time: prices by product. */
const aShop = (prices: ReadonlyMap<number, number>, minute: number): SharedCatalogue => ({
  readAt: new Date(Date.UTC(2026, 10, 24, 11, minute)).toISOString(),
  host: 'shop.example',
  state: STATE,
  stock: null,
  products: new Map([...prices].map(([id, price]) => [id, aProduct(id, price)])),
})

describe('a catalogue said by difference', () => {
  it('is heard as it was last said whole, wherever its saying was cut', () => {
    const prices = fc.dictionary(
      fc.integer({ min: 1, max: 120 }).map(String),
      fc.constantFrom(1, 2, 3),
      {
        maxKeys: 120,
      },
    )
    const saying = fc.record({
      prices,
      cutAfter: fc.nat(4),
      isCut: fc.boolean(),
      isBase: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(saying, { minLength: 1, maxLength: 6 }), sayings => {
        let said: CatalogueRecord[] = []
        let whole: SharedCatalogue | null = null
        for (const [place, { prices: found, cutAfter, isCut, isBase }] of sayings.entries()) {
          const now = aShop(
            new Map(Object.entries(found).map(([id, one]) => [Number(id), one])),
            place * 90,
          )
          const records = catalogueToSay(isBase ? NOTHING_HEARD : heardCatalogue(said), now)
          const isWhole = !isCut || cutAfter >= records.length
          // Only a base that is whole replaces what was said before it.
          said =
            isBase && isWhole
              ? records
              : [...said, ...records.slice(0, isWhole ? undefined : cutAfter)]
          if (isWhole) whole = now
          const { closed } = heardCatalogue(said)
          expect(closed && { ...closed, products: sorted(closed) }).toEqual(
            whole && { ...whole, products: sorted(whole) },
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it('says nothing of a shop that is as it was said, until an hour has passed', () => {
    const prices = new Map([[1, 5]])
    const said = heardCatalogue(catalogueToSay(NOTHING_HEARD, aShop(prices, 0)))
    expect(catalogueToSay(said, aShop(prices, 59))).toEqual([])
    expect(catalogueToSay(said, aShop(prices, 60))).toHaveLength(1)
    const stocked = { ...aShop(prices, 1), stock: { 'ps-1': 3 } }
    expect(catalogueToSay(said, stocked)).toHaveLength(1)
    const other = { ...aShop(prices, 1), state: { ...STATE, taxRates: { 1: 1_000 } } }
    expect(catalogueToSay(said, other)).toHaveLength(1)
  })
})

const sorted = ({ products }: SharedCatalogue) =>
  [...products.values()].sort((one, other) => one.productId - other.productId)

describe('a record of a catalogue', () => {
  const records = catalogueToSay(NOTHING_HEARD, aShop(new Map([[1, 5]]), 0))

  it('is known by all its fields, through JSON', () => {
    expect(records).toHaveLength(2)
    for (const record of records) {
      expect(isCatalogueRecord(JSON.parse(JSON.stringify(record)))).toBe(true)
    }
  })

  it('is none with a field more, less, or of another kind', () => {
    let altered = 0
    const texts = records.map(record => JSON.stringify(record))
    for (const text of texts) {
      for (const other of ['-1', '1.5', '"x"', 'null', '[]', '{}', 'true', '1e300']) {
        // Each value that stands behind a name, in its turn.
        for (const match of text.matchAll(/(?<=":)(\d+|"[^"]*"|true|null)/g)) {
          const changed =
            text.slice(0, match.index) + other + text.slice(match.index + match[0].length)
          if (changed === text) continue
          altered += 1
          const found = JSON.parse(changed) as CatalogueRecord
          // What passes is a value of the same kind: it cannot break the till.
          if (isCatalogueRecord(found))
            expect(typeof JSON.parse(other)).toBe(typeof JSON.parse(match[0]))
        }
      }
      expect(isCatalogueRecord(JSON.parse(text.replace('{', '{"more":1,')))).toBe(false)
    }
    expect(altered).toBeGreaterThan(200)
    expect(isCatalogueRecord({ kind: 'products', products: Array(501).fill(aProduct(1, 1)) })).toBe(
      false,
    )
    expect(isCatalogueRecord({ kind: 'products', products: [{ ...aProduct(1, -1) }] })).toBe(false)
  })
})
