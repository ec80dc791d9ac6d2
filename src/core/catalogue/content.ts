/** What a piece holds, in billionths of a unit as the shop writes it (PrestaShop's `unity`). */
export interface ArticleContent {
  unit: string
  billionths: number
}

/** Parts of a unit that a content is kept in: a ratio of PrestaShop 8 has up to fifteen decimals. */
export const CONTENT_PARTS = 1_000_000_000

/** The most of a unit that a piece holds; a shop that says more says nothing. */
export const MOST_OF_A_UNIT = 1_000_000
