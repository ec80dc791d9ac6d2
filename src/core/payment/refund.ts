import { assert } from '@/core/assert'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { RefundSourceV1, SaleLineV1, SaleV1, TenderV1 } from '@/core/journal/events/saleV1'
import type { SaleEntry } from '@/core/journal/journal'
import { divideRounded } from '@/core/money'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import type { TenderKind, PaymentMethod } from './tender'
import { type Ticket, type TicketLine } from '@/core/ticket/ticket'
import { MAX_PIECES } from '@/core/ticket/lines'

/** What of one sold line can still be given back. */
export interface RefundableLine {
  /** Place in the sale, from 0. */
  place: number
  line: SaleLineV1
  leftMilli: number
  leftCents: number
}

/** What has been given back of a sale's line so far. */
interface TakenBack {
  milli: number
  cents: number
}

/**
 * What of a sale can still be given back, line by line, after all that was given back of it
 * since. Lines that were themselves given back in it (an exchange) are not among them.
 */
export function refundableLines(sale: SaleEntry, refunds: readonly SaleEntry[]): RefundableLine[] {
  return sale.event.lines.flatMap((line, place) => {
    if (line.quantityMilli <= 0) return []
    const taken = takenBack(
      { till: sale.till, entry: sale.number, line: place },
      refunds.flatMap(refund => refund.event.lines),
    )
    return {
      place,
      line,
      leftMilli: line.quantityMilli - taken.milli,
      leftCents: line.grossCents - taken.cents,
    }
  })
}

/** Whether anything of a sold line can still be given back. */
export const isLeft = ({ leftMilli }: RefundableLine): boolean => leftMilli > 0

/**
 * Whether a sale may be given back on a till that is in training or not: training gives back
 * training sales only, and something of the sale must be left.
 */
export function mayGiveBack(
  sale: SaleEntry,
  lines: readonly RefundableLine[],
  isTraining: boolean,
): boolean {
  return sale.training === isTraining && lines.some(isLeft)
}

/** The step by which a line is given back, in thousandths: pieces one by one, a weight as a whole. */
export const stepMilliOf = ({ leftMilli }: RefundableLine): number =>
  leftMilli % 1000 === 0 ? 1000 : leftMilli

/** How much of a sale has been given back since. */
export type GivenBack = 'nothing' | 'part' | 'all'

export function givenBackOf(sale: SaleEntry, lines: readonly RefundableLine[]): GivenBack {
  if (lines.length > 0 && lines.every(line => line.leftMilli === 0)) return 'all'
  const isUntouched = lines.every(({ place, leftMilli }) => {
    return sale.event.lines[place]?.quantityMilli === leftMilli
  })
  return isUntouched ? 'nothing' : 'part'
}

/** Where what a sale gives back was sold: one source for each of these sales. */
export function refundSources({ event }: { event: Pick<SaleV1, 'lines'> }): RefundSourceV1[] {
  const sources = event.lines.flatMap(({ refundOf }) => refundOf ?? [])
  return [
    ...new Map(sources.map(source => [referenceKey(referenceOfSource(source)), source])).values(),
  ]
}

/** The entry that a line gives back from. */
export const referenceOfSource = ({ till, entry }: RefundSourceV1): EntryReference => ({
  till,
  number: entry,
})

/**
 * The kind of means a sale is given back by unless the cashier chooses another: the one it was
 * paid with, the larger of several; cash where the shop no longer takes that one. Meal vouchers
 * only where they may give something back, which is `vouchersBackCents` at most.
 */
export function methodToGiveBack(
  { event }: SaleEntry,
  means: readonly PaymentMethod[],
  vouchersBackCents: number,
): TenderKind {
  const paid = [...event.tenders].sort((a, b) => b.givenCents - a.givenCents)
  const isTaken = ({ kind }: TenderV1) =>
    (kind !== 'meal-voucher' || vouchersBackCents > 0) && means.some(one => one.kind === kind)
  return means.find(one => one.kind === paid.find(isTaken)?.kind)?.kind ?? 'cash'
}

/**
 * What giving back so much of a line comes to: its share of what is left, rounded; the last
 * of it is exactly the rest, so that parts always add up to what was paid.
 */
export function refundCents({ leftMilli, leftCents }: RefundableLine, milli: number): number {
  assert(Number.isSafeInteger(milli) && milli > 0, 'something is given back')
  assert(milli <= leftMilli, 'no more is given back than was sold')
  return divideRounded(BigInt(leftCents) * BigInt(milli), leftMilli)
}

/** A line that gives back so much of what was sold, with the literals of the sale. */
export function refundLine(
  sale: SaleEntry,
  refundable: RefundableLine,
  milli: number,
  lineId: string,
): TicketLine {
  const { line, place } = refundable
  assert(milli <= MAX_PIECES * 1000, 'a quantity is within bounds')
  return {
    lineId,
    articleId: line.articleId,
    name: line.name,
    reference: line.reference,
    departmentName: line.department,
    unitPriceCents: line.unitPriceCents,
    listPriceCents: line.listPriceCents,
    ecotaxCents: line.ecotaxCents ?? 0,
    priceReason: line.priceReason,
    quantityMilli: 0 - milli,
    // At the rate it was sold at, even where that was the goods'.
    vatRate: line.vatRate,
    shipping: line.kind === 'shipping' ? 'own-rate' : null,
    pictureId: null,
    note: '',
    refund: {
      source: {
        till: sale.till,
        entry: sale.number,
        line: place,
        document: sale.event.document,
      },
      grossCents: refundCents(refundable, milli),
    },
  }
}

/** Places of the entries whose goods a ticket gives back. */
export function entriesGivenBack(ticket: Ticket): EntryReference[] {
  const references = ticket.lines.flatMap(({ refund }) =>
    refund ? referenceOfSource(refund.source) : [],
  )
  return [...new Map(references.map(reference => [referenceKey(reference), reference])).values()]
}

/** Puts on a ticket what is given back of a sale, in place of what it gave back of it before. */
export function giveBack(
  ticket: Ticket,
  sale: SaleEntry,
  refunds: readonly SaleEntry[],
  wanted: ReadonlyMap<number, number>,
  newId: () => string,
): Ticket {
  const isOfSale = (source: RefundSourceV1) =>
    referenceKey(referenceOfSource(source)) === referenceKey(sale)
  const others = ticket.lines.filter(({ refund }) => !refund || !isOfSale(refund.source))
  const given = refundableLines(sale, refunds).flatMap(refundable => {
    const milli = wanted.get(refundable.place) ?? 0
    return milli > 0 ? refundLine(sale, refundable, milli, newId()) : []
  })
  return { ...ticket, lines: [...others, ...given] }
}

/**
 * Refuses to give back more than is left of what was sold: checked with the journal as it is
 * when the refund is sealed, whatever a screen showed before. `sales` are by their places.
 */
export function checkGivenBack(
  lines: readonly SaleLineV1[],
  sales: ReadonlyMap<string, SaleEntry>,
  refunds: readonly SaleEntry[],
): Result<true, SellingError> {
  for (const { refundOf: source, name } of lines) {
    if (!source) continue
    const sold = sales.get(referenceKey(referenceOfSource(source)))?.event.lines[source.line]
    const before = refunds.flatMap(refund => refund.event.lines)
    const { milli, cents } = takenBack(source, [...before, ...lines])
    if (!sold || milli > sold.quantityMilli || cents > sold.grossCents) {
      return fail({ code: 'refund-over', articleName: name })
    }
  }
  return ok(true)
}

function takenBack(
  source: Omit<RefundSourceV1, 'document'>,
  lines: readonly SaleLineV1[],
): TakenBack {
  const taken = { milli: 0, cents: 0 }
  for (const { refundOf, quantityMilli, grossCents } of lines) {
    if (refundOf?.till !== source.till || refundOf.entry !== source.entry) continue
    if (refundOf.line !== source.line) continue
    taken.milli -= quantityMilli
    taken.cents -= grossCents
  }
  return taken
}
