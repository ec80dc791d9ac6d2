import type { Article, Department } from '@/core/catalogue/article'
import type { VatRate } from '@/core/vat'

/** Prefix of the ids of lines sold at a free price in a department. */
const FREE_ARTICLE = 'free-'

/**
 * VAT rates of the articles of each department and its sub-departments, most frequent first. A free
 * price uses the first rate; the cashier chooses when there are several.
 */
export function departmentVatRates(
  articles: readonly Article[],
  departments: readonly Department[],
): Map<string, VatRate[]> {
  const parents = new Map(departments.map(one => [one.departmentId, one.parentId]))
  const counts = new Map<string, Map<VatRate, number>>()
  for (const { vatRate, departmentIds } of articles) {
    if (vatRate === null) continue
    for (const id of withAncestors(departmentIds, parents)) {
      const ofDepartment = counts.get(id) ?? new Map<VatRate, number>()
      ofDepartment.set(vatRate, (ofDepartment.get(vatRate) ?? 0) + 1)
      counts.set(id, ofDepartment)
    }
  }
  return new Map(
    [...counts].map(([id, rates]) => [
      id,
      [...rates].sort(([a, most], [b, other]) => other - most || a - b).map(([rate]) => rate),
    ]),
  )
}

/** The department of a free price; undefined for the id of any other article. */
export function departmentOfFree(articleId: string): string | undefined {
  return articleId.startsWith(FREE_ARTICLE) ? articleId.slice(FREE_ARTICLE.length) : undefined
}

/**
 * An article that stands for a free price: it belongs to a department but is not in the catalogue.
 */
export function freeArticle(
  { departmentId }: Pick<Department, 'departmentId'>,
  name: string,
  priceCents: number,
  vatRate: VatRate,
): Article {
  return {
    articleId: `${FREE_ARTICLE}${departmentId}`,
    name,
    reference: '',
    barcodes: [],
    departmentIds: [departmentId],
    priceCents,
    ecotaxCents: 0,
    vatGroupId: FREE_ARTICLE,
    vatRate,
    pictureId: null,
    family: null,
    position: 0,
    checkedAt: '',
    retiredAt: null,
    // It has the rate of its department, even when its name means shipping.
    isShipping: false,
  }
}

function withAncestors(
  ids: readonly string[],
  parents: ReadonlyMap<string, string | null>,
): Set<string> {
  const found = new Set<string>()
  for (const start of ids) {
    let id: string | null | undefined = start
    while (id && !found.has(id)) {
      found.add(id)
      id = parents.get(id)
    }
  }
  return found
}
