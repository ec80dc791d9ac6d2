import { discountTicket, isDiscountable, type DiscountStep } from './discount'
import { type Ticket, type TicketLine } from './ticket'
import { divideRounded, lineCents } from '@/core/money'
import { lineBaseCents } from './lines'

/** Reductions of a ticket against list prices, in hundredths of a percent of these. */
export interface TakenOff {
  /** Reduction of each line by discounts and lowered prices together, by line id. */
  byLine: Map<string, number>
  /** The same in cents, to the cent of the receipt. */
  centsByLine: Map<string, number>
  whole: number
}

/** The part of the list price still charged, as an exact fraction. */
interface Part {
  top: bigint
  bottom: bigint
}

/**
 * Computes the reductions of a ticket against list prices. A discount counts on each of its lines
 * at its rate over all of them, so that no line is charged with the cents that rounding shifted. A
 * lowered price counts only when a reason was given: the price on a scale's label is no reduction.
 */
export function takenOff(ticket: Ticket): TakenOff {
  const { byLine: offCents, steps } = discountTicket(ticket)
  const lines = ticket.lines.filter(line => isDiscountable(line) && listPriceOf(line) > 0)
  const parts = new Map(lines.map(line => [line.lineId, partOfListPrice(line)]))
  for (const step of steps) {
    const { top, bottom } = partLeft(step)
    for (const lineId of step.lineIds) {
      const part = parts.get(lineId)
      if (part) parts.set(lineId, { top: part.top * top, bottom: part.bottom * bottom })
    }
  }
  const listCents = new Map(
    lines.map(line => [line.lineId, lineCents(listPriceOf(line), line.quantityMilli)]),
  )
  const grossCentsOf = (line: TicketLine) => lineBaseCents(line) - (offCents.get(line.lineId) ?? 0)
  const wholeListCents = sum([...listCents.values()])
  return {
    byLine: new Map([...parts].map(([lineId, part]) => [lineId, rateOff(part)])),
    centsByLine: new Map(
      lines.map(line => [line.lineId, (listCents.get(line.lineId) ?? 0) - grossCentsOf(line)]),
    ),
    whole: rateOff({
      top: BigInt(sum(lines.map(line => grossCentsOf(line)))),
      bottom: BigInt(wholeListCents),
    }),
  }
}

/** For a raised price, the reduction is measured from the raised price. */
const listPriceOf = ({ priceReason, unitPriceCents, listPriceCents }: TicketLine) =>
  priceReason === '' ? unitPriceCents : Math.max(unitPriceCents, listPriceCents)

const partOfListPrice = (line: TicketLine): Part => ({
  top: BigInt(line.unitPriceCents),
  bottom: BigInt(listPriceOf(line)),
})

/**
 * The part a discount leaves of each of its lines: exact for a percentage, else from the amounts.
 */
function partLeft({ discount, totalCents, offCents }: DiscountStep): Part {
  if (discount.kind === 'percent') return { top: BigInt(10_000 - discount.value), bottom: 10_000n }
  return totalCents === 0
    ? { top: 1n, bottom: 1n }
    : { top: BigInt(totalCents - offCents), bottom: BigInt(totalCents) }
}

const rateOff = ({ top, bottom }: Part) =>
  bottom === 0n ? 0 : divideRounded(10_000n * (bottom - top), bottom)

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0)
