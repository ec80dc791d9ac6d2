import { isSale, type JournalEntry } from '@/core/journal/journal'

type Channel = 'counter' | 'web'

/**
 * What some entries come to, added up line by line and tender by tender from what was sealed:
 * nothing of the project sums here. Lessons are left out.
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
    /** With VAT, then without, by rate; then what was kept of each kind of tender. */
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

/** To the nearest cent, a half away from nought; by whole numbers, which never round. */
export function vatIn(grossCents: number, vatRate: number): number {
  const twice = 2 * Math.abs(grossCents) * vatRate
  const parts = 10_000 + vatRate
  const cents = Math.floor((twice + parts) / (2 * parts))
  return grossCents < 0 ? 0 - cents : cents
}

function more(sums: Record<number | string, number>, key: number | string, cents: number): void {
  sums[key] = (sums[key] ?? 0) + cents
}
