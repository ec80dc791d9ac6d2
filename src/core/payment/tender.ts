import type { TenderV1 } from '@/core/journal/events/saleV1'
import { assertCents } from '@/core/money'
import { isNoAmount, typedCents } from '@/core/typedAmount'

/**
 * Kinds of payment methods that the till has rules for; a shop's own kinds are `other`. An owner
 * never sets up `debt`: it gives back by lowering what the customer still owes.
 */
export const TENDER_KINDS = [
  'cash',
  'card',
  'cheque',
  'meal-voucher',
  'transfer',
  'other',
  'debt',
] as const
export type TenderKind = (typeof TENDER_KINDS)[number]

/** A payment method as the owner set it up. */
export interface PaymentMethod {
  meansId: string
  kind: TenderKind
  /** Name in the shop; empty for the usual name of its kind. */
  name: string
  /** Account in the chart of accounts (530 cash, 511 cards and cheques). */
  account: string
  isOn: boolean
}

/** An amount a customer gives, before change; below zero when the shop gives it back. */
export interface Tender {
  kind: TenderKind
  name: string
  account: string
  givenCents: number
}

/** Notes and coins in euros, dearest first, in cents. */
export const NOTES_AND_COINS_CENTS = [
  50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
] as const

/** Lowers the debt by the goods given back; booked on the customers' account (R22). */
export const DEBT_METHOD: PaymentMethod = {
  meansId: 'debt',
  kind: 'debt',
  name: '',
  account: '411',
  isOn: true,
}

/** Nobody is given more change than this: the amount was a scanned code or a slip of the hand. */
const MOST_CHANGE_CENTS = 100_000

/**
 * Whether what is typed as an amount cannot be one: a scanned code, or far above what is left to
 * pay. Pass it as typed, with leading zeros: a code may begin with them.
 */
export function isUnlikelyAmount(typed: string, leftCents: number): boolean {
  return isNoAmount(typed) || isUnlikelyChange(typedCents(typed) - leftCents)
}

/** Whether so much change shows that the amount given was not an amount. */
export function isUnlikelyChange(changeCents: number): boolean {
  return changeCents > MOST_CHANGE_CENTS
}

/** Sum of all tenders. */
export function givenCents(tenders: readonly Pick<Tender, 'givenCents'>[]): number {
  return tenders.reduce((total, tender) => total + tender.givenCents, 0)
}

/** Sum of the tenders of one kind. */
export function givenInCents(tenders: readonly TenderV1[], kind: TenderKind): number {
  return givenCents(tenders.filter(tender => tender.kind === kind))
}

/** Amount by which goods given back lower a debt instead of being paid out. */
export function loweredDebtCents(tenders: readonly TenderV1[]): number {
  return 0 - givenInCents(tenders, 'debt')
}

/** Tenders in their sealed shape. */
export function sealedTenders(tenders: readonly Tender[]): TenderV1[] {
  return tenders.map(({ kind, name, account, givenCents }) => ({ kind, name, account, givenCents }))
}

/** Amounts offered as one-tap buttons: the exact total, then what the next note or coin of each value makes. */
export function quickCashCents(dueCents: number): number[] {
  assertCents(dueCents)
  // Below the smallest note, sums in coins are offered.
  const steps = dueCents < 500 ? [100, 200, 500, 1_000, 2_000] : [500, 1_000, 2_000, 5_000, 10_000]
  const sums = steps.map(step => Math.ceil(dueCents / step) * step)
  return [...new Set([dueCents, ...sums])].sort((a, b) => a - b)
}

/** The fewest notes and coins that make up an amount, dearest first. */
export function changeCoins(changeCents: number): { valueCents: number; count: number }[] {
  assertCents(changeCents)
  let leftCents = changeCents
  const coins = []
  for (const valueCents of NOTES_AND_COINS_CENTS) {
    const count = Math.floor(leftCents / valueCents)
    if (count > 0) coins.push({ valueCents, count })
    leftCents -= count * valueCents
  }
  return coins
}
