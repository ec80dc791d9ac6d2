import { assert } from './assert'
import { assertCents, divideRounded } from './money'

/** Integer hundredths of a percent: 2000 is 20 %, 550 is 5,50 %. */
export type VatRate = number

export interface VatShare {
  vatRate: VatRate
  netCents: number
  vatCents: number
  grossCents: number
}

/** An amount with VAT and its rate, from which the VAT of a ticket is computed. */
export interface TaxedAmount {
  grossCents: number
  vatRate: VatRate
}

/**
 * Splits an amount that includes VAT. VAT is rounded to the nearest cent, a half away from zero,
 * and net is the rest: net and VAT always add up to the amount the customer paid. Source: prices at
 * the counter include VAT (arrêté of 3 December 1987, art. 1).
 */
export function splitVat(grossCents: number, vatRate: VatRate): VatShare {
  assertCents(grossCents)
  assertVatRate(vatRate)
  const vatCents = divideRounded(BigInt(grossCents) * BigInt(vatRate), 10_000 + vatRate)
  return { vatRate, netCents: grossCents - vatCents, vatCents, grossCents }
}

/**
 * VAT per rate, lowest rate first. VAT is computed on the sum of each rate, never line by line, so
 * that the breakdown agrees with the total to the cent.
 */
export function vatBreakdown(amounts: readonly TaxedAmount[]): VatShare[] {
  const grossByRate = new Map<VatRate, number>()
  for (const { vatRate, grossCents } of amounts) {
    grossByRate.set(vatRate, (grossByRate.get(vatRate) ?? 0) + grossCents)
  }
  return [...grossByRate]
    .sort(([a], [b]) => a - b)
    .map(([vatRate, grossCents]) => splitVat(grossCents, vatRate))
}

/**
 * VAT rate of a shipping line: the rate of the goods it delivers. On a mixed ticket it is the
 * lowest rate above 0 %; with only untaxed goods, or no goods, it is 0 %. Source: the shop owner's
 * rule (help/fr/livraison.md).
 */
export function shippingVatRate(goodsRates: readonly VatRate[]): VatRate {
  const taxed = goodsRates.filter(rate => rate > 0)
  return taxed.length > 0 ? Math.min(...taxed) : 0
}

function assertVatRate(vatRate: VatRate): void {
  assert(Number.isInteger(vatRate) && vatRate >= 0, 'a rate is hundredths of a percent')
  assert(vatRate <= 10_000, 'a rate is at most 100 %')
}
