import type { Article, VatGroup } from './article'
import { parsePercent } from '@/core/percent'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES } from './vatRates'

/** Rates the owner gave for VAT groups whose rate the shop does not tell, by `vatGroupId`. */
export type VatAnswers = Readonly<Record<string, VatRate>>

interface Rated {
  articles: Article[]
  vatGroups: VatGroup[]
}

/**
 * Completes a catalogue with the owner's rates. A rate of the owner applies only while the rate is
 * unknown: once the shop's own prices give one, that rate is used.
 */
export function withVatAnswers<Catalogue extends Rated>(
  catalogue: Catalogue,
  answers: VatAnswers,
): Catalogue {
  const answered = catalogue.vatGroups.filter(
    group => group.vatRate === null && answers[group.vatGroupId] !== undefined,
  )
  if (answered.length === 0) return catalogue

  const rates = new Map(
    answered.map(group => [group.vatGroupId, answers[group.vatGroupId] ?? null]),
  )
  return {
    ...catalogue,
    vatGroups: catalogue.vatGroups.map(group =>
      rates.has(group.vatGroupId)
        ? { ...group, vatRate: rates.get(group.vatGroupId) ?? null, evidence: { kind: 'owner' } }
        : group,
    ),
    articles: catalogue.articles.map(article =>
      article.vatRate === null && rates.has(article.vatGroupId)
        ? { ...article, vatRate: rates.get(article.vatGroupId) ?? null }
        : article,
    ),
  }
}

/** Rates to which a computed rate may be snapped: the French ones and those the owner added. */
export function knownVatRates(answers: VatAnswers): VatRate[] {
  return [...new Set([...FRENCH_VAT_RATES, ...Object.values(answers)])].sort((a, b) => a - b)
}

/**
 * A typed rate (`5,5`, `5.5 %`, `20`) in hundredths of a percent; undefined when the text is not a
 * rate.
 */
export function parseVatRate(typed: string): VatRate | undefined {
  const rate = parsePercent(typed)
  return rate !== undefined && rate < 10_000 ? rate : undefined
}
