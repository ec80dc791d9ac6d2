import type { Numbered, NumberedFamily } from '@/core/catalogue/combinationNames'
import { fold } from '@/core/catalogue/search'

/** A row of the list: the name of a product, or one of its combinations. */
export type NamingRow =
  { kind: 'family'; rowId: string; name: string; reference: string } | CombinationRow

export interface CombinationRow {
  kind: 'combination'
  rowId: string
  article: Numbered
  family: NumberedFamily
  /** Reference and code, where they tell it from the others of its product. */
  codes: string
}

/**
 * The list of combinations to name, product after product. A query keeps the products and the
 * combinations that have it, whatever the accents, in a name, a reference or a code.
 */
export function namingRows(families: readonly NumberedFamily[], query = ''): NamingRow[] {
  const wanted = fold(query.trim())
  return families.flatMap(family => {
    const { familyId, name, combinations } = family
    const shown = fold(name).includes(wanted)
      ? combinations
      : combinations.filter(one => isFound(one, wanted))
    if (shown.length === 0) return []
    const references = new Set(combinations.map(({ reference }) => reference))
    const isShared = references.size === 1
    const rows = shown.map(article => ({
      kind: 'combination' as const,
      rowId: article.articleId,
      article,
      family,
      codes: [isShared ? '' : article.reference, article.barcodes[0]].filter(Boolean).join(' · '),
    }))
    const reference = isShared ? ([...references][0] ?? '') : ''
    return [{ kind: 'family' as const, rowId: familyId, name, reference }, ...rows]
  })
}

const isFound = ({ reference, barcodes, numbered }: Numbered, wanted: string) =>
  [reference, ...barcodes, numbered.byOwner ?? ''].some(text => fold(text).includes(wanted))
