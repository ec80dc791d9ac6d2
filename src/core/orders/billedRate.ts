import type { Billed } from './shopOrder'
import { divideRounded } from '@/core/money'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'

/** Tolerance, in millionths, where PrestaShop gives the net price with six decimals. */
const EXACT_MICROS = 3
/** Tolerance, in millionths, where net and gross were both rounded to the cent. */
const ROUNDED_MICROS = 11_000

/**
 * The VAT rate at which an amount was billed: the candidate that matches net and gross, else the
 * known rate that matches them, else the rate computed from them. What was billed is recorded,
 * whatever rate a VAT group of the shop has now.
 */
export function billedRate(
  billed: Billed,
  candidates: readonly VatRate[],
  knownRates: readonly VatRate[] = FRENCH_VAT_RATES,
): VatRate {
  if (billed.netMicros === 0) return candidates[0] ?? 0
  for (const miss of [EXACT_MICROS, ROUNDED_MICROS]) {
    for (const rates of [candidates, knownRates]) {
      const [nearest] = [...rates].sort((a, b) => missOf(billed, a) - missOf(billed, b))
      if (nearest !== undefined && missOf(billed, nearest) <= miss) return nearest
    }
  }
  const { grossMicros, netMicros } = billed
  return Math.max(0, divideRounded(BigInt(grossMicros - netMicros) * 10_000n, netMicros))
}

/** Difference, in millionths, between the billed gross amount and the gross that a rate gives. */
function missOf({ grossMicros, netMicros }: Billed, vatRate: VatRate): number {
  const expected = divideRounded(BigInt(netMicros) * BigInt(10_000 + vatRate), 10_000)
  return Math.abs(expected - grossMicros)
}
