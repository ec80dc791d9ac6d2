import { labelsAPage, pageMm, placeMm, type LabelPaper } from './labelPapers'
import { assert } from '@/core/assert'
import { isRoll } from '@/core/printing/paper'

/** Labels that are printed at once: a browser draws so many, and a shop reads no more. */
export const MOST_LABELS = 2_000
export const MOST_COPIES = 99
/** Labels of one job of a receipt printer: some four metres of paper. */
export const MOST_ON_PRINTER = 100

/** A page of labels, in millimetres from its left and its top. */
export interface LabelPage<Item> {
  widthMm: number
  heightMm: number
  labels: { item: Item; leftMm: number; topMm: number }[]
}

/** Each item as often as it is wanted, one copy after another. */
export function withCopies<Item>(wanted: readonly { item: Item; copies: number }[]): Item[] {
  return wanted.flatMap(({ item, copies }) => Array.from({ length: copies }, () => item))
}

/**
 * Labels on their pages, in order, row by row. `used` labels of the first sheet are gone already; a
 * roll has no such sheet.
 */
export function labelPages<Item>(
  items: readonly Item[],
  paper: LabelPaper,
  used: number,
): LabelPage<Item>[] {
  const most = labelsAPage(paper)
  const begun = isRoll(paper.paperWidth) ? 0 : used
  assert(Number.isInteger(begun) && begun >= 0 && begun < most, 'a begun sheet has labels left')
  const pages: LabelPage<Item>[] = []
  for (let at = 0; at < items.length;) {
    const first = pages.length === 0 ? begun : 0
    const taken = items.slice(at, at + most - first)
    const labels = taken.map((item, index) => ({ item, ...placeMm(paper, first + index) }))
    pages.push({ ...pageMm(paper, taken.length), labels })
    at += taken.length
  }
  return pages
}

/** Labels of the last sheet that are gone once all are printed; 0 where it is full, or a roll. */
export function usedAfter(count: number, paper: LabelPaper, used: number): number {
  return isRoll(paper.paperWidth) ? 0 : (used + count) % labelsAPage(paper)
}

/** The name of a page in CSS, by its length. */
export const pageName = ({ heightMm }: Pick<LabelPage<unknown>, 'heightMm'>): string =>
  `labels-${Math.round(heightMm * 10)}`

/**
 * Rules of CSS for pages: their exact size, and no margin of the browser's. The first page's size
 * is that of a page without a name too, for browsers that know no names.
 */
export function pageRules(pages: readonly LabelPage<unknown>[]): string {
  const rules = pages.map(page => {
    const style = `{ size: ${page.widthMm}mm ${page.heightMm}mm; margin: 0; }`
    return { named: `@page ${pageName(page)} ${style}`, plain: `@page ${style}` }
  })
  return [rules[0]?.plain ?? '', ...new Set(rules.map(({ named }) => named))].join('\n')
}
