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
 * A payment being made: what was taken so far, and the amount being entered. A value, as a
 * ticket is: each act gives another. Amounts are above zero also where they are given back.
 */
export interface OpenPayment {
  taken: readonly Tender[]
  /** Means of what is entered; null while an amount is typed before its means. */
  method: PaymentMethod | null
  /** Cents as typed, leading zeros included; empty for what the means offers by itself. */
  digits: string
  /** A digit goes on after typed ones, and replaces a quick amount. */
  isTyped: boolean
}

/** What is to be paid, and the rules in force. */
export interface ToPay extends Omit<TenderRules, 'mayOwe'> {
  /** Below zero, it is given back. */
  totalCents: number
}

export const NOTHING_PAID: OpenPayment = { taken: [], method: null, digits: '', isTyped: false }

/** Where typing goes on no more: a long barcode stays whole, so that the refusal shows it. */
const MOST_DIGITS = 20

/** What the tenders taken so far leave to pay, or to give back; below zero where they are too much. */
export function leftCents({ taken }: OpenPayment, { totalCents }: ToPay): number {
  const left = totalCents - givenCents(taken)
  return totalCents < 0 ? 0 - left : left
}

/** What a means takes by itself: all that is left, as far as its rules go; cash is counted. */
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

/** The amount entered: typed, or what the chosen means offers. */
export function enteredCents(open: OpenPayment, toPay: ToPay): number {
  if (open.digits !== '') return Number(open.digits)
  return open.method ? offeredCents(open.method, open, toPay) : 0
}

/** Everything that is tendered: what was taken, and what is entered with its means. */
export function tendersOf(open: OpenPayment, toPay: ToPay): Tender[] {
  const { taken, method } = open
  const entered = enteredCents(open, toPay)
  return method && entered > 0 ? [...taken, tenderOf(method, entered, toPay)] : [...taken]
}

/** Why what is entered cannot be taken, told before it is; what is missing is no mistake yet. */
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
  // Cash taken before does not make change of what comes after it.
  const overCents = enteredCents(open, toPay) - left
  const { method } = open
  return method && method.kind !== 'cash' && overCents > 0
    ? { code: 'tender-over', tenderName: method.name, overCents }
    : null
}

/** Whether these tenders pay it all, so that one tap may seal it. */
export function canPay(open: OpenPayment, toPay: ToPay): boolean {
  if (refusalOf(open, toPay)) return false
  const tenders = tendersOf(open, toPay)
  return checkTenders(toPay.totalCents, tenders, { ...toPay, mayOwe: false }).ok
}

/** What is tendered where the rest is left due: what a means offers untouched is not taken. */
export function tendersBeforeDue(open: OpenPayment, toPay: ToPay): Tender[] {
  return open.digits === '' ? [...open.taken] : tendersOf(open, toPay)
}

/** What would be left due; undefined where nothing can be. */
export function leavableCents(open: OpenPayment, toPay: ToPay): number | undefined {
  const isNamed = open.method !== null || open.digits === ''
  const left = toPay.totalCents - givenCents(tendersBeforeDue(open, toPay))
  return isNamed && left > 0 && refusalOf(open, toPay) === null ? left : undefined
}

/** Types digits of an amount. */
export function typeDigits(open: OpenPayment, more: string): OpenPayment {
  const digits = `${open.isTyped ? open.digits : ''}${more}`.slice(0, MOST_DIGITS)
  return { ...open, digits, isTyped: true }
}

/** Takes back the last digit; all of them when they are a code, or none of them was typed. */
export function eraseDigit(open: OpenPayment, toPay: ToPay): OpenPayment {
  const { digits, isTyped } = open
  const isWhole = !isTyped || isUnlikelyAmount(digits, leftCents(open, toPay))
  return { ...open, digits: isWhole ? '' : digits.slice(0, -1), isTyped: true }
}

/** Enters an amount at once; the next digit begins another. */
export function enterAmount(open: OpenPayment, amountCents: number): OpenPayment {
  return { ...open, digits: String(amountCents), isTyped: false }
}

/**
 * Chooses a means. An amount typed before is taken with it; a part entered with another means
 * is taken with that one, and the chosen one is for the rest. Refused as `refusalOf` tells.
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

/** Pays by another means too: takes the part entered, if any, then an amount is typed first. */
export function splitTender(open: OpenPayment, toPay: ToPay): OpenPayment {
  if (isPartial(open, toPay)) return take(open, toPay)
  return { ...open, method: null, digits: '', isTyped: false }
}

/** Gives up a tender that was taken. */
export function removeTender(open: OpenPayment, place: number): OpenPayment {
  return { ...open, taken: open.taken.filter((_tender, index) => index !== place) }
}

/** Whether the amount entered is a part of what is left, and may be taken. */
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
