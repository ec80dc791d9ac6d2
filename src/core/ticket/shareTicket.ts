import { carriedApproval } from './approvedLines'
import { assert } from '@/core/assert'
import { discountTicket } from './discount'
import { type Discount, emptyTicket, type Ticket, type TicketLine } from './ticket'
import { allocate, deal, lineCents } from '@/core/money'
import { priceTicket, ticketTotals, type PricedLine } from './pricing'

/** Most people who can share a ticket. */
const MOST_SHARES = 20

/** A line before it is shared: its price, and the amount of each discount on it. */
interface Whole {
  line: TicketLine
  baseCents: number
  offs: { discount: Discount; cents: number }[]
}

/** The part of a line in one share. */
interface SharedLine {
  line: TicketLine
  discounts: Discount[]
}

/**
 * Among how many people a ticket can be shared: each must pay at least one cent and get at least a
 * thousandth of every line. It is 1 for a ticket that gives anything back: an exchange cannot be
 * shared.
 */
export function mostShares(ticket: Ticket): number {
  const { totalCents } = ticketTotals(ticket)
  const smallest = Math.min(...ticket.lines.map(line => line.quantityMilli))
  return Math.max(1, Math.min(MOST_SHARES, smallest, totalCents))
}

/**
 * Splits a ticket into equal tickets that are paid, sealed and printed separately. Every line is on
 * each of them, with a part of its quantity in thousandths, and named `1/3`. Cents are dealt out
 * line by line: quantities, amounts per VAT rate and totals add up exactly to the ticket, and no
 * two shares differ by more than a cent.
 *
 * A thousandth of an expensive article is worth more than a cent. The unit price in a share is
 * therefore adjusted until the line gives exactly its cents (0,333 of 12,50 € at 12,52 € is 4,17
 * €); the list price stays beside it, with `1/3` as the reason. Above one piece, no unit price may
 * give the exact cents: the excess, fewer cents than there are pieces, is then a discount with the
 * same reason.
 */
export function splitByShares(
  ticket: Ticket,
  shares: number,
  newId: () => string,
  openedAt: string,
): Ticket[] {
  assert(Number.isInteger(shares) && shares >= 2, 'a ticket is shared among two or more')
  assert(shares <= mostShares(ticket), 'every share gets something of every line')
  const tickets = Array.from({ length: shares }, (_none, index): Ticket => {
    // The ticket's customer pays the first share; the other shares are for other people.
    const { delivery, note } = ticket
    const own = index === 0 ? ticket : { ...emptyTicket(newId(), openedAt), delivery, note }
    const name = `${ticket.name} ${index + 1}/${shares}`.trim()
    return { ...own, name, lines: [], discounts: [] }
  })
  let dealt = 0
  const origins = new Map<string, string>()
  for (const whole of wholesOf(ticket)) {
    shareLine(whole, shares, dealt, newId).forEach(({ line, discounts }, index) => {
      origins.set(line.lineId, whole.line.lineId)
      tickets[index]?.lines.push(line)
      tickets[index]?.discounts.push(...discounts)
    })
    dealt += whole.offs.reduce((left, { cents }) => left - cents, whole.baseCents)
  }
  return tickets.map(one => ({ ...one, approvedOff: carriedApproval(ticket, one, origins) }))
}

/**
 * Lines as they are shared. Shipping that is split in proportion to the goods keeps its rates from
 * here on.
 */
function wholesOf(ticket: Ticket): Whole[] {
  const { steps } = discountTicket(ticket)
  return priceTicket(ticket).flatMap(priced => {
    const { line, baseCents } = priced
    const offs = steps.flatMap(({ discount, centsByLine }) => {
      const cents = centsByLine.get(line.lineId) ?? 0
      return cents > 0 ? { discount, cents } : []
    })
    return line.shipping === 'in-proportion' ? byRate(priced, offs) : { line, baseCents, offs }
  })
}

/** One line for each rate: a share has too few cents to compute the same proportion again. */
function byRate({ line, shares }: PricedLine, offs: Whole['offs']): Whole[] {
  const left = shares.map(share => share.discountCents)
  const parts = offs.map(({ cents }) => {
    const part = allocate(cents, left)
    part.forEach((off, index) => (left[index] = (left[index] ?? 0) - off))
    return part
  })
  return shares.map(({ vatRate, baseCents }, index) => ({
    line: {
      ...line,
      vatRate,
      shipping: 'own-rate',
      quantityMilli: 1000,
      unitPriceCents: baseCents,
      listPriceCents: baseCents,
    },
    baseCents,
    offs: offs.flatMap(({ discount }, offIndex) => {
      const cents = parts[offIndex]?.[index] ?? 0
      return cents > 0 ? { discount, cents } : []
    }),
  }))
}

/** Deals out a line: first its cents, then the cents that discounts take off. */
function shareLine(
  { line, baseCents, offs }: Whole,
  shares: number,
  dealt: number,
  newId: () => string,
): SharedLine[] {
  const quantities = deal(dealt, line.quantityMilli, shares)
  const bases = deal(dealt, baseCents, shares)
  let left = dealt + baseCents
  const offsByShare = offs.map(({ discount, cents }) => {
    const parts = deal(left, 0 - cents, shares)
    left -= cents
    return { discount, parts }
  })
  return quantities.map((quantityMilli, index) => {
    const share = `${index + 1}/${shares}`
    const base = bases[index] ?? 0
    const shared = sharedLine(line, quantityMilli, base, share, newId())
    const { lineId } = shared
    const amount = (discount: Omit<Discount, 'discountId' | 'kind' | 'lineIds'>): Discount[] =>
      discount.value === 0
        ? []
        : [{ ...discount, discountId: newId(), kind: 'amount', lineIds: [lineId] }]
    const overCents = lineCents(shared.unitPriceCents, quantityMilli) - base
    return {
      line: shared,
      discounts: [
        ...amount({ value: overCents, reason: share, approvedBy: null }),
        ...offsByShare.flatMap(({ discount: { reason, approvedBy }, parts }) =>
          amount({ value: 0 - (parts[index] ?? 0), reason, approvedBy }),
        ),
      ],
    }
  })
}

/** A line's part of the goods, at a unit price that gives its part of the cents. */
function sharedLine(
  line: TicketLine,
  quantityMilli: number,
  baseCents: number,
  share: string,
  lineId: string,
): TicketLine {
  const own = { ...line, lineId, quantityMilli, name: `${line.name} (${share})` }
  if (lineCents(line.unitPriceCents, quantityMilli) === baseCents) return own
  // The lowest unit price whose rounded product with the quantity is at least the cents of the
  // part.
  const unitPriceCents = Math.max(0, Math.ceil(((2 * baseCents - 1) * 500) / quantityMilli))
  const priceReason = line.priceReason ? `${line.priceReason} (${share})` : share
  return { ...own, unitPriceCents, priceReason }
}
