import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { voucherLimit, vouchersBackLimit, vouchersBackRefusal } from './mealVouchers'
import { checkTenders, type TenderRules } from './settle'
import {
  givenCents,
  givenInCents,
  isUnlikelyAmount,
  loweredDebtCents,
  type Tender,
  type PaymentMethod,
} from './tender'

/**
 * A payment in progress: the tenders taken so far and the amount being entered. It is an immutable
 * value: each action returns a new one. Amounts are positive, also when money is given back.
 */
export interface OpenPayment {
  taken: readonly Tender[]
  /** Payment method of the amount being entered; null while the amount is typed first. */
  method: PaymentMethod | null
  /** Digits as typed, in cents, with leading zeros; empty means the amount the method offers. */
  digits: string
  /**
   * Whether the digits were typed: the next digit is then appended, else it replaces the amount.
   */
  isTyped: boolean
}

/** The total to pay, and the rules in force. */
export interface ToPay extends Omit<TenderRules, 'mayOwe'> {
  /** Below zero when the amount is given back to the customer. */
  totalCents: number
}

/** A payment before anything was taken or entered. */
export const NOTHING_PAID: OpenPayment = { taken: [], method: null, digits: '', isTyped: false }

/** Typing stops at this length. A long barcode fits whole, so that the refusal can show it. */
const MOST_DIGITS = 20

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
        ? voucherLimit(toPay.totalCents, toPay)
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
  if (open.digits !== '') return Number(open.digits)
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
  const { digits } = open
  const left = leftCents(open, toPay)
  if (isUnlikelyAmount(digits, left)) return { code: 'amount-unlikely', digits }
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
  const checked = checkTenders(toPay.totalCents, tenders, { ...toPay, mayOwe: true })
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
  return checkTenders(toPay.totalCents, tenders, { ...toPay, mayOwe: false }).ok
}

/** Tenders when the rest is left due: an amount that a method only offers is not taken. */
export function tendersBeforeDue(open: OpenPayment, toPay: ToPay): Tender[] {
  return open.digits === '' ? [...open.taken] : tendersOf(open, toPay)
}

/** Amount that could be left due; undefined when nothing can. */
export function leavableCents(open: OpenPayment, toPay: ToPay): number | undefined {
  const isNamed = open.method !== null || open.digits === ''
  const left = toPay.totalCents - givenCents(tendersBeforeDue(open, toPay))
  return isNamed && left > 0 && refusalOf(open, toPay) === null ? left : undefined
}

/** Appends typed digits to the amount. */
export function typeDigits(open: OpenPayment, more: string): OpenPayment {
  const digits = `${open.isTyped ? open.digits : ''}${more}`.slice(0, MOST_DIGITS)
  return { ...open, digits, isTyped: true }
}

/** Deletes the last digit. Deletes all digits when they look like a code, or were not typed. */
export function eraseDigit(open: OpenPayment, toPay: ToPay): OpenPayment {
  const { digits, isTyped } = open
  const isWhole = !isTyped || isUnlikelyAmount(digits, leftCents(open, toPay))
  return { ...open, digits: isWhole ? '' : digits.slice(0, -1), isTyped: true }
}

/** Enters a whole amount at once; the next digit begins a new amount. */
export function enterAmount(open: OpenPayment, amountCents: number): OpenPayment {
  return { ...open, digits: String(amountCents), isTyped: false }
}

/**
 * Chooses a payment method. An amount typed before the method is taken with it. A partial amount
 * entered with another method is taken with that method first, and the chosen one is for the rest.
 * Fails with the error of `refusalOf`.
 */
export function chooseMethod(
  open: OpenPayment,
  method: PaymentMethod,
  toPay: ToPay,
): Result<OpenPayment, SellingError> {
  if (open.method === null && open.digits !== '') {
    const named = { ...open, method }
    const refusal = refusalOf(named, toPay)
    if (refusal) return fail(refusal)
    return ok(isPartial(named, toPay) ? take(named, toPay) : named)
  }
  const isOther = open.method?.meansId !== method.meansId
  if (isPartial(open, toPay) && (isOther || open.digits !== '')) {
    return ok({ ...take(open, toPay), method })
  }
  return ok({ ...open, method, digits: '', isTyped: false })
}

/**
 * Adds another payment method: takes the partial amount entered, if any; the next amount is typed
 * before its method.
 */
export function splitTender(open: OpenPayment, toPay: ToPay): OpenPayment {
  if (isPartial(open, toPay)) return take(open, toPay)
  return { ...open, method: null, digits: '', isTyped: false }
}

/** Removes a tender that was taken; `place` is its index. */
export function removeTender(open: OpenPayment, place: number): OpenPayment {
  return { ...open, taken: open.taken.filter((_tender, index) => index !== place) }
}

/** Whether the amount entered is less than what is left, and may be taken. */
function isPartial(open: OpenPayment, toPay: ToPay): boolean {
  const entered = enteredCents(open, toPay)
  const left = leftCents(open, toPay)
  const isPart = open.method !== null && entered > 0 && entered < left
  return isPart && refusalOf(open, toPay) === null
}

function take(open: OpenPayment, toPay: ToPay): OpenPayment {
  return { taken: tendersOf(open, toPay), method: null, digits: '', isTyped: false }
}

function tenderOf({ kind, name, account }: PaymentMethod, amount: number, toPay: ToPay): Tender {
  return { kind, name, account, givenCents: toPay.totalCents < 0 ? 0 - amount : amount }
}
