import { beforeAll, describe, expect, it } from 'vitest'
import { aTill } from '../../support/factory'
import { OLD_VERSIONS, RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { recordedTruth, trueCents, type TrueArticle } from '../../support/recordedTruth'
import { aTillInTime, sync, synced } from '../../support/syncing'
import type { Article } from '@/core/catalogue/article'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readCatalogue, type CatalogueView } from '@/storage/catalogue/catalogue'

async function catalogueOf(shop: ShopServer, key: string): Promise<CatalogueView> {
  const context = aTill()
  const result = await sync(context, shop, { key })
  expect(result).toMatchObject({ ok: true, value: { unreadable: [] } })
  return readCatalogue(context.catalogueDb)
}

describe.each(OLD_VERSIONS)('the catalogue of %s is PrestaShop’s own', version => {
  const truth = recordedTruth(version)
  let views: Record<'minimal' | 'full', CatalogueView>

  beforeAll(async () => {
    views = {
      minimal: await catalogueOf(recordedShop(version), RECORDED_KEYS.minimal),
      full: await catalogueOf(recordedShop(version), RECORDED_KEYS.full),
    }
  })

  it.each(['minimal', 'full'] as const)('every article and price, with the %s key', key => {
    const { articles } = views[key]
    const ids = truth.products.flatMap(product =>
      product.combinations.length === 0
        ? [`ps-${product.id}`]
        : product.combinations.map(one => `ps-${product.id}-${one.id}`),
    )
    expect(articles.map(one => one.articleId).sort()).toEqual(ids.sort())
    const byId = new Map(articles.map(article => [article.articleId, article]))
    for (const product of truth.products) {
      const combined = product.combinations.map((one): [string, TrueArticle] => [
        `ps-${product.id}-${one.id}`,
        one,
      ])
      const own: [string, TrueArticle] = [`ps-${product.id}`, product]
      for (const [id, told] of combined.length > 0 ? combined : [own]) {
        expect(byId.get(id), id).toMatchObject({
          priceCents: trueCents(told.price_ti),
          vatRate: Math.round(product.vat_rate * 100),
          pictureId: product.cover === null ? null : String(product.cover),
        })
      }
    }
  })

  it('names and codes, as far as each key sees them', () => {
    const names = (view: CatalogueView) =>
      new Map(view.articles.map(article => [article.articleId, article]))
    const [minimal, full] = [names(views.minimal), names(views.full)]
    for (const product of truth.products) {
      const codes = [product.ean13, product.upc].filter(code => code.length > 5)
      if (product.combinations.length === 0) {
        expectNamed(minimal.get(`ps-${product.id}`), product.name, codes)
        expectNamed(full.get(`ps-${product.id}`), product.name, codes)
      }
      for (const [index, one] of product.combinations.entries()) {
        const id = `ps-${product.id}-${one.id}`
        const values = one.attributes.map(text => text.replace(/^[^:]*: /, ''))
        expectNamed(minimal.get(id), `${product.name} #${index + 1}`, [])
        expectNamed(full.get(id), `${product.name} ${values.join(' · ')}`, codesOf(one))
        expect(full.get(id)?.reference, id).toBe(one.reference || product.reference)
      }
    }
  })

  it('a key with every right sees promotions, and both keys the same departments', () => {
    expect(views.full.departments).toEqual(views.minimal.departments)
    const open = views.full.departments.map(({ name }) => name)
    const told = truth.categories.filter(one => one.active === 1 && one.id_parent > 1)
    for (const name of open) expect(told.map(one => one.name)).toContain(name)
    for (const product of truth.products.filter(one => one.combinations.length === 0)) {
      const { promotion } = views.full.articles.find(
        one => one.articleId === `ps-${product.id}`,
      ) as Article
      const isReduced = trueCents(product.before_reduction_ti) > trueCents(product.price_ti)
      if (isReduced) {
        expect(promotion?.regularPriceCents, product.name).toBe(
          trueCents(product.before_reduction_ti),
        )
      }
    }
  })

  it('never answers 304, and is known to be unchanged by its hash', async () => {
    const shop = recordedShop(version)
    const context = aTillInTime()
    await synced(context, shop, { key: RECORDED_KEYS.full })
    shop.requests.splice(0)
    context.minute += 1
    const run = await synced(context, shop, { key: RECORDED_KEYS.full, trigger: 'automatic' })
    expect(run.outcome).toBe('unchanged')
    expect(shop.requests.every(({ status }) => status !== 304)).toBe(true)
    // The list of all ids is asked only when the list of active ones has changed.
    const lists = shop.requests.filter(({ path }) => !path.includes('display='))
    expect(lists.map(({ path }) => path)).toEqual([expect.stringContaining('filter[active]=1')])
  })
})

function expectNamed(article: Article | undefined, name: string, barcodes: readonly string[]) {
  // 1.6 keeps four-byte characters as question marks, and the truth tells them so too.
  expect(article?.name).toBe(name.replace(/\s+/g, ' ').trim())
  expect(article?.barcodes).toEqual(barcodes)
}

const codesOf = ({ ean13 }: TrueArticle) => (ean13.length > 5 ? [ean13] : [])
