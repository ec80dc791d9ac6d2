import { vatIn } from './sumsByHand'
import type { JournalEntry, SaleEntry } from '@/core/journal/journal'
import type { Tender } from '@/core/payment/tender'
import type { Ticket } from '@/core/ticket/ticket'

/** Sums of some days in a ledger kept by hand: added up from what each customer was shown. */
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
  /** By rate: with VAT, then without. */
  grossByRate: Map<number, number>
  netByRate: Map<number, number>
  /** Kept in each payment method, less change, by its account. */
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
 * A ledger kept by hand beside the till: it is given each action as it is done, and shares no sum
 * with the code it checks.
 */
export class HandLedger {
  private readonly days = new Map<string, Record<Channel, HandSums>>()
  /** Cash really in the drawer, and cash expected since its last float. */
  drawerCents = 0
  expectedCents = 0
  firstFloatCents: number | undefined
  /** Differences that counts of the drawer showed. */
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

  /** A ticket paid by these tenders; the amounts per rate are read from its entry. */
  sold(ticket: Ticket, tenders: readonly Tender[], sale: SaleEntry): void {
    const { channel } = sale.event
    const sums = this.of(sale, channel)
    const { soldCents, offCents, givenBackCents } = handPriced(ticket)
    const totalCents = soldCents - offCents - givenBackCents
    sums.totalCents += totalCents
    sums.salesCents += soldCents - offCents
    sums.discountsCents += offCents
    sums.refundsCents += givenBackCents
    if (ticket.lines.some(line => line.quantityMilli > 0)) sums.salesCount += 1
    if (ticket.lines.some(line => line.quantityMilli < 0)) sums.refundsCount += 1
    const grossByRate = new Map<number, number>()
    for (const { vatRate, grossCents } of sale.event.lines) more(grossByRate, vatRate, grossCents)
    for (const [vatRate, grossCents] of grossByRate) {
      const vatCents = vatIn(grossCents, vatRate)
      sums.netCents += grossCents - vatCents
      sums.vatCents += vatCents
      more(sums.grossByRate, vatRate, grossCents)
      more(sums.netByRate, vatRate, grossCents - vatCents)
    }
    const overCents = sumOf(tenders, tender => tender.givenCents) - totalCents
    if (overCents < 0) sums.duesCents -= overCents
    const cashCents = this.took(sums, tenders, Math.max(overCents, 0))
    if (channel === 'counter') this.moveCash(cashCents)
  }

  /** A customer paid so much of a debt. */
  paid(on: Pick<JournalEntry, 'day'>, dueCents: number, tenders: readonly Tender[]): void {
    const sums = this.of(on, 'counter')
    sums.paymentsCents += dueCents
    const overCents = sumOf(tenders, tender => tender.givenCents) - dueCents
    this.moveCash(this.took(sums, tenders, overCents))
  }

  /** Cash put into the drawer; below zero, taken out of it. */
  moved(on: Pick<JournalEntry, 'day'>, cents: number): void {
    this.of(on, 'counter')[cents > 0 ? 'cashInCents' : 'cashOutCents'] += Math.abs(cents)
    this.moveCash(cents)
  }

  /** The drawer's content becomes its float. */
  opened(floatCents: number): void {
    this.firstFloatCents ??= floatCents
    this.expectedCents = floatCents
    this.drawerCents = floatCents
  }

  lost(cents: number): void {
    this.drawerCents -= cents
    this.differencesCents -= cents
  }

  private took(sums: HandSums, tenders: readonly Tender[], changeCents: number): number {
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

/**
 * Total of a ticket: price times quantity, less discounts on one line, less discounts on all goods.
 * Discounts on some lines are not made here.
 */
function handPriced({ lines, discounts }: Ticket) {
  const sold = lines.filter(line => line.refund === null)
  const costs = new Map(
    sold.map(line => [line.lineId, rounded(line.unitPriceCents * line.quantityMilli, 1000)]),
  )
  const soldCents = sumOf([...costs.values()], cents => cents)
  for (const { kind, value, lineIds } of discounts) {
    if (lineIds === null) continue
    const [lineId = '', ...others] = lineIds
    if (others.length > 0 || kind !== 'amount') throw new Error(`no ${kind} of ${lineIds} by hand`)
    costs.set(lineId, Math.max((costs.get(lineId) ?? 0) - value, 0))
  }
  const isGoods = (lineId: string) => sold.some(one => one.lineId === lineId && !one.shipping)
  const [goods, besides] = [true, false].map(wanted =>
    sumOf([...costs], ([lineId, cents]) => (isGoods(lineId) === wanted ? cents : 0)),
  ) as [number, number]
  // A percentage applies to the price of goods without their eco-participation.
  const besideEcotax = sumOf(sold, ({ lineId, ecotaxCents, quantityMilli }) =>
    isGoods(lineId)
      ? Math.max((costs.get(lineId) ?? 0) - rounded(ecotaxCents * quantityMilli, 1000), 0)
      : 0,
  )
  let goodsCents = goods
  for (const { kind, value, lineIds } of discounts) {
    if (lineIds !== null) continue
    if (kind === 'percent') goodsCents -= rounded(besideEcotax * value, 10_000)
    else
      goodsCents = kind === 'fixed' ? Math.min(goodsCents, value) : Math.max(goodsCents - value, 0)
  }
  const givenBackCents = sumOf(lines, line => line.refund?.grossCents ?? 0)
  return { soldCents, offCents: soldCents - goodsCents - besides, givenBackCents }
}

/** Rounds to the nearest whole number; the amount must not be below 0. */
const rounded = (amount: number, parts: number) => Math.floor((2 * amount + parts) / (2 * parts))

function sumOf<Row>(rows: readonly Row[], centsIn: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + centsIn(row), 0)
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
