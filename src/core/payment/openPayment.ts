import { fail, ok, type Result, type SellingError } from '@/core/errors'
import {
  peopleForVouchers,
  voucherLimit,
  vouchersBackLimit,
  vouchersBackRefusal,
} from './mealVouchers'
import { checkTenders, type TenderRules } from './settle'
import {
  givenCents,
  givenInCents,
  isUnlikelyAmount,
  loweredDebtCents,
  type Tender,
  type PaymentMethod,
} from './tender'
import { typedCents } from '@/core/typedAmount'

/**
 * A payment in progress: the tenders taken so far and the amount being entered. It is an immutable
 * value: each action returns a new one. Amounts are positive, also when money is given back.
 */
export interface OpenPayment {
  taken: readonly Tender[]
  /** Payment method of the amount being entered; null while the amount is typed first. */
  method: PaymentMethod | null
  /** Euros as typed (see `core/typedAmount`); empty means the amount the method offers. */
  typed: string
  /** Whether it was typed: the next key is then appended, else it begins a new amount. */
  isTyped: boolean
  /** How many people pay in meal vouchers; the tenders taken may need more (`rulesOf`). */
  voucherPeople: number
}

/** The total to pay, and the rules in force. */
export interface ToPay extends Omit<TenderRules, 'mayOwe'> {
  /** Below zero when the amount is given back to the customer. */
  totalCents: number
}

/** A payment before anything was taken or entered. */
export const NOTHING_PAID: OpenPayment = {
  taken: [],
  method: null,
  typed: '',
  isTyped: false,
  voucherPeople: 1,
}

/** The rules with the people who pay in vouchers: the number set, or more when those taken need it. */
export function rulesOf({ taken, voucherPeople }: OpenPayment, toPay: ToPay): ToPay {
  const tookCents = givenInCents(taken, 'meal-voucher')
  const needed = peopleForVouchers(tookCents, toPay.mealVoucherCeilingCents)
  return { ...toPay, voucherPeople: Math.max(voucherPeople, needed) }
}

/** Amount left to pay or to give back after the tenders taken; below zero when they exceed it. */
export function leftCents({ taken }: OpenPayment, { totalCents }: ToPay): number {
  const left = totalCents - givenCents(taken)
  return totalCents < 0 ? 0 - left : left
}

/**
 * Amount a method offers by itself: all that is left, within its rules. Cash from a customer is 0,
 * because it must be counted.
 */
export function offeredCents(method: PaymentMethod, open: OpenPayment, toPay: ToPay): number {
  const left = Math.max(0, leftCents(open, toPay))
  const { taken } = open
  const isSelling = toPay.totalCents > 0
  switch (method.kind) {
    case 'cash':
      return isSelling ? 0 : left
    case 'meal-voucher': {
      const { mostCents } = isSelling
        ? voucherLimit(toPay.totalCents, rulesOf(open, toPay))
        : { mostCents: vouchersBackLimit(toPay.totalCents, toPay) }
      const room = mostCents - Math.abs(givenInCents(taken, 'meal-voucher'))
      return Math.min(Math.max(0, room), left)
    }
    case 'debt':
      return Math.min(Math.max(0, toPay.debtCents - loweredDebtCents(taken)), left)
    default:
      return left
  }
}

/** The amount being entered: the typed one, else the amount the chosen method offers. */
export function enteredCents(open: OpenPayment, toPay: ToPay): number {
  if (open.typed !== '') return typedCents(open.typed)
  return open.method ? offeredCents(open.method, open, toPay) : 0
}

/** All tenders: the ones taken, and the one being entered. */
export function tendersOf(open: OpenPayment, toPay: ToPay): Tender[] {
  const { taken, method } = open
  const entered = enteredCents(open, toPay)
  return method && entered > 0 ? [...taken, tenderOf(method, entered, toPay)] : [...taken]
}

/**
 * Why the amount being entered cannot be taken, shown before it is taken. A missing amount is no
 * error yet. Null when it can be taken.
 */
export function refusalOf(open: OpenPayment, toPay: ToPay): SellingError | null {
  const { typed } = open
  const left = leftCents(open, toPay)
  if (isUnlikelyAmount(typed, left)) return { code: 'amount-unlikely', typed }
  if (toPay.totalCents <= 0) {
    const tenders = tendersOf(open, toPay)
    if (loweredDebtCents(tenders) > toPay.debtCents) {
      return { code: 'debt-changed', stillDueCents: toPay.debtCents }
    }
    const refusal = vouchersBackRefusal(toPay.totalCents, tenders, toPay)
    if (refusal) return refusal
    return enteredCents(open, toPay) > left
      ? { code: 'give-back-differs', toGiveCents: left }
      : null
  }
  const tenders = tendersOf(open, toPay)
  const checked = checkTenders(toPay.totalCents, tenders, {
    ...rulesOf(open, toPay),
    mayOwe: true,
  })
  if (!checked.ok) return checked.error
  // Cash taken earlier does not give change on a later amount of another method.
  const overCents = enteredCents(open, toPay) - left
  const { method } = open
  return method && method.kind !== 'cash' && overCents > 0
    ? { code: 'tender-over', tenderName: method.name, overCents }
    : null
}

/** Whether the tenders pay the whole amount, so that one tap may seal the sale. */
export function canPay(open: OpenPayment, toPay: ToPay): boolean {
  if (refusalOf(open, toPay)) return false
  const tenders = tendersOf(open, toPay)
  return checkTenders(toPay.totalCents, tenders, { ...rulesOf(open, toPay), mayOwe: false }).ok
}

/** Tenders when the rest is left due: an amount that a method only offers is not taken. */
export function tendersBeforeDue(open: OpenPayment, toPay: ToPay): Tender[] {
  return open.typed === '' ? [...open.taken] : tendersOf(open, toPay)
}

/** Amount that could be left due; undefined when nothing can. */
export function leavableCents(open: OpenPayment, toPay: ToPay): number | undefined {
  const isNamed = open.method !== null || open.typed === ''
  const left = toPay.totalCents - givenCents(tendersBeforeDue(open, toPay))
  return isNamed && left > 0 && refusalOf(open, toPay) === null ? left : undefined
}

/** Sets how many people pay in meal vouchers: at least one. */
export function setVoucherPeople(open: OpenPayment, people: number): OpenPayment {
  return { ...open, voucherPeople: Math.max(1, people) }
}

/**
 * Chooses a payment method. Cash typed before its method is taken with it, and a partial amount
 * entered in cash is taken first; the chosen method is for the rest. A part that needs a
 * confirmation is dropped: ask for it first (`partToConfirm`). Fails with the error of `refusalOf`.
 */
export function chooseMethod(
  open: OpenPayment,
  method: PaymentMethod,
  toPay: ToPay,
): Result<OpenPayment, SellingError> {
  if (open.method === null && open.typed !== '') {
    const named = { ...open, method }
    const refusal = refusalOf(named, toPay)
    if (refusal) return fail(refusal)
    return ok(isCounted(method) && isPartial(named, toPay) ? take(named, toPay) : named)
  }
  const isOther = open.method?.meansId !== method.meansId
  const isEnded = isOther || open.typed !== ''
  if (isEnded && isCounted(open.method) && isPartial(open, toPay)) {
    return ok({ ...take(open, toPay), method })
  }
  return ok({ ...open, method, typed: '', isTyped: false })
}

/**
 * Adds another payment method: takes the partial amount entered in cash, if any; the next amount is
 * typed before its method.
 */
export function splitTender(open: OpenPayment, toPay: ToPay): OpenPayment {
  if (isCounted(open.method) && isPartial(open, toPay)) return take(open, toPay)
  return clear(open)
}

/** Forgets what is entered; tenders taken and how many people pay stay. */
export function clear(open: OpenPayment): OpenPayment {
  return { ...open, method: null, typed: '', isTyped: false }
}

/**
 * The partial amount entered that must be confirmed before it counts, as a full one is: a card
 * terminal, a bank or an issuer has to accept it. Null when there is none.
 */
export function partToConfirm(open: OpenPayment, toPay: ToPay): Tender | null {
  const { method } = open
  if (method === null || isCounted(method) || !isPartial(open, toPay)) return null
  return tenderOf(method, enteredCents(open, toPay), toPay)
}

/** Takes the partial amount entered, once confirmed; `next` is the method for the rest, if known. */
export function takePart(
  open: OpenPayment,
  toPay: ToPay,
  next: PaymentMethod | null = null,
): OpenPayment {
  return isPartial(open, toPay) ? { ...take(open, toPay), method: next } : open
}

/** Removes a tender that was taken, by its index. */
export function removeTender(open: OpenPayment, takenIndex: number): OpenPayment {
  return { ...open, taken: open.taken.filter((_tender, index) => index !== takenIndex) }
}

/** Whether the amount entered is less than what is left, and may be taken. */
function isPartial(open: OpenPayment, toPay: ToPay): boolean {
  const entered = enteredCents(open, toPay)
  const left = leftCents(open, toPay)
  const isPart = open.method !== null && entered > 0 && entered < left
  return isPart && refusalOf(open, toPay) === null
}

/** Cash is in the cashier's hand and a debt is the till's own: nobody else has to accept them. */
const isCounted = (method: PaymentMethod | null) =>
  method?.kind === 'cash' || method?.kind === 'debt'

function take(open: OpenPayment, toPay: ToPay): OpenPayment {
  return { ...clear(open), taken: tendersOf(open, toPay) }
}

function tenderOf({ kind, name, account }: PaymentMethod, amount: number, toPay: ToPay): Tender {
  return { kind, name, account, givenCents: toPay.totalCents < 0 ? 0 - amount : amount }
}
