import { assert } from '@/core/assert'
import { discountTicket, linesOfDiscount } from '@/core/ticket/discount'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type {
  DiscountV1,
  SaleLineV1,
  SaleV1,
  SellerV1,
  SoftwareV1,
  UserV1,
} from '@/core/journal/events/saleV1'
import {
  foodCentsOf,
  voucherLimit,
  vouchersBackRefusal,
  type IsFood,
  type VoucherBackRules,
  type VoucherRules,
} from './mealVouchers'
import { priceTicket, totalsOf, type PricedLine, type PricedShare } from '@/core/ticket/pricing'
import { entriesGivenBack } from './refund'
import {
  givenCents,
  givenInCents,
  isUnlikelyChange,
  loweredDebtCents,
  sealedTenders,
  type Tender,
} from './tender'
import type { Ticket } from '@/core/ticket/ticket'

/** What a sale says beside its ticket: who sells, with what, and the rules in force. */
export interface SaleTerms {
  seller: SellerV1
  software: SoftwareV1
  user: UserV1
  /** Most that one ticket may take in meal vouchers, in cents (décret 2014-294: a day's ceiling). */
  mealVoucherCeilingCents: number
  /** What meal vouchers may pay; null where the owner marked nothing. */
  isFood: IsFood | null
  /** Whether a known customer may owe what is missing. */
  mayOwe: boolean
  /** What is still owed for the one sale whose goods come back: giving back may lower it. */
  debtCents: number
  /** What meal vouchers paid of the sales whose goods come back, less what they gave back. */
  vouchersPaidCents: number
}

/** What tenders are held against. */
export interface TenderRules
  extends Pick<SaleTerms, 'mayOwe' | 'debtCents'>, VoucherRules, VoucherBackRules {}

/** A sale ready to be sealed; its document number is given with the seal. */
export type UnnumberedSale = Omit<SaleV1, 'document'>

/**
 * Turns a ticket and what the customer gave into a sale. Only cash gives change: any other
 * amount above what is due is refused, never silently altered. What is missing may be left
 * due by a customer who is named. What the shop gives back is given exactly. Cash that would
 * give an unlikely change is refused: a scanned code was taken for an amount.
 */
export function settle(
  ticket: Ticket,
  tenders: readonly Tender[],
  terms: SaleTerms,
): Result<UnnumberedSale, SellingError> {
  if (ticket.lines.length === 0) return fail({ code: 'ticket-empty' })
  const priced = priceTicket(ticket)
  const { totalCents, vat } = totalsOf(priced)
  const { seller, software, user, isFood } = terms
  const foodCents = isFood ? foodCentsOf(priced, isFood) : null
  const givenBack = entriesGivenBack(ticket)
  const paid = checkTenders(totalCents, tenders, {
    ...terms,
    foodCents,
    mayOwe: terms.mayOwe && ticket.customerId !== null,
    debtCents: givenBack.length === 1 ? terms.debtCents : 0,
  })
  if (!paid.ok) return paid

  return ok({
    kind: ticket.lines.every(line => line.quantityMilli < 0) ? 'refund' : 'sale',
    channel: 'counter',
    openedAt: ticket.openedAt,
    currency: 'EUR',
    lines: priced.flatMap(linesOf),
    discounts: discountsOf(ticket, priced),
    vat,
    totalCents,
    ...(foodCents === null ? {} : { foodCents }),
    tenders: sealedTenders(tenders),
    ...paid.value,
    refundOf: [...new Set(givenBack.map(reference => reference.number))],
    customerId: ticket.customerId ?? '',
    delivery: ticket.delivery,
    note: ticket.note,
    order: null,
    user,
    seller,
    software,
  })
}

/** Change and what stays due, or why these tenders do not pay this. */
export function checkTenders(
  totalCents: number,
  tenders: readonly Tender[],
  rules: TenderRules,
): Result<{ changeCents: number; dueCents: number }, SellingError> {
  const missingCents = totalCents - givenCents(tenders)
  if (totalCents <= 0) {
    if (loweredDebtCents(tenders) > rules.debtCents) {
      return fail({ code: 'debt-changed', stillDueCents: rules.debtCents })
    }
    const refusal = vouchersBackRefusal(totalCents, tenders, rules)
    if (refusal) return fail(refusal)
    return missingCents === 0 && tenders.every(tender => tender.givenCents < 0)
      ? ok({ changeCents: 0, dueCents: 0 })
      : fail({ code: 'give-back-differs', toGiveCents: 0 - totalCents })
  }
  assert(
    tenders.every(tender => tender.kind !== 'debt'),
    'a debt pays nothing',
  )
  const unusable = tenders.find(tender => tender.givenCents <= 0)
  if (unusable) return fail({ code: 'tender-nought', tenderName: unusable.name })

  const vouchersCents = givenInCents(tenders, 'meal-voucher')
  const limit = voucherLimit(totalCents, rules)
  if (limit.why === 'food' && vouchersCents > limit.mostCents) {
    return fail({ code: 'meal-voucher-food', mostCents: limit.mostCents })
  }
  if (vouchersCents > rules.mealVoucherCeilingCents) {
    return fail({ code: 'meal-voucher-over', ceilingCents: rules.mealVoucherCeilingCents })
  }
  const withoutChange = tenders.filter(tender => tender.kind !== 'cash')
  const overCents = givenCents(withoutChange) - totalCents
  const [last] = withoutChange.slice(-1)
  if (overCents > 0 && last) {
    return fail({ code: 'tender-over', tenderName: last.name, overCents })
  }
  if (missingCents > 0 && !rules.mayOwe) return fail({ code: 'tender-short', missingCents })
  if (isUnlikelyChange(-missingCents)) {
    return fail({ code: 'amount-unlikely', digits: String(givenInCents(tenders, 'cash')) })
  }
  return ok({
    changeCents: Math.max(0, -missingCents),
    dueCents: Math.max(0, missingCents),
  })
}

/** The sealed lines of one: several only where its VAT is split. */
function linesOf({ line, shares }: PricedLine): SaleLineV1[] {
  const isSplit = shares.length > 1
  return shares.map((share: PricedShare) => ({
    articleId: line.articleId,
    kind: line.shipping ? ('shipping' as const) : ('goods' as const),
    name: line.name,
    reference: line.reference,
    department: line.departmentName,
    quantityMilli: isSplit ? 1000 : line.quantityMilli,
    unitPriceCents: isSplit ? share.baseCents : line.unitPriceCents,
    listPriceCents: isSplit ? share.baseCents : line.listPriceCents,
    priceReason: line.priceReason,
    discountCents: share.discountCents,
    grossCents: share.grossCents,
    ...(line.ecotaxCents > 0 ? { ecotaxCents: line.ecotaxCents } : {}),
    vatRate: share.vatRate,
    note: line.note,
    refundOf: line.refund?.source ?? null,
  }))
}

/** Discounts with the places of their lines among the sealed ones. */
function discountsOf(ticket: Ticket, priced: readonly PricedLine[]): DiscountV1[] {
  const { byDiscount } = discountTicket(ticket)
  const ids = priced.flatMap(({ line, shares }) => shares.map(() => line.lineId))
  return ticket.discounts.map(discount => {
    const { discountId, kind, value, reason, approvedBy } = discount
    const on = new Set(linesOfDiscount(ticket, discount))
    return {
      kind,
      value,
      lines: ids.flatMap((lineId, place) => (on.has(lineId) ? place : [])),
      amountCents: byDiscount.get(discountId) ?? 0,
      reason,
      approvedBy,
    }
  })
}
