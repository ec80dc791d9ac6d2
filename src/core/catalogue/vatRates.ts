import type { VatEvidence } from './article'
import type { RateProof } from './shopRows'
import type { VatRate } from '@/core/vat'

/**
 * Rates a French shop may bill: metropolitan France, Corsica, Guadeloupe, Martinique and Réunion,
 * and 0 (CGI art. 278 to 281 nonies, 294, 296, 297).
 */
export const FRENCH_VAT_RATES: readonly VatRate[] = [
  0, 90, 105, 175, 210, 550, 850, 1000, 1300, 2000,
]

/** The prices of a product that tell the rate of its group. */
type Pricing = Omit<RateProof, 'vatGroupId'>

/** Below this price, six decimals are too few to derive a rate. */
const SMALLEST_TELLING_MICROS = 100_000

export interface DerivedRate {
  vatRate: VatRate | null
  evidence: VatEvidence
}

/**
 * VAT rate of a group, derived from the computed prices of its products with and without VAT, both
 * without reduction and ecotax. The dearest product gives the most exact rate; the others must
 * agree. When prices, tax rules and name give no certain rate, it is null and the owner is asked.
 */
export function rateOfGroup(
  products: readonly Pricing[],
  knownRates: readonly VatRate[] = FRENCH_VAT_RATES,
  { name = '', ruleRate }: GroupHints = {},
): DerivedRate {
  const derived = rateOfPrices(
    products,
    ruleRate === undefined ? knownRates : [...new Set([...knownRates, ruleRate])],
  )
  if (derived.vatRate === null) {
    return ruleRate === undefined ? derived : { vatRate: ruleRate, evidence: { kind: 'tax-rules' } }
  }
  const nameRate = rateInName(name)
  // A group that bills no tax often has its rules turned off: its name then tells nothing.
  if (nameRate === undefined || derived.vatRate === 0 || nameRate === derived.vatRate)
    return derived
  if (ruleRate === derived.vatRate) return derived
  return {
    vatRate: null,
    evidence: { kind: 'name-disagrees', vatRate: derived.vatRate, nameRate },
  }
}

/** Other knowledge about a VAT group. */
export interface GroupHints {
  name?: string | undefined
  /** From the shop's tax rules. */
  ruleRate?: VatRate | undefined
}

/** The rate in a group's name (`FR Taux réduit (5.5%)`); undefined unless it has exactly one. */
export function rateInName(name: string): VatRate | undefined {
  const found = [...name.matchAll(/(\d{1,2})(?:[.,](\d{1,2}))?\s?%/g)].map(
    ([, whole = '', part = '']) => Number(whole) * 100 + Number(part.padEnd(2, '0')),
  )
  return found.length === 1 ? found[0] : undefined
}

function rateOfPrices(products: readonly Pricing[], knownRates: readonly VatRate[]): DerivedRate {
  const telling = products
    .filter(product => product.plainNetMicros >= SMALLEST_TELLING_MICROS)
    .sort((a, b) => b.plainNetMicros - a.plainNetMicros || a.productId - b.productId)
  const dearest = telling[0] ?? dearestPriced(products)
  if (!dearest) return { vatRate: null, evidence: { kind: 'no-priced-article' } }

  const vatRate = snap(dearest, knownRates)
  if (vatRate === undefined) {
    return { vatRate: null, evidence: { kind: 'rate-not-known', vatRate: nearestRate(dearest) } }
  }
  const others = new Set(telling.map(product => snap(product, knownRates) ?? nearestRate(product)))
  if (others.size > 1) {
    return { vatRate: null, evidence: { kind: 'prices-disagree', vatRates: [...others] } }
  }
  return { vatRate, evidence: evidenceOf(dearest) }
}

function evidenceOf(product: Pricing): VatEvidence {
  return {
    kind: 'prices',
    articleId: `ps-${product.productId}`,
    netMicros: product.plainNetMicros,
    grossMicros: product.plainGrossMicros,
  }
}

function dearestPriced(products: readonly Pricing[]): Pricing | undefined {
  return products
    .filter(product => product.plainNetMicros > 0)
    .reduce<Pricing | undefined>(
      (dearest, product) =>
        dearest && dearest.plainNetMicros >= product.plainNetMicros ? dearest : product,
      undefined,
    )
}

/**
 * The only known rate that both prices, each rounded to a millionth, allow; undefined when none or
 * several do.
 */
function snap(
  { plainNetMicros, plainGrossMicros }: Pricing,
  knownRates: readonly VatRate[],
): VatRate | undefined {
  const allowed = knownRates.filter(rate => {
    const expectedGross = plainNetMicros * (1 + rate / 10_000)
    // Half a millionth for each price, and as much again for PrestaShop's binary floats.
    return Math.abs(plainGrossMicros - expectedGross) <= 2 + plainNetMicros * 1e-7
  })
  return allowed.length === 1 ? allowed[0] : undefined
}

function nearestRate({ plainNetMicros, plainGrossMicros }: Pricing): VatRate {
  return Math.round((plainGrossMicros / plainNetMicros - 1) * 10_000)
}
