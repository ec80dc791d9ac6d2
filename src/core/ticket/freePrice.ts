import type { Article, Department } from '@/core/catalogue/article'
import type { VatRate } from '@/core/vat'

/** Beginning of the ids of what is sold at a free price, into a department. */
const FREE_ARTICLE = 'free-'

/**
 * Rates of what each department sells, its sub-departments included, the most usual first: a
 * free price into it inherits the first, and asks where there are several.
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

/** The department that a free price is given to; undefined for any other article. */
export function departmentOfFree(articleId: string): string | undefined {
  return articleId.startsWith(FREE_ARTICLE) ? articleId.slice(FREE_ARTICLE.length) : undefined
}

/** What is sold at a free price: an article of a department that the shop does not list. */
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
    // Its rate is its department's, whatever it is called.
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
