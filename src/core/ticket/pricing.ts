import { discountTicket } from './discount'
import { assertCents, allocate } from '@/core/money'
import { shippingVat, type ShippingReason } from './shipping'
import { type Ticket, type TicketLine } from './ticket'
import { countPieces, countPiecesBack, lineBaseCents } from './lines'
import { vatBreakdown, type VatRate, type VatShare } from '@/core/vat'

/** A line of a ticket with what it comes to. */
export interface PricedLine {
  line: TicketLine
  /** Price times quantity. */
  baseCents: number
  discountCents: number
  /** What it costs, discounts taken off. */
  grossCents: number
  /** What of it is at which rate; more than one only where shipping is split. */
  shares: PricedShare[]
  /** Why, on a line of shipping. */
  shippingReason: ShippingReason | null
}

export interface PricedShare {
  vatRate: VatRate
  baseCents: number
  discountCents: number
  grossCents: number
}

export interface TicketTotals {
  totalCents: number
  vat: VatShare[]
  /** What discounts take off in all, of what is sold. */
  discountCents: number
  /** Pieces sold; a weighed line counts for one. */
  pieces: number
  /** Articles that are given back, counted in the same way. */
  piecesBack: number
}

/** Every line with its discounts and its VAT, in order. */
export function priceTicket(ticket: Ticket): PricedLine[] {
  const { byLine } = discountTicket(ticket)
  const grossOf = (line: TicketLine) =>
    line.refund ? 0 - line.refund.grossCents : lineBaseCents(line) - (byLine.get(line.lineId) ?? 0)
  const goods = ticket.lines
    .filter(line => line.shipping === null && line.quantityMilli > 0)
    .map(line => ({ vatRate: line.vatRate, grossCents: grossOf(line) }))

  return ticket.lines.map(line => {
    const baseCents = lineBaseCents(line)
    const grossCents = grossOf(line)
    const vat = line.shipping
      ? shippingVat(line.shipping, grossCents, line.vatRate, goods)
      : { reason: null, shares: [{ vatRate: line.vatRate, grossCents }] }
    // A line whose shares are all nought still stands at a rate.
    const shares = vat.shares.length > 0 ? vat.shares : [{ vatRate: line.vatRate, grossCents }]
    const bases = allocateSigned(
      baseCents,
      shares.map(share => share.grossCents),
    )
    return {
      line,
      baseCents,
      discountCents: baseCents - grossCents,
      grossCents,
      shippingReason: vat.reason,
      shares: shares.map((share, index) => {
        const base = bases[index] ?? 0
        return { ...share, baseCents: base, discountCents: base - share.grossCents }
      }),
    }
  })
}

/**
 * The same prices, with each line that did not change being the very same object: a tap on
 * a long ticket then redraws one line.
 */
export function samePriced(
  before: readonly PricedLine[] | undefined,
  now: readonly PricedLine[],
): PricedLine[] {
  if (!before) return [...now]
  const old = new Map(before.map(priced => [priced.line.lineId, priced]))
  return now.map(priced => {
    const was = old.get(priced.line.lineId)
    return was && isSamePriced(was, priced) ? was : priced
  })
}

function isSamePriced(one: PricedLine, other: PricedLine): boolean {
  return (
    one.line === other.line &&
    one.baseCents === other.baseCents &&
    one.grossCents === other.grossCents &&
    one.shippingReason === other.shippingReason &&
    one.shares.length === other.shares.length &&
    one.shares.every((share, index) => {
      const { vatRate, grossCents } = other.shares[index] ?? {}
      return share.vatRate === vatRate && share.grossCents === grossCents
    })
  )
}

/** Totals of a ticket; net and VAT of every rate add up to the total, to the cent. */
export function ticketTotals(ticket: Ticket): TicketTotals {
  return totalsOf(priceTicket(ticket))
}

/** Totals of a ticket that is priced already. */
export function totalsOf(priced: readonly PricedLine[]): TicketTotals {
  const totalCents = priced.reduce((total, { grossCents }) => total + grossCents, 0)
  assertCents(totalCents)
  return {
    totalCents,
    vat: vatBreakdown(priced.flatMap(({ shares }) => shares)),
    discountCents: priced.reduce(
      (total, { line, discountCents }) => (line.refund ? total : total + discountCents),
      0,
    ),
    pieces: countPieces(priced.map(({ line }) => line)),
    piecesBack: countPiecesBack(priced.map(({ line }) => line)),
  }
}

/** A line that gives back is never split, so weights may be told by their size. */
function allocateSigned(totalCents: number, weights: readonly number[]): number[] {
  return allocate(
    totalCents,
    weights.map(weight => Math.abs(weight)),
  )
}
