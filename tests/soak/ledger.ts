/** A line of a sale, by the prices of the shop: what it costs with VAT, and its rate (2000 is 20 %). */
export interface Sold {
  grossCents: number
  vatRate: number
}

/** Sums of a stretch of the week; VAT is taken out of the sum of each rate, sale by sale. */
export interface Sums {
  totalCents: number
  salesCount: number
  salesCents: number
  refundsCount: number
  refundsCents: number
  /** By rate: with VAT, and the VAT in it. */
  byRate: Record<string, { grossCents: number; vatCents: number }>
  /** By kind of payment method: what was kept, less change. */
  byTender: Record<string, number>
}

const noSums = (): Sums => ({
  totalCents: 0,
  salesCount: 0,
  salesCents: 0,
  refundsCount: 0,
  refundsCents: 0,
  byRate: {},
  byTender: {},
})

/**
 * What the soak did, added up apart: from the prices that it gave to the shop and the money that it
 * gave to the till. It shares no sum with the code that it judges, and reads nothing from the till.
 */
export class WeekLedger {
  /** The whole week. */
  readonly all = noSums()
  /** One for each closing, in order. */
  readonly closed: Sums[] = []
  private open = noSums()

  /** A sale (or, given back, a refund): its lines, and what was kept by each means of payment. */
  record(lines: readonly Sold[], kept: Readonly<Record<string, number>>, isRefund = false): void {
    for (const sums of [this.all, this.open]) {
      const total = lines.reduce((sum, line) => sum + line.grossCents, 0)
      const sign = isRefund ? -1 : 1
      sums.totalCents += sign * total
      if (isRefund) {
        sums.refundsCount += 1
        sums.refundsCents += total
      } else {
        sums.salesCount += 1
        sums.salesCents += total
      }
      const byRate = new Map<number, number>()
      for (const { vatRate, grossCents } of lines) {
        byRate.set(vatRate, (byRate.get(vatRate) ?? 0) + grossCents)
      }
      for (const [rate, grossCents] of byRate) {
        const share = (sums.byRate[rate] ??= { grossCents: 0, vatCents: 0 })
        share.grossCents += sign * grossCents
        share.vatCents += sign * vatIn(grossCents, rate)
      }
      for (const [kind, cents] of Object.entries(kept)) {
        sums.byTender[kind] = (sums.byTender[kind] ?? 0) + sign * cents
      }
    }
  }

  close(): void {
    this.closed.push(this.open)
    this.open = noSums()
  }
}

/** VAT in an amount, to the cent, a half upwards; net is the rest. */
const vatIn = (grossCents: number, rate: number) =>
  Math.floor((2 * grossCents * rate + 10_000 + rate) / (2 * (10_000 + rate)))

/** What the books hold that the ledger is compared with, as it is sealed. */
export interface SealedEvent {
  kind: string
  totalCents?: number
  vat?: { vatRate: number; vatCents: number; grossCents: number }[]
  tenders?: { kind: string; givenCents: number }[]
  changeCents?: number
  period?: string
  totals?: {
    totalCents: number
    salesCount: number
    salesCents: number
    refundsCount: number
    refundsCents: number
    vat: { vatRate: number; vatCents: number; grossCents: number }[]
    tenders: { kind: string; totalCents: number }[]
  }
}

/** Each figure on which ledger and books differ, in words; none when they agree to the cent. */
export function differences(ledger: WeekLedger, events: readonly SealedEvent[]): string[] {
  const days = events.flatMap(({ kind, period, totals }) =>
    kind === 'closing' && period === 'day' && totals ? [totals] : [],
  )
  const count =
    days.length === ledger.closed.length
      ? []
      : [`closings: ${ledger.closed.length} made, ${days.length} sealed`]
  return [
    ...compare('week', ledger.all, sealedSums(events)),
    ...count,
    ...ledger.closed.flatMap((sums, index) => {
      const totals = days[index]
      return totals ? compare(`closing ${index + 1}`, sums, closingSums(totals)) : []
    }),
  ]
}

function sealedSums(events: readonly SealedEvent[]): Sums {
  const sums = noSums()
  for (const event of events) {
    if (event.kind !== 'sale' && event.kind !== 'refund') continue
    const totalCents = event.totalCents ?? 0
    sums.totalCents += totalCents
    if (event.kind === 'sale') {
      sums.salesCount += 1
      sums.salesCents += totalCents
    } else {
      sums.refundsCount += 1
      sums.refundsCents -= totalCents
    }
    addShares(sums, event.vat ?? [])
    for (const { kind, givenCents } of event.tenders ?? []) {
      sums.byTender[kind] = (sums.byTender[kind] ?? 0) + givenCents
    }
    sums.byTender.cash = (sums.byTender.cash ?? 0) - (event.changeCents ?? 0)
  }
  return sums
}

function closingSums(totals: NonNullable<SealedEvent['totals']>): Sums {
  const { totalCents, salesCount, salesCents, refundsCount, refundsCents } = totals
  const sums = { ...noSums(), totalCents, salesCount, salesCents, refundsCount, refundsCents }
  addShares(sums, totals.vat)
  for (const tender of totals.tenders) {
    sums.byTender[tender.kind] = (sums.byTender[tender.kind] ?? 0) + tender.totalCents
  }
  return sums
}

function addShares(sums: Sums, shares: NonNullable<SealedEvent['vat']>): void {
  for (const { vatRate, grossCents, vatCents } of shares) {
    const share = (sums.byRate[vatRate] ??= { grossCents: 0, vatCents: 0 })
    share.grossCents += grossCents
    share.vatCents += vatCents
  }
}

function compare(where: string, expected: Sums, found: Sums): string[] {
  const [mine, theirs] = [flat(expected), flat(found)]
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap(name => {
    const [one, other] = [mine.get(name) ?? 0, theirs.get(name) ?? 0]
    return one === other ? [] : [`${where}, ${name}: ${one} in the ledger, ${other} in the books`]
  })
}

/** Every figure by its name; what is nought is not there. */
function flat({ byRate, byTender, ...plain }: Sums): Map<string, number> {
  return new Map([
    ...Object.entries(plain),
    ...Object.entries(byRate).flatMap(([rate, { grossCents, vatCents }]) => [
      [`gross at ${rate}`, grossCents] as const,
      [`VAT at ${rate}`, vatCents] as const,
    ]),
    ...Object.entries(byTender).map(([kind, cents]) => [`kept by ${kind}`, cents] as const),
  ])
}
