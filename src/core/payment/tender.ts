import type { TenderV1 } from '@/core/journal/events/saleV1'
import { assertCents } from '@/core/money'

/**
 * Means of payment the till has rules for; a shop's own kinds are `other`. `debt` is no means
 * an owner sets up: it gives back by lowering what the customer still owes.
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

/** A means of payment as the owner set it up. */
export interface PaymentMethod {
  meansId: string
  kind: TenderKind
  /** What the shop calls it; empty for the usual name of its kind. */
  name: string
  /** Account of the chart of accounts it is booked on (530 cash, 511 cards and cheques). */
  account: string
  isOn: boolean
}

/** An amount a customer gives, before change; below zero, what the shop gives back. */
export interface Tender {
  kind: TenderKind
  name: string
  account: string
  givenCents: number
}

/** Notes and coins a customer may give, dearest first, in cents. */
export const NOTES_AND_COINS_CENTS = [
  50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
] as const

/** What goods given back take off a debt: booked on the account of the customers (R22). */
export const DEBT_METHOD: PaymentMethod = {
  meansId: 'debt',
  kind: 'debt',
  name: '',
  account: '411',
  isOn: true,
}

/** 99 999,99 €. */
const LONGEST_AMOUNT = 7
/** Nobody is given more change than this: the amount is a scan or a slip of the hand. */
const MOST_CHANGE_CENTS = 100_000

/** Whether digits are too many for an amount: those of a barcode are 8, 12 or 13. */
export function isLikeCode(digits: string): boolean {
  return digits.length > LONGEST_AMOUNT
}

/**
 * Whether digits typed as an amount cannot be one: a scanned code, or far above what is left
 * to pay. As typed, leading zeros included, as a code may begin with them.
 */
export function isUnlikelyAmount(digits: string, leftCents: number): boolean {
  return isLikeCode(digits) || isUnlikelyChange(Number(digits) - leftCents)
}

/** Whether so much change shows that the amount given was none. */
export function isUnlikelyChange(changeCents: number): boolean {
  return changeCents > MOST_CHANGE_CENTS
}

/** Total given, all means together. */
export function givenCents(tenders: readonly Pick<Tender, 'givenCents'>[]): number {
  return tenders.reduce((total, tender) => total + tender.givenCents, 0)
}

/** What of it is of one kind. */
export function givenInCents(tenders: readonly TenderV1[], kind: TenderKind): number {
  return givenCents(tenders.filter(tender => tender.kind === kind))
}

/** What goods given back take off a debt instead of being paid to the customer. */
export function loweredDebtCents(tenders: readonly TenderV1[]): number {
  return 0 - givenInCents(tenders, 'debt')
}

/** Tenders as they are sealed. */
export function sealedTenders(tenders: readonly Tender[]): TenderV1[] {
  return tenders.map(({ kind, name, account, givenCents }) => ({ kind, name, account, givenCents }))
}

/** Amounts worth one tap: the exact total, then the next sums a customer would hand over. */
export function quickCashCents(dueCents: number): number[] {
  assertCents(dueCents)
  // Below the smallest note, coins.
  const steps = dueCents < 500 ? [100, 200, 500, 1_000] : [500, 1_000, 2_000, 5_000, 10_000]
  const sums = steps.map(step => Math.ceil(dueCents / step) * step)
  return [...new Set([dueCents, ...sums])].sort((a, b) => a - b).slice(0, 4)
}

/** The fewest notes and coins that make an amount, dearest first. */
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
