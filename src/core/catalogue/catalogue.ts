import type { Article, Department, VatGroup } from './article'
import type { ArticleContent } from './content'
import { contentOfCombination } from './articleContent'
import { centsFromMicros } from '@/core/money'
import { priceOf, promotionsOf, type PriceLookups } from './articlePrice'
import { ecotaxOf, plainGrossMicros, proofsByGroup, withVat } from './plainPrice'
import type { RateProof, ShopCategory, ShopProduct, ShopRows } from './shopRows'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES, rateOfGroup } from './vatRates'
import { isSameValue } from '@/core/sameValue'

/** A shop's catalogue as articles, departments and VAT groups of the till. */
export interface ShopCatalogue {
  articles: Article[]
  departments: Department[]
  vatGroups: VatGroup[]
}

/** What must be written for the catalogue to match the shop. */
export interface CataloguePlan {
  /** New and changed articles, including retired ones that the shop sells again. */
  put: Article[]
  /** Ids of articles the shop no longer sells. They stay in the database for history. */
  retire: string[]
  created: number
  changed: number
}

/** PrestaShop's group 0: a product without a tax rules group. */
const NO_VAT_GROUP = 0

/**
 * Articles, departments and VAT groups from a shop's rows: joined, priced to the cent, each group
 * with its rate. Only active and saved products become articles. `checkedAt` is when the rows were
 * read.
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
    proofsByGroup: proofsByGroup(rows.rateProofs),
    prices: promotionsOf(rows, checkedAt),
    checkedAt,
  }
  return {
    articles: onSale.flatMap(product => articlesOf(product, lookups)),
    departments,
    vatGroups,
  }
}

/**
 * What must change for the catalogue to match the shop. Pure, so that a sync is applied all or
 * nothing; the same rows twice give no change. A product that could not be read keeps its articles
 * as they are.
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
  proofsByGroup: ReadonlyMap<number, readonly RateProof[]>
  prices: PriceLookups
  checkedAt: string
}

/**
 * Departments are the categories a visitor of the shop can see: below the root, with no inactive
 * category above. PrestaShop: the root is the category with `is_root_category`, whatever its id,
 * and a category below an inactive one keeps `active` 1.
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
  // A chain longer than the table is a cycle: such rows have no place in the tree.
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
  // PrestaShop: a product may name a VAT group that was deleted since; no tax is billed then.
  const ids = [...new Set([...known.keys(), ...used])].sort((a, b) => a - b)
  const proofs = proofsByGroup(rows.rateProofs)
  return ids.map(vatGroupId => {
    const name = known.get(vatGroupId) ?? ''
    const base = { vatGroupId: `ps-${vatGroupId}`, name }
    if (vatGroupId === NO_VAT_GROUP) return { ...base, vatRate: 0, evidence: { kind: 'no-group' } }
    const ruleRate = rows.taxRates[vatGroupId]
    return { ...base, ...rateOfGroup(proofs.get(vatGroupId) ?? [], knownRates, { name, ruleRate }) }
  })
}

function articlesOf(product: ShopProduct, lookups: Lookups): Article[] {
  const plain = plainArticle(product, lookups)
  if (product.combinations.length === 0) return [plain]

  const family = { familyId: plain.articleId, name: plain.name }
  const { content: _product, ...common } = plain
  return product.combinations.flatMap(({ combinationId, priceMicros, details }, index) =>
    priceMicros === null
      ? []
      : [
          {
            ...common,
            articleId: `${plain.articleId}-${combinationId}`,
            // Combinations whose names the key may not read are numbered.
            name: `${plain.name} ${details?.name || `#${index + 1}`}`,
            // Never the product's codes: a scan must not take one combination for another.
            reference: details?.reference || plain.reference,
            barcodes: details?.barcodes ?? [],
            ecotaxCents: details?.ecotaxMicros
              ? withVat(details.ecotaxMicros, plain.vatRate)
              : plain.ecotaxCents,
            family,
            ...(details?.name ? {} : { numbered: { number: index + 1 } }),
            ...priceOf(
              product,
              { combinationId, priceMicros, details },
              { vatRate: plain.vatRate, regularPriceCents: 0 },
              lookups.prices,
            ),
            ...withContent(contentOfCombination(product, details)),
          },
        ],
  )
}

function plainArticle(product: ShopProduct, lookups: Lookups): Article {
  const vatGroupId = `ps-${product.vatGroupId}`
  const vatRate = lookups.vatGroupsById.get(vatGroupId)?.vatRate ?? null
  const plainGross = plainGrossMicros(product, vatRate, lookups.proofsByGroup)
  const ecotaxCents = ecotaxOf(product, plainGross, vatRate)
  const regularPriceCents = centsFromMicros(plainGross) + ecotaxCents
  return {
    articleId: `ps-${product.productId}`,
    name: product.name || product.reference || `#${product.productId}`,
    reference: product.reference,
    barcodes: product.barcodes,
    departmentIds: departmentIdsOf(product, lookups),
    ecotaxCents,
    vatGroupId,
    vatRate,
    pictureId: product.imageId === null ? null : String(product.imageId),
    family: null,
    position: product.productId,
    checkedAt: lookups.checkedAt,
    retiredAt: null,
    ...priceOf(product, null, { vatRate, regularPriceCents }, lookups.prices),
    ...(product.purchaseMicros > 0 ? { purchaseMicros: product.purchaseMicros } : {}),
    ...withContent(product.content),
  }
}

const withContent = (content: ArticleContent | undefined) => (content ? { content } : {})

function departmentIdsOf(product: ShopProduct, { departmentIds }: Lookups): string[] {
  const ids = [product.mainCategoryId, ...product.categoryIds].map(id => `ps-${id}`)
  return [...new Set(ids)].filter(id => departmentIds.has(id))
}

/** Whether two articles are equal except for the time of their last check. */
function isSame(article: Article, current: Article | undefined): boolean {
  return current !== undefined && isSameValue({ ...article, checkedAt: current.checkedAt }, current)
}
