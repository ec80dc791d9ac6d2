import type { JournalEntry, PaymentEntry, SaleEntry } from '@/core/journal'

/** What a book kept by hand says of some days: sums of what each customer was shown. */
export interface HandSums {
  totalCents: number
  netCents: number
  vatCents: number
  salesCents: number
  refundsCents: number
  discountsCents: number
  salesCount: number
  refundsCount: number
  duesCents: number
  paymentsCents: number
  cashInCents: number
  cashOutCents: number
  /** With VAT, then without, by rate. */
  grossByRate: Map<number, number>
  netByRate: Map<number, number>
  /** Kept of each means, change taken off, by its account. */
  byAccount: Map<string, number>
}

function noHandSums(): HandSums {
  return {
    totalCents: 0,
    netCents: 0,
    vatCents: 0,
    salesCents: 0,
    refundsCents: 0,
    discountsCents: 0,
    salesCount: 0,
    refundsCount: 0,
    duesCents: 0,
    paymentsCents: 0,
    cashInCents: 0,
    cashOutCents: 0,
    grossByRate: new Map(),
    netByRate: new Map(),
    byAccount: new Map(),
  }
}

type Channel = 'counter' | 'web'

/**
 * A book kept by hand beside the till: it is told each act as it is done, and shares no sum with
 * what is checked against it.
 */
export class HandLedger {
  private readonly days = new Map<string, Record<Channel, HandSums>>()
  /** What really lies in the drawer, and what should since it was last given a float. */
  drawerCents = 0
  expectedCents = 0
  firstFloatCents: number | undefined
  /** Lost or found, as counts showed it. */
  differencesCents = 0

  sums(channel: Channel | 'both', isOf: (day: string) => boolean = () => true): HandSums {
    const all = noHandSums()
    for (const [day, sums] of this.days) {
      if (!isOf(day)) continue
      if (channel !== 'web') addHandSums(all, sums.counter)
      if (channel !== 'counter') addHandSums(all, sums.web)
    }
    return all
  }

  sold(sale: SaleEntry): void {
    const { channel, lines, vat, totalCents, dueCents } = sale.event
    const sums = this.of(sale, channel)
    sums.totalCents += totalCents
    sums.duesCents += dueCents
    for (const { vatRate, netCents, vatCents, grossCents } of vat) {
      sums.netCents += netCents
      sums.vatCents += vatCents
      more(sums.grossByRate, vatRate, grossCents)
      more(sums.netByRate, vatRate, netCents)
    }
    for (const { quantityMilli, grossCents, discountCents } of lines) {
      if (quantityMilli > 0) {
        sums.salesCents += grossCents
        sums.discountsCents += discountCents
      } else sums.refundsCents -= grossCents
    }
    if (lines.some(line => line.quantityMilli > 0)) sums.salesCount += 1
    if (lines.some(line => line.quantityMilli < 0)) sums.refundsCount += 1
    const cashCents = this.took(sums, sale.event)
    if (channel === 'counter') this.moveCash(cashCents)
  }

  paid(payment: PaymentEntry): void {
    const sums = this.of(payment, 'counter')
    sums.paymentsCents += payment.event.dueBeforeCents - payment.event.dueCents
    this.moveCash(this.took(sums, payment.event))
  }

  /** Put into the drawer; taken out of it below zero. */
  moved(on: Pick<JournalEntry, 'day'>, cents: number): void {
    this.of(on, 'counter')[cents > 0 ? 'cashInCents' : 'cashOutCents'] += Math.abs(cents)
    this.moveCash(cents)
  }

  /** The drawer is given what lies in it as its float. */
  opened(floatCents: number): void {
    this.firstFloatCents ??= floatCents
    this.expectedCents = floatCents
    this.drawerCents = floatCents
  }

  lost(cents: number): void {
    this.drawerCents -= cents
    this.differencesCents -= cents
  }

  private took(
    sums: HandSums,
    { tenders, changeCents }: Pick<SaleEntry['event'], 'tenders' | 'changeCents'>,
  ): number {
    let cashCents = 0 - changeCents
    if (changeCents > 0) more(sums.byAccount, '530', cashCents)
    for (const { kind, account, givenCents } of tenders) {
      more(sums.byAccount, account, givenCents)
      if (kind === 'cash') cashCents += givenCents
    }
    return cashCents
  }

  private moveCash(cents: number): void {
    this.drawerCents += cents
    this.expectedCents += cents
  }

  private of({ day }: Pick<JournalEntry, 'day'>, channel: Channel): HandSums {
    const sums = this.days.get(day) ?? { counter: noHandSums(), web: noHandSums() }
    this.days.set(day, sums)
    return sums[channel]
  }
}

function addHandSums(sums: HandSums, added: HandSums): void {
  const { grossByRate, netByRate, byAccount, ...numbers } = added
  for (const [name, value] of Object.entries(numbers) as [keyof typeof numbers, number][]) {
    sums[name] += value
  }
  for (const [rate, cents] of grossByRate) more(sums.grossByRate, rate, cents)
  for (const [rate, cents] of netByRate) more(sums.netByRate, rate, cents)
  for (const [account, cents] of byAccount) more(sums.byAccount, account, cents)
}

function more<Key>(map: Map<Key, number>, key: Key, cents: number): void {
  map.set(key, (map.get(key) ?? 0) + cents)
}
