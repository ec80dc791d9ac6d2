import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { aTill } from '../../support/factory'
import {
  RECORDED_KEYS,
  RECORDED_VERSIONS,
  recordedShop,
  type RecordedVersion,
} from '../../support/recordedShop'
import { sync } from '../../support/syncing'
import type { Article } from '@/core/catalogue/article'
import { microsFromDecimal, centsFromMicros } from '@/core/money'
import { readCatalogue, type CatalogueView } from '@/storage/catalogue/catalogue'

type Expected = [
  articleId: string,
  name: string,
  priceCents: number,
  vatRate: number,
  department: string | null,
  pictureId: string | null,
]

/**
 * The odd articles of the recorded shops, worked out by hand from what PrestaShop bills a visitor
 * for one piece: prices of a promotion in force, never prices of another group, country, quantity
 * or date.
 */
const ODD: readonly Expected[] = [
  ['ps-20', 'Bouilloire électrique', 2999, 2000, 'Bricolage', '24'],
  ['ps-22', 'Le Petit Prince (édition reliée)', 1800, 550, 'Librairie', '27'],
  ['ps-23', 'Journal « Le Matin »', 200, 210, 'Presse', '28'],
  // 9,09 € without VAT at 10 % is 9,999 €: billed 10,00 €.
  ['ps-24', 'Panier repas', 1000, 1000, 'Épicerie fine', '29'],
  // A group without rule, a 0 % group, no group at all, a disabled group: PrestaShop bills no VAT.
  ['ps-25', 'Timbre (groupe sans règle)', 139, 0, 'Librairie', null],
  ['ps-26', 'Exonéré (taxe 0 %)', 500, 0, 'Librairie', null],
  ['ps-27', 'Sans groupe de taxe (id 0)', 750, 0, 'Librairie', null],
  ['ps-28', 'Perceuse (groupe « Matériel pro »)', 9999, 2000, 'Bricolage', '30'],
  ['ps-29', "Produit d'un groupe désactivé", 1000, 0, 'Bricolage', null],
  // Price 0: the rate comes from the other articles of the group.
  ['ps-30', 'Échantillon gratuit', 0, 2000, 'Épicerie fine', null],
  ['ps-31', 'Gratuit 5,5 %', 0, 550, 'Épicerie fine', null],
  // 39,99 € and 0,50 € of ecotax.
  ['ps-32', 'Grille-pain avec écotaxe', 4049, 2000, 'Bricolage', '31'],
  ['ps-33', 'Bonbon à un centime', 1, 2000, 'Épicerie fine', '32'],
  ['ps-34', 'Prix à six décimales', 1302, 550, 'Épicerie fine', '33'],
  ['ps-35', 'Piano à queue', 5_000_000, 2000, 'Bricolage', '34'],
  ['ps-38', 'Visibilité nulle', 1200, 2000, 'Bricolage', '36'],
  ['ps-39', 'Non commandable', 1200, 2000, 'Bricolage', '37'],
  ['ps-40', 'Dans un rayon fermé', 1200, 2000, null, '38'],
  ['ps-41', 'Sencha de printemps 100 g', 1195, 550, 'Japon « sencha »', '39'],
  ['ps-48', "Crème brûlée à l'œuf — 12 €/kg n° 5", 500, 550, 'Épicerie fine', '46'],
  ['ps-49', 'Thé glacé 🍋🧊 « été »', 300, 550, 'Thés & infusions', '47'],
  ['ps-50', 'Vis <b>inox</b> & écrou "M8" {x} #1; a=b \\ back', 500, 2000, 'Bricolage', '48'],
  ['ps-51', 'Fin ]]> de CDATA <![CDATA[ piège ]]>', 500, 2000, 'Bricolage', '49'],
  ['ps-54', 'Image PNG', 500, 2000, 'Bricolage', '50'],
  ['ps-55', 'Remise 10 %', 2160, 2000, 'Bricolage', '51'],
  ['ps-56', 'Remise 2 € TTC', 2200, 2000, 'Bricolage', '52'],
  ['ps-57', 'Prix fixe spécifique 15 HT', 1800, 2000, 'Bricolage', '53'],
  ['ps-58', 'Remise dès 5 pièces', 2400, 2000, 'Bricolage', '54'],
  ['ps-59', 'Remise expirée et remise future', 2400, 2000, 'Bricolage', '55'],
  ['ps-60', 'Remise réservée au groupe Client', 2400, 2000, 'Bricolage', '56'],
  ['ps-61', 'Remise réservée à la Belgique', 2400, 2000, 'Bricolage', '57'],
  ['ps-62-40', 'Tee-shirt décliné (taille × couleur) #1', 1680, 2000, 'Bricolage', '58'],
  ['ps-62-41', 'Tee-shirt décliné (taille × couleur) #2', 840, 2000, 'Bricolage', '58'],
  ['ps-62-43', 'Tee-shirt décliné (taille × couleur) #4', 1800, 2000, 'Bricolage', '58'],
  // Base price 0, the price is in the combination: 4,739336 € at 5,5 % is 5,00 €.
  [
    'ps-63-52',
    'Décliné prix de base 0 (le prix est dans la déclinaison) #1',
    500,
    550,
    'Épicerie fine',
    '60',
  ],
]

/** Inactive in the shop. */
const NOT_SOLD = ['ps-36', 'ps-37']

describe.each(RECORDED_VERSIONS)('the catalogue of %s, with the minimal key', version => {
  let view: CatalogueView
  let byId: Map<string, Article>

  beforeAll(async () => {
    view = await catalogueOf(version)
    byId = new Map(view.articles.map(article => [article.articleId, article]))
  })

  it.each(ODD)('%s: %s', (articleId, name, priceCents, vatRate, department, pictureId) => {
    const article = byId.get(articleId)
    const found = view.departments.find(one => one.departmentId === article?.departmentIds[0])
    expect(article).toMatchObject({ name, priceCents, vatRate, pictureId })
    expect(found?.name ?? null).toBe(department)
  })

  it('has every active article, and no other, at the price the real server computed', () => {
    const told = recordedPrices(version)
    for (const [id, { priceCents, isActive, isFamily }] of told) {
      if (!isActive) expect(byId.has(id), id).toBe(false)
      // PrestaShop priced these for customers; the till sells to visitors.
      else if (!isFamily && id !== 'ps-60') expect(byId.get(id)?.priceCents, id).toBe(priceCents)
    }
    const families = new Set(view.articles.map(({ family }) => family?.familyId).filter(Boolean))
    expect(view.articles.filter(({ family }) => !family).length + families.size).toBe(
      [...told.values()].filter(({ isActive }) => isActive).length,
    )
    for (const id of NOT_SOLD) expect(byId.has(id)).toBe(false)
  })

  it('knows the ecotax, the codes and the groups', () => {
    expect(byId.get('ps-32')?.ecotaxCents).toBe(50)
    expect(byId.get('ps-46')?.barcodes).toEqual(['96385074'])
    expect(byId.get('ps-47')?.barcodes).toEqual(['036000291452'])
    expect(byId.get('ps-62-40')?.barcodes).toEqual([])
    const rates = new Map(view.vatGroups.map(group => [group.vatGroupId, group.vatRate]))
    expect([1, 2, 3, 4, 6, 7].map(id => rates.get(`ps-${id}`))).toEqual([
      2000, 1000, 550, 210, 0, 0,
    ])
    // No article of the group is on sale: its rate cannot be known.
    expect(view.vatGroups.find(group => group.vatGroupId === 'ps-5')).toMatchObject({
      vatRate: null,
      evidence: { kind: 'no-priced-article' },
    })
  })

  it('leaves out the root, the home and what is in a closed department', () => {
    const names = view.departments.map(one => one.name)
    expect(names).not.toContain('Root')
    expect(names).not.toContain('Home')
    expect(view.departments.map(one => one.departmentId)).not.toContain('ps-17')
    expect(view.departments.map(one => one.departmentId)).not.toContain('ps-18')
  })
})

it.each(RECORDED_VERSIONS)(
  'with the full key differs only in names and promotions of combinations and one rate, on %s',
  async version => {
    const minimal = await catalogueOf(version)
    const full = await catalogueOf(version, RECORDED_KEYS.full)
    const unnamed = (view: CatalogueView) =>
      view.articles.map(
        ({ promotion, promotionGap: _gap, priceChanges: _changes, numbered: _its, ...article }) =>
          article.family
            ? { ...article, name: '', reference: '', barcodes: [] }
            : { ...article, regularPriceCents: promotion?.regularPriceCents },
      )
    expect(unnamed(full)).toEqual(unnamed(minimal))
    // The shop's tax rules give the rate of the one group without prices.
    const others = (view: CatalogueView) =>
      view.vatGroups.filter(group => group.vatGroupId !== 'ps-5')
    expect(others(full)).toEqual(others(minimal))
    expect(full.vatGroups.find(group => group.vatGroupId === 'ps-5')).toMatchObject({
      vatRate: 2000,
      evidence: { kind: 'tax-rules' },
    })

    const family = full.articles.filter(article => article.family?.familyId === 'ps-62')
    const names = recordedCombinationNames(version, 62)
    expect(names.size).toBeGreaterThan(1)
    expect(new Map(family.map(one => [one.articleId, one.name]))).toEqual(
      new Map([...names].map(([id, name]) => [id, `${family[0]?.family?.name} ${name}`])),
    )
    const barcodes = full.articles.flatMap(article => article.barcodes)
    expect(new Set(barcodes).size).toBeGreaterThan(0)
  },
)

it('uses a combination’s own ecotax where it has one', async () => {
  const shop = recordedShop('ps-9.1.4')
  const product = shop.data.tables.products?.find(one => one.id === 62)
  const own = shop.data.tables.combinations?.find(one => one.id === 41)
  if (!product || !own) throw new Error('recorded')
  product.fields.ecotax = '0.416667'
  own.fields.ecotax = '1.250000'
  const context = aTill()
  expect(await sync(context, shop, { key: RECORDED_KEYS.full })).toMatchObject({ ok: true })
  const { articles } = await readCatalogue(context.catalogueDb)
  const found = new Map(articles.map(one => [one.articleId, one]))
  expect(found.get('ps-62-40')).toMatchObject({ priceCents: 1730, ecotaxCents: 50 })
  expect(found.get('ps-62-41')).toMatchObject({ ecotaxCents: 150 })
})

it('knows no ecotax where the shop bills none, though its articles keep one', async () => {
  const shop = recordedShop('ps-9.1.4')
  shop.data.usesEcotax = false
  const context = aTill()
  expect(await sync(context, shop, { key: RECORDED_KEYS.minimal })).toMatchObject({ ok: true })
  const { articles } = await readCatalogue(context.catalogueDb)
  const toaster = articles.find(one => one.articleId === 'ps-32')
  expect(toaster).toMatchObject({ priceCents: 3999, ecotaxCents: 0 })
  expect(toaster?.promotion).toBeUndefined()
})

it('says which combination could not be read, and sells it under its number', async () => {
  const shop = recordedShop('ps-8.2.1')
  const row = shop.data.tables.combinations?.find(one => one.id === 40)
  if (row) row.fields.reference = { broken: true } as never
  const context = aTill()
  const result = await sync(context, shop, { key: RECORDED_KEYS.full })
  expect(result).toMatchObject({
    ok: true,
    value: { unreadable: [{ resource: 'combinations', id: 40 }] },
  })
  const { articles } = await readCatalogue(context.catalogueDb)
  expect(articles.find(one => one.articleId === 'ps-62-40')?.name).toMatch(/ #\d+$/)
})

it('is the same from both versions', async () => {
  const [eight, nine] = await Promise.all(RECORDED_VERSIONS.map(version => catalogueOf(version)))
  expect(eight?.articles).toEqual(nine?.articles)
  expect(eight?.departments).toEqual(nine?.departments)
  expect(eight?.vatGroups).toEqual(nine?.vatGroups)
})

async function catalogueOf(
  version: RecordedVersion,
  key: string = RECORDED_KEYS.minimal,
): Promise<CatalogueView> {
  const context = aTill()
  const result = await sync(context, recordedShop(version), { key })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return readCatalogue(context.catalogueDb)
}

interface RecordedProduct {
  id: number
  active: string
  pub: string
  id_default_combination: number
}

/** Prices with VAT as the real server computed and sent them. */
function recordedPrices(version: RecordedVersion) {
  const file = `../../support/recordings/${version}/products-fields-ttc-all-json.json`
  const path = fileURLToPath(new URL(file, import.meta.url))
  const { products } = JSON.parse(readFileSync(path, 'utf8')) as { products: RecordedProduct[] }
  return new Map(
    products.map(product => [
      `ps-${product.id}`,
      {
        priceCents: centsFromMicros(microsFromDecimal(product.pub) ?? -1),
        isActive: product.active === '1',
        isFamily: product.id_default_combination > 0,
      },
    ]),
  )
}

/** Names of a product's combinations on the real server: size, then colour. */
function recordedCombinationNames(version: RecordedVersion, productId: number) {
  const read = (name: string) => {
    const path = fileURLToPath(
      new URL(`../../support/recordings/${version}/${name}-B-json.json`, import.meta.url),
    )
    return (JSON.parse(readFileSync(path, 'utf8')) as Record<string, RecordedRow[]>)[name] ?? []
  }
  const nameOf = new Map(
    read('product_option_values').map(row => [
      Number(row.id),
      row.name?.find(({ id }) => Number(id) === 2)?.value,
    ]),
  )
  return new Map(
    read('combinations')
      .filter(row => Number(row.id_product) === productId)
      .map(row => [
        `ps-${productId}-${row.id}`,
        row.associations?.product_option_values.map(({ id }) => nameOf.get(Number(id))).join(' · '),
      ]),
  )
}

interface RecordedRow {
  id: number
  id_product?: string | number
  name?: { id: string | number; value: string }[]
  associations?: { product_option_values: { id: string | number }[] }
}
