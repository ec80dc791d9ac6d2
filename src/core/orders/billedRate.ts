import type { Billed } from './shopOrder'
import { divideRounded } from '@/core/money'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'

/** Six decimals of a net price tell its gross to so many millionths. */
const EXACT_MICROS = 3
/** Amounts that were both rounded to the cent tell no more than this. */
const ROUNDED_MICROS = 11_000

/**
 * The rate something was billed at: the candidate that the amounts bear out, else the known
 * rate they do, else the one they make. What was billed is recorded, whatever a group of the
 * shop is set to now.
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

/** How far a gross amount is from what a rate makes of its net one, in millionths. */
function missOf({ grossMicros, netMicros }: Billed, vatRate: VatRate): number {
  const expected = divideRounded(BigInt(netMicros) * BigInt(10_000 + vatRate), 10_000)
  return Math.abs(expected - grossMicros)
}
