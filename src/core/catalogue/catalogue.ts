import type { Article, Department, VatGroup } from './article'
import { centsFromMicros, divideRounded } from '@/core/money'
import { shopTimeOf } from './promotions'
import type { ShopCategory, ShopProduct, ShopPromotion, ShopRows } from './shopRows'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES, rateOfGroup } from './vatRates'
import { isSameValue } from '@/core/sameValue'

/** A shop's catalogue in the till's own terms. */
export interface ShopCatalogue {
  articles: Article[]
  departments: Department[]
  vatGroups: VatGroup[]
}

/** What must be written for the catalogue to match the shop. */
export interface CataloguePlan {
  /** Articles new or different, and those that come back. */
  put: Article[]
  /** Ids of articles the shop no longer sells: kept for history, no longer sold. */
  retire: string[]
  created: number
  changed: number
}

/** Id given to what PrestaShop calls group 0: a product without a tax rules group. */
const NO_VAT_GROUP = 0

/**
 * Articles, departments and VAT groups from a shop's rows: joined, priced to the cent and
 * rated. Only what the shop sells: active and saved. `checkedAt` is when it was read.
 */
export function catalogueFromShop(
  rows: ShopRows,
  checkedAt: string,
  knownRates: readonly VatRate[] = FRENCH_VAT_RATES,
): ShopCatalogue {
  const departments = departmentsOf(rows.categories)
  const vatGroups = vatGroupsOf(rows, knownRates)
  const onSale = rows.products.filter(product => product.isActive && product.isSaved)
  const lookups: Lookups = {
    departmentIds: new Set(departments.map(department => department.departmentId)),
    vatGroupsById: new Map(vatGroups.map(group => [group.vatGroupId, group])),
    endsByProduct: promotionEnds(rows.promotions, shopTimeOf(checkedAt)),
    checkedAt,
  }
  return {
    articles: onSale.flatMap(product => articlesOf(product, lookups)),
    departments,
    vatGroups,
  }
}

/**
 * What the catalogue must change to match the shop. Pure, so that a sync is applied all or
 * nothing; the same shop twice changes nothing. A product that could not be read is not
 * gone: it stays as it was.
 */
export function planCatalogue(
  current: readonly Article[],
  fromShop: readonly Article[],
  unreadableProductIds: readonly number[] = [],
): CataloguePlan {
  const unreadable = new Set(unreadableProductIds.map(id => `ps-${id}`))
  const currentById = new Map(current.map(article => [article.articleId, article]))
  const soldIds = new Set(fromShop.map(article => article.articleId))
  const put = fromShop.filter(article => !isSame(article, currentById.get(article.articleId)))

  return {
    put,
    retire: current
      .filter(article => article.retiredAt === null && !soldIds.has(article.articleId))
      .filter(article => !unreadable.has(article.family?.familyId ?? article.articleId))
      .map(article => article.articleId),
    created: put.filter(article => !currentById.has(article.articleId)).length,
    changed: put.filter(article => currentById.has(article.articleId)).length,
  }
}

interface Lookups {
  departmentIds: ReadonlySet<string>
  vatGroupsById: ReadonlyMap<string, VatGroup>
  /** End of the promotions of each product, the nearest one. */
  endsByProduct: ReadonlyMap<number, string>
  checkedAt: string
}

const NO_DATE = '0000-00-00 00:00:00'

/** Ends of the promotions in force; one without an end is told by the article's price only. */
function promotionEnds(promotions: readonly ShopPromotion[], now: string): Map<number, string> {
  const ends = new Map<number, string>()
  for (const { productId, combinationId, fromShopTime, toShopTime } of promotions) {
    const isInForce = fromShopTime <= now && now <= toShopTime && toShopTime !== NO_DATE
    if (combinationId !== 0 || !isInForce) continue
    const known = ends.get(productId)
    if (known === undefined || toShopTime < known) ends.set(productId, toShopTime)
  }
  return ends
}

/**
 * Departments are the categories a customer may see: below the shop's root, with no closed
 * category above. PrestaShop: the root is known by `is_root_category`, not by its id, and
 * what is in a closed category keeps `active` 1 (categories-fields-lang2-json).
 */
function departmentsOf(categories: readonly ShopCategory[]): Department[] {
  const byId = new Map(categories.map(category => [category.categoryId, category]))
  return categories
    .filter(category => isOpen(category, byId))
    .map(category => {
      const parent = byId.get(category.parentId)
      return {
        departmentId: `ps-${category.categoryId}`,
        parentId: parent && !isTop(parent) ? `ps-${parent.categoryId}` : null,
        name: category.name || `#${category.categoryId}`,
        position: category.position,
      }
    })
}

const isTop = (category: ShopCategory) => category.isRoot || category.parentId === 0

function isOpen(category: ShopCategory, byId: ReadonlyMap<number, ShopCategory>): boolean {
  if (isTop(category)) return false
  let next: ShopCategory | undefined = category
  // A chain longer than the table goes in a circle: such rows belong nowhere.
  for (let depth = 0; depth <= byId.size; depth += 1) {
    if (!next?.isActive) return false
    if (isTop(next)) return true
    next = byId.get(next.parentId)
  }
  return false
}

function vatGroupsOf(rows: ShopRows, knownRates: readonly VatRate[]): VatGroup[] {
  const known = new Map(rows.vatGroups.map(group => [group.vatGroupId, group.name]))
  const used = new Set(rows.products.map(product => product.vatGroupId))
  // A product may name a group that was deleted since; PrestaShop then bills no tax
  // (tax-group-gone-json).
  const ids = [...new Set([...known.keys(), ...used])].sort((a, b) => a - b)
  return ids.map(vatGroupId => {
    const name = known.get(vatGroupId) ?? ''
    const base = { vatGroupId: `ps-${vatGroupId}`, name }
    if (vatGroupId === NO_VAT_GROUP) return { ...base, vatRate: 0, evidence: { kind: 'no-group' } }
    const products = rows.products.filter(product => product.vatGroupId === vatGroupId)
    const ruleRate = rows.taxRates[vatGroupId]
    return { ...base, ...rateOfGroup(products, knownRates, { name, ruleRate }) }
  })
}

function articlesOf(product: ShopProduct, lookups: Lookups): Article[] {
  const plain = plainArticle(product, lookups)
  if (product.combinations.length === 0) return [plain]

  const family = { familyId: plain.articleId, name: plain.name }
  return product.combinations.flatMap(({ combinationId, priceMicros, details }, index) =>
    priceMicros === null
      ? []
      : [
          {
            ...plain,
            articleId: `${plain.articleId}-${combinationId}`,
            // Without a right on combinations their names are unknown: they are numbered.
            name: `${plain.name} ${details?.name || `#${index + 1}`}`,
            // Codes are never the product's: a scan must not take one for another.
            reference: details?.reference || plain.reference,
            barcodes: details?.barcodes ?? [],
            priceCents: centsFromMicros(priceMicros),
            ecotaxCents: details?.ecotaxMicros
              ? withVat(details.ecotaxMicros, plain.vatRate)
              : plain.ecotaxCents,
            family,
          },
        ],
  )
}

function plainArticle(product: ShopProduct, lookups: Lookups): Article {
  const vatGroupId = `ps-${product.vatGroupId}`
  const vatRate = lookups.vatGroupsById.get(vatGroupId)?.vatRate ?? null
  const promotion = promotionOf(product, vatRate, lookups)
  return {
    articleId: `ps-${product.productId}`,
    name: product.name || product.reference || `#${product.productId}`,
    reference: product.reference,
    barcodes: product.barcodes,
    departmentIds: departmentIdsOf(product, lookups),
    priceCents: centsFromMicros(product.priceMicros),
    ecotaxCents: ecotaxCents(product, vatRate),
    vatGroupId,
    vatRate,
    pictureId: product.imageId === null ? null : String(product.imageId),
    family: null,
    position: product.productId,
    checkedAt: lookups.checkedAt,
    retiredAt: null,
    ...(promotion ? { promotion } : {}),
    ...(product.purchaseMicros > 0 ? { purchaseMicros: product.purchaseMicros } : {}),
  }
}

/** A price below the plain one is a promotion in force; only a wider key knows its end. */
function promotionOf(product: ShopProduct, vatRate: VatRate | null, lookups: Lookups) {
  if (product.combinations.length > 0) return undefined
  const regularPriceCents =
    centsFromMicros(product.plainGrossMicros) + ecotaxCents(product, vatRate)
  // One cent may come of rounding it apart.
  if (centsFromMicros(product.priceMicros) >= regularPriceCents - 1) return undefined
  return { regularPriceCents, endsAt: lookups.endsByProduct.get(product.productId) ?? null }
}

function departmentIdsOf(product: ShopProduct, { departmentIds }: Lookups): string[] {
  const ids = [product.mainCategoryId, ...product.categoryIds].map(id => `ps-${id}`)
  return [...new Set(ids)].filter(id => departmentIds.has(id))
}

/**
 * Eco-participation of one as it stands in the price, with VAT. Where nothing is reduced the
 * prices themselves tell it: a shop may tax it at a rate of its own, or keep the field and bill
 * none (PS_ECOTAX_TAX_RULES_GROUP_ID, PS_USE_ECOTAX), and the minimal key reads neither.
 */
function ecotaxCents(product: ShopProduct, vatRate: number | null): number {
  const { ecotaxMicros, priceMicros, plainGrossMicros } = product
  const inPriceMicros = priceMicros - plainGrossMicros
  if (inPriceMicros === 0) return 0
  // At no VAT at least, at 20 % at most.
  const isTold = inPriceMicros >= ecotaxMicros && inPriceMicros <= Math.ceil(ecotaxMicros * 1.2)
  return isTold ? centsFromMicros(inPriceMicros) : withVat(ecotaxMicros, vatRate)
}

/** In cents, what is in millionths without VAT. */
function withVat(netMicros: number, vatRate: number | null): number {
  return divideRounded(BigInt(netMicros) * BigInt(10_000 + (vatRate ?? 0)), 10_000n * 10_000n)
}

/** Same for the till: when it was last checked does not count. */
function isSame(article: Article, current: Article | undefined): boolean {
  return current !== undefined && isSameValue({ ...article, checkedAt: current.checkedAt }, current)
}
