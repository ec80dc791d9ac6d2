import { isSale, type JournalEntry } from '@/core/journal/journal'

type Channel = 'counter' | 'web'

/**
 * Sums of some entries, added up line by line and tender by tender from the sealed values: no code
 * of the project sums here. Training is left out.
 */
export function sumsByHand(entries: readonly JournalEntry[], channel: Channel) {
  const sums = {
    totalCents: 0,
    salesCount: 0,
    salesCents: 0,
    refundsCount: 0,
    refundsCents: 0,
    discountsCents: 0,
    cashInCents: 0,
    cashOutCents: 0,
    /** By rate with VAT, then without; then kept amounts by kind of tender. */
    gross: {} as Record<number, number>,
    net: {} as Record<number, number>,
    tenders: {} as Record<string, number>,
  }
  for (const entry of entries) {
    const { event } = entry
    if (entry.training) continue
    if (event.kind === 'cash-movement' && channel === 'counter') {
      sums[event.direction === 'in' ? 'cashInCents' : 'cashOutCents'] += event.amountCents
    }
    if (!isSale(entry) || entry.event.channel !== channel) continue
    const { lines, tenders, changeCents } = entry.event
    const grossByRate: Record<number, number> = {}
    for (const { grossCents, discountCents, quantityMilli, vatRate } of lines) {
      sums.totalCents += grossCents
      if (quantityMilli > 0) sums.salesCents += grossCents
      else sums.refundsCents -= grossCents
      if (quantityMilli > 0) sums.discountsCents += discountCents
      more(grossByRate, vatRate, grossCents)
    }
    if (lines.some(line => line.quantityMilli > 0)) sums.salesCount += 1
    if (lines.some(line => line.quantityMilli < 0)) sums.refundsCount += 1
    for (const [rate, grossCents] of Object.entries(grossByRate)) {
      more(sums.gross, rate, grossCents)
      more(sums.net, rate, grossCents - vatIn(grossCents, Number(rate)))
    }
    for (const { kind, givenCents } of tenders) more(sums.tenders, kind, givenCents)
    if (changeCents > 0) more(sums.tenders, 'cash', 0 - changeCents)
  }
  return sums
}

/** Rounded to the nearest cent, a half away from 0; computed in whole numbers, which are exact. */
export function vatIn(grossCents: number, vatRate: number): number {
  const twice = 2 * Math.abs(grossCents) * vatRate
  const parts = 10_000 + vatRate
  const cents = Math.floor((twice + parts) / (2 * parts))
  return grossCents < 0 ? 0 - cents : cents
}

function more(sums: Record<number | string, number>, key: number | string, cents: number): void {
  sums[key] = (sums[key] ?? 0) + cents
}
