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
  sealedPeople,
  voucherLimit,
  vouchersBackRefusal,
  vouchersCeilingCents,
  type IsFood,
  type VoucherBackRules,
  type VoucherRules,
} from './mealVouchers'
import { priceTicket, totalsOf, type PricedLine, type PricedShare } from '@/core/ticket/pricing'
import { entriesGivenBack } from './refund'
import { approversOfBack } from './refundRights'
import {
  givenCents,
  givenInCents,
  isUnlikelyChange,
  loweredDebtCents,
  sealedTenders,
  type Tender,
} from './tender'
import type { Ticket } from '@/core/ticket/ticket'
import { amountTyped } from '@/core/typedAmount'

/** What a sale holds besides its ticket: seller, software, user, and the rules in force. */
export interface SaleTerms {
  seller: SellerV1
  software: SoftwareV1
  user: UserV1
  /** Most that one person may pay in meal vouchers, in cents (décret 2014-294: daily ceiling). */
  mealVoucherCeilingCents: number
  /** How many people pay in meal vouchers; absent for one. */
  voucherPeople?: number
  /** Which articles meal vouchers may pay; null when the owner marked no food. */
  isFood: IsFood | null
  /** Whether a named customer may owe the missing amount. */
  mayOwe: boolean
  /** Amount still owed for the one sale whose goods come back: giving back may lower it. */
  debtCents: number
  /** Vouchers taken for the sales whose goods come back, less vouchers already given back. */
  vouchersPaidCents: number
}

/** Rules that tenders are checked against. */
export interface TenderRules
  extends Pick<SaleTerms, 'mayOwe' | 'debtCents'>, VoucherRules, VoucherBackRules {}

/** A sale ready to be sealed; its document number is assigned when it is sealed. */
export type UnnumberedSale = Omit<SaleV1, 'document'>

/**
 * Turns a ticket and its tenders into a sale. Only cash gives change: an excess of any other
 * payment method is an error, never silently altered. A named customer may owe the missing amount.
 * Money given back must match the total exactly. Fails when the change in cash is implausible: a
 * scanned code was then taken for an amount.
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
    ...sealedPeople(tenders, terms.voucherPeople),
    ...paid.value,
    refundOf: [...new Set(givenBack.map(reference => reference.number))],
    ...approvalOf(ticket, user),
    customerId: ticket.customerId ?? '',
    delivery: ticket.delivery,
    note: ticket.note,
    order: null,
    user,
    seller,
    software,
  })
}

/** Who approved what comes back, besides the user; nothing where nobody else had to. */
function approvalOf(ticket: Ticket, { userId }: UserV1): Pick<SaleV1, 'refundApprovedBy'> {
  const refundApprovedBy = approversOfBack(ticket).filter(by => by.userId !== userId)
  return refundApprovedBy.length > 0 ? { refundApprovedBy } : {}
}

/** Change and amount left due, or why these tenders do not settle the total. */
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
    'a debt pays nothing: it only gives back',
  )
  const unusable = tenders.find(tender => tender.givenCents <= 0)
  if (unusable) return fail({ code: 'tender-nought', tenderName: unusable.name })

  const vouchersCents = givenInCents(tenders, 'meal-voucher')
  const limit = voucherLimit(totalCents, rules)
  if (limit.why === 'food' && vouchersCents > limit.mostCents) {
    return fail({ code: 'meal-voucher-food', mostCents: limit.mostCents })
  }
  if (vouchersCents > vouchersCeilingCents(rules)) {
    const { mealVoucherCeilingCents: ceilingCents, voucherPeople: people = 1 } = rules
    return fail({ code: 'meal-voucher-over', ceilingCents, people })
  }
  const withoutChange = tenders.filter(tender => tender.kind !== 'cash')
  const overCents = givenCents(withoutChange) - totalCents
  const [last] = withoutChange.slice(-1)
  if (overCents > 0 && last) {
    return fail({ code: 'tender-over', tenderName: last.name, overCents })
  }
  if (missingCents > 0 && !rules.mayOwe) return fail({ code: 'tender-short', missingCents })
  if (isUnlikelyChange(-missingCents)) {
    return fail({ code: 'amount-unlikely', typed: amountTyped(givenInCents(tenders, 'cash')) })
  }
  return ok({
    changeCents: Math.max(0, -missingCents),
    dueCents: Math.max(0, missingCents),
  })
}

/** The sealed lines of one ticket line: several only when its VAT is split. */
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

/** The discounts, with the indexes of their lines among the sealed lines. */
function discountsOf(ticket: Ticket, priced: readonly PricedLine[]): DiscountV1[] {
  const { byDiscount } = discountTicket(ticket)
  const ids = priced.flatMap(({ line, shares }) => shares.map(() => line.lineId))
  return ticket.discounts.map(discount => {
    const { discountId, kind, value, reason, approvedBy } = discount
    const on = new Set(linesOfDiscount(ticket, discount))
    return {
      kind,
      value,
      lines: ids.flatMap((lineId, index) => (on.has(lineId) ? index : [])),
      amountCents: byDiscount.get(discountId) ?? 0,
      reason,
      approvedBy,
    }
  })
}
