import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { voucherLimit, vouchersBackLimit, vouchersBackRefusal } from './mealVouchers'
import { checkTenders, type TenderRules } from './settle'
import {
  givenCents,
  givenInCents,
  isUnlikelyAmount,
  loweredDebtCents,
  type Tender,
  type TenderMeans,
} from './tender'

/**
 * A payment being made: what was taken so far, and the amount being entered. A value, as a
 * ticket is: each act gives another. Amounts are above zero also where they are given back.
 */
export interface Tendering {
  taken: readonly Tender[]
  /** Means of what is entered; null while an amount is typed before its means. */
  means: TenderMeans | null
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

export const NOTHING_TENDERED: Tendering = { taken: [], means: null, digits: '', isTyped: false }

/** Where typing goes on no more: a long barcode stays whole, so that the refusal shows it. */
const MOST_DIGITS = 20

/** What the tenders taken so far leave to pay, or to give back; below zero where they are too much. */
export function leftCents({ taken }: Tendering, { totalCents }: ToPay): number {
  const left = totalCents - givenCents(taken)
  return totalCents < 0 ? 0 - left : left
}

/** What a means takes by itself: all that is left, as far as its rules go; cash is counted. */
export function offeredCents(means: TenderMeans, tendering: Tendering, toPay: ToPay): number {
  const left = Math.max(0, leftCents(tendering, toPay))
  const { taken } = tendering
  const isSelling = toPay.totalCents > 0
  switch (means.kind) {
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
export function enteredCents(tendering: Tendering, toPay: ToPay): number {
  if (tendering.digits !== '') return Number(tendering.digits)
  return tendering.means ? offeredCents(tendering.means, tendering, toPay) : 0
}

/** Everything that is tendered: what was taken, and what is entered with its means. */
export function tendersOf(tendering: Tendering, toPay: ToPay): Tender[] {
  const { taken, means } = tendering
  const entered = enteredCents(tendering, toPay)
  return means && entered > 0 ? [...taken, tenderOf(means, entered, toPay)] : [...taken]
}

/** Why what is entered cannot be taken, told before it is; what is missing is no mistake yet. */
export function refusalOf(tendering: Tendering, toPay: ToPay): SellingError | null {
  const { digits } = tendering
  const left = leftCents(tendering, toPay)
  if (isUnlikelyAmount(digits, left)) return { code: 'amount-unlikely', digits }
  if (toPay.totalCents <= 0) {
    const tenders = tendersOf(tendering, toPay)
    if (loweredDebtCents(tenders) > toPay.debtCents) {
      return { code: 'debt-changed', stillDueCents: toPay.debtCents }
    }
    const refusal = vouchersBackRefusal(toPay.totalCents, tenders, toPay)
    if (refusal) return refusal
    return enteredCents(tendering, toPay) > left
      ? { code: 'give-back-differs', toGiveCents: left }
      : null
  }
  const tenders = tendersOf(tendering, toPay)
  const checked = checkTenders(toPay.totalCents, tenders, { ...toPay, mayOwe: true })
  if (!checked.ok) return checked.error
  // Cash taken before does not make change of what comes after it.
  const overCents = enteredCents(tendering, toPay) - left
  const { means } = tendering
  return means && means.kind !== 'cash' && overCents > 0
    ? { code: 'tender-over', tenderName: means.name, overCents }
    : null
}

/** Whether these tenders pay it all, so that one tap may seal it. */
export function canPay(tendering: Tendering, toPay: ToPay): boolean {
  if (refusalOf(tendering, toPay)) return false
  const tenders = tendersOf(tendering, toPay)
  return checkTenders(toPay.totalCents, tenders, { ...toPay, mayOwe: false }).ok
}

/** What is tendered where the rest is left due: what a means offers untouched is not taken. */
export function tendersBeforeDue(tendering: Tendering, toPay: ToPay): Tender[] {
  return tendering.digits === '' ? [...tendering.taken] : tendersOf(tendering, toPay)
}

/** What would be left due; undefined where nothing can be. */
export function leavableCents(tendering: Tendering, toPay: ToPay): number | undefined {
  const isNamed = tendering.means !== null || tendering.digits === ''
  const left = toPay.totalCents - givenCents(tendersBeforeDue(tendering, toPay))
  return isNamed && left > 0 && refusalOf(tendering, toPay) === null ? left : undefined
}

/** Types digits of an amount. */
export function typeDigits(tendering: Tendering, more: string): Tendering {
  const digits = `${tendering.isTyped ? tendering.digits : ''}${more}`.slice(0, MOST_DIGITS)
  return { ...tendering, digits, isTyped: true }
}

/** Takes back the last digit; all of them when they are a code, or none of them was typed. */
export function eraseDigit(tendering: Tendering, toPay: ToPay): Tendering {
  const { digits, isTyped } = tendering
  const isWhole = !isTyped || isUnlikelyAmount(digits, leftCents(tendering, toPay))
  return { ...tendering, digits: isWhole ? '' : digits.slice(0, -1), isTyped: true }
}

/** Enters an amount at once; the next digit begins another. */
export function enterAmount(tendering: Tendering, amountCents: number): Tendering {
  return { ...tendering, digits: String(amountCents), isTyped: false }
}

/**
 * Chooses a means. An amount typed before is taken with it; a part entered with another means
 * is taken with that one, and the chosen one is for the rest. Refused as `refusalOf` tells.
 */
export function chooseMeans(
  tendering: Tendering,
  means: TenderMeans,
  toPay: ToPay,
): Result<Tendering, SellingError> {
  if (tendering.means === null && tendering.digits !== '') {
    const named = { ...tendering, means }
    const refusal = refusalOf(named, toPay)
    if (refusal) return fail(refusal)
    return ok(isPartial(named, toPay) ? take(named, toPay) : named)
  }
  const isOther = tendering.means?.meansId !== means.meansId
  if (isPartial(tendering, toPay) && (isOther || tendering.digits !== '')) {
    return ok({ ...take(tendering, toPay), means })
  }
  return ok({ ...tendering, means, digits: '', isTyped: false })
}

/** Pays by another means too: takes the part entered, if any, then an amount is typed first. */
export function splitTender(tendering: Tendering, toPay: ToPay): Tendering {
  if (isPartial(tendering, toPay)) return take(tendering, toPay)
  return { ...tendering, means: null, digits: '', isTyped: false }
}

/** Gives up a tender that was taken. */
export function removeTender(tendering: Tendering, place: number): Tendering {
  return { ...tendering, taken: tendering.taken.filter((_tender, index) => index !== place) }
}

/** Whether the amount entered is a part of what is left, and may be taken. */
function isPartial(tendering: Tendering, toPay: ToPay): boolean {
  const entered = enteredCents(tendering, toPay)
  const left = leftCents(tendering, toPay)
  const isPart = tendering.means !== null && entered > 0 && entered < left
  return isPart && refusalOf(tendering, toPay) === null
}

function take(tendering: Tendering, toPay: ToPay): Tendering {
  return { taken: tendersOf(tendering, toPay), means: null, digits: '', isTyped: false }
}

function tenderOf({ kind, name, account }: TenderMeans, amount: number, toPay: ToPay): Tender {
  return { kind, name, account, givenCents: toPay.totalCents < 0 ? 0 - amount : amount }
}
