import { assertCents } from './money'

/** Means of payment the till has rules for; a shop's own kinds are `other`. */
export const TENDER_KINDS = ['cash', 'card', 'cheque', 'meal-voucher', 'transfer', 'other'] as const
export type TenderKind = (typeof TENDER_KINDS)[number]

/** A means of payment as the owner set it up. */
export interface TenderMeans {
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

/** Total given, all means together. */
export function givenCents(tenders: readonly Tender[]): number {
  return tenders.reduce((total, tender) => total + tender.givenCents, 0)
}

/** Amounts worth one tap: the exact total, then the next sums a customer would hand over. */
export function quickCashCents(dueCents: number): number[] {
  assertCents(dueCents)
  const steps = [500, 1_000, 2_000, 5_000, 10_000]
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
