import { assert } from '@/core/assert'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { RefundSourceV1, SaleLineV1, SaleV1, TenderV1 } from '@/core/journal/events/saleV1'
import type { SaleEntry } from '@/core/journal/journal'
import { divideRounded } from '@/core/money'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import type { TenderKind, PaymentMethod } from './tender'
import { type Ticket, type TicketLine } from '@/core/ticket/ticket'
import { MAX_PIECES } from '@/core/ticket/lines'

/** How much of one sold line can still be given back; below zero when two tills gave it back. */
export interface RefundableLine {
  /** Index in the sale, from 0. */
  lineIndex: number
  line: SaleLineV1
  leftMilli: number
  leftCents: number
}

/** How much of a sold line was given back so far. */
interface TakenBack {
  milli: number
  cents: number
}

/**
 * What can still be given back of a sale, line by line, after all its refunds. Lines that the sale
 * itself gave back (in an exchange) are left out.
 */
export function refundableLines(sale: SaleEntry, refunds: readonly SaleEntry[]): RefundableLine[] {
  return sale.event.lines.flatMap((line, lineIndex) => {
    if (line.quantityMilli <= 0) return []
    const taken = takenBack(
      { till: sale.till, entry: sale.number, line: lineIndex },
      refunds.flatMap(refund => refund.event.lines),
    )
    return {
      lineIndex,
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

/** How much of a sale was given back. */
export type GivenBack = 'nothing' | 'part' | 'all'

/** How much of a sale was given back, from its refundable lines. */
export function givenBackOf(sale: SaleEntry, lines: readonly RefundableLine[]): GivenBack {
  if (lines.length > 0 && !lines.some(isLeft)) return 'all'
  const isUntouched = lines.every(({ lineIndex, leftMilli }) => {
    return sale.event.lines[lineIndex]?.quantityMilli === leftMilli
  })
  return isUntouched ? 'nothing' : 'part'
}

/** The sales whose goods a sealed event gives back, each once. */
export function refundSources({ event }: { event: Pick<SaleV1, 'lines'> }): RefundSourceV1[] {
  const sources = event.lines.flatMap(({ refundOf }) => refundOf ?? [])
  return [
    ...new Map(sources.map(source => [referenceKey(referenceOfSource(source)), source])).values(),
  ]
}

/** The entry that a refunded line was sold in. */
export const referenceOfSource = ({ till, entry }: RefundSourceV1): EntryReference => ({
  till,
  number: entry,
})

/**
 * Kind of payment method offered first to give money back: the one that paid most of the sale and
 * that the shop still accepts, else cash. Meal vouchers are offered only when they may give
 * something back (`vouchersBackCents`, at most).
 */
export function methodToGiveBack(
  { event }: SaleEntry,
  methods: readonly PaymentMethod[],
  vouchersBackCents: number,
): TenderKind {
  const paid = [...event.tenders].sort((a, b) => b.givenCents - a.givenCents)
  const isTaken = ({ kind }: TenderV1) =>
    (kind !== 'meal-voucher' || vouchersBackCents > 0) && methods.some(one => one.kind === kind)
  return methods.find(one => one.kind === paid.find(isTaken)?.kind)?.kind ?? 'cash'
}

/**
 * Amount for giving back a quantity of a line: its share of what is left, rounded. The last part
 * gives exactly the rest, so that all parts add up to what was paid.
 */
export function refundCents({ leftMilli, leftCents }: RefundableLine, milli: number): number {
  assert(Number.isSafeInteger(milli) && milli > 0, 'a quantity given back is above zero')
  assert(milli <= leftMilli, 'no more is given back than was sold')
  return divideRounded(BigInt(leftCents) * BigInt(milli), leftMilli)
}

/** A ticket line that gives back a quantity of a sold line, with the literals of the sale. */
export function refundLine(
  sale: SaleEntry,
  refundable: RefundableLine,
  milli: number,
  lineId: string,
): TicketLine {
  const { line, lineIndex } = refundable
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
    // The rate it was sold at, also for shipping whose rate followed the goods.
    vatRate: line.vatRate,
    shipping: line.kind === 'shipping' ? 'own-rate' : null,
    pictureId: null,
    note: '',
    refund: {
      source: {
        till: sale.till,
        entry: sale.number,
        line: lineIndex,
        document: sale.event.document,
      },
      grossCents: refundCents(refundable, milli),
    },
  }
}

/** References of the sales whose goods a ticket gives back, each once. */
export function entriesGivenBack(ticket: Ticket): EntryReference[] {
  const references = ticket.lines.flatMap(({ refund }) =>
    refund ? referenceOfSource(refund.source) : [],
  )
  return [...new Map(references.map(reference => [referenceKey(reference), reference])).values()]
}

/**
 * Puts on a ticket what is given back of a sale, in place of what the ticket gave back of it
 * before. `wanted` gives the quantity in thousandths by index of the sold line.
 */
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
    const milli = wanted.get(refundable.lineIndex) ?? 0
    return milli > 0 ? refundLine(sale, refundable, milli, newId()) : []
  })
  return { ...ticket, lines: [...others, ...given] }
}

/**
 * Fails when more would be given back than is left of a sold line. It is checked against the
 * journal at the moment of sealing, whatever a screen showed before. `sales` are by `referenceKey`.
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
