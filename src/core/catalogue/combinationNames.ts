import type { Article, NumberedCombination } from './article'
import { soundLine } from '@/core/text'

/** A product whose combinations the till numbered, or the owner named in the place of the shop. */
export interface NumberedFamily {
  familyId: string
  name: string
  /** In the order of their numbers. */
  combinations: Numbered[]
}

export type Numbered = Article & { numbered: NumberedCombination }

/** How many articles have combinations without a name, and how many combinations these are. */
export interface UnnamedCount {
  articles: number
  combinations: number
}

/** Room on a tile and on a line of a receipt, after the name of the product. */
export const LONGEST_COMBINATION_NAME = 60

/** A typed name as it is kept: one line of sound text, not longer than fits; empty for none. */
export const combinationNameFrom = (typed: string): string =>
  soundLine(typed, LONGEST_COMBINATION_NAME)

/**
 * A combination under the owner's name for it. The shop's own name counts once it is known, and an
 * article that is no combination keeps its name.
 */
export function withCombinationName(article: Article, name: string | undefined): Article {
  const { numbered, family } = article
  if (!name || !numbered || !family) return article
  return { ...article, name: `${family.name} ${name}`, numbered: { ...numbered, byOwner: name } }
}

/** Products on sale whose combinations the shop's key could not name, in the order given. */
export function numberedFamilies(articles: readonly Article[]): NumberedFamily[] {
  const families = new Map<string, NumberedFamily>()
  for (const article of articles) {
    if (!article.family || !isNumbered(article) || article.retiredAt !== null) continue
    const { familyId, name } = article.family
    const known = families.get(familyId)
    if (known) known.combinations.push(article)
    else families.set(familyId, { familyId, name, combinations: [article] })
  }
  return [...families.values()].map(family => ({
    ...family,
    combinations: family.combinations.toSorted((a, b) => a.numbered.number - b.numbered.number),
  }))
}

/** What neither the shop nor the owner has named. */
export function countUnnamed(families: readonly NumberedFamily[]): UnnamedCount {
  const counts = families
    .map(({ combinations }) => combinations.filter(isUnnamed).length)
    .filter(count => count > 0)
  return { articles: counts.length, combinations: counts.reduce((sum, count) => sum + count, 0) }
}

/** Whether a combination is called by its number. */
export const isUnnamed = ({ numbered }: Article): boolean =>
  numbered !== undefined && numbered.byOwner === undefined

const isNumbered = (article: Article): article is Numbered => article.numbered !== undefined
