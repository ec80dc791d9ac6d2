import type { Article, Department } from '@/core/catalogue/article'
import { withDescendants } from '@/core/catalogue/departmentTree'
import { assert } from '@/core/assert'
import type { SellingError } from '@/core/errors'
import type { SaleV1, TenderV1 } from '@/core/journal/events/saleV1'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { departmentOfFree } from '@/core/ticket/freePrice'
import type { PricedLine } from '@/core/ticket/pricing'
import { refundSources } from './refund'
import { givenInCents } from './tender'

/**
 * Whether meal vouchers may pay an article, by its id. They pay only for food (code du travail,
 * art. L3262-1), and only the owner knows which articles are food.
 */
export type IsFood = (articleId: string) => boolean

/** The owner's marks of food, with the departments and articles they refer to. */
export interface FoodMarks {
  departments: readonly Department[]
  /** Marked departments; a mark includes all sub-departments. */
  markedIds: readonly string[]
  articles: readonly Article[]
  articleOf: (articleId: string) => Article | undefined
}

/** What limits meal vouchers besides the total. */
export interface VoucherRules {
  /** The most that one person may pay in them a day, in cents (code du travail, art. R3262-10). */
  mealVoucherCeilingCents: number
  /** How many people pay in them; absent for one. */
  voucherPeople?: number
  /** Null when the owner marked no food. */
  foodCents: number | null
}

/** Most people that one payment may count: a higher number is a slip of the hand. */
export const MOST_VOUCHER_PEOPLE = 50

/** How many people's ceilings an amount in vouchers needs: at least one. */
export function peopleForVouchers(vouchersCents: number, ceilingCents: number): number {
  if (ceilingCents <= 0) return 1
  return Math.min(Math.max(1, Math.ceil(vouchersCents / ceilingCents)), MOST_VOUCHER_PEOPLE)
}

/** The most that all the people who pay may give in vouchers together, in cents. */
export function vouchersCeilingCents({ mealVoucherCeilingCents, voucherPeople }: VoucherRules) {
  return mealVoucherCeilingCents * (voucherPeople ?? 1)
}

/**
 * The most that meal vouchers may pay, and which rule limits them; null when they may pay it all.
 */
export interface VoucherLimit {
  mostCents: number
  why: 'food' | 'ceiling' | null
}

/** Whether the owner has marked any department or article. */
export function isFoodMarked({ markedIds, articles }: Pick<FoodMarks, 'markedIds' | 'articles'>) {
  return markedIds.length > 0 || articles.some(one => one.takesMealVouchers !== undefined)
}

/**
 * The rule that tells whether an article is food: by its own mark, else by a mark on its main
 * department or a department above. A free price is judged by its department. When articles are
 * only excluded, all other articles are food. Null when nothing is marked: meal vouchers are then
 * not limited to food.
 */
export function foodRule(marks: FoodMarks): IsFood | null {
  const { departments, markedIds, articles, articleOf } = marks
  if (!isFoodMarked(marks)) return null
  const isAnyFood = markedIds.length > 0 || articles.some(one => one.takesMealVouchers)
  const food = new Set(markedIds.flatMap(id => [...withDescendants(departments, id)]))
  const isOfFood = (departmentId: string | undefined) =>
    !isAnyFood || (departmentId !== undefined && food.has(departmentId))
  return articleId => {
    const article = articleOf(articleId)
    const departmentId = departmentOfFree(articleId) ?? article?.departmentIds[0]
    return article?.takesMealVouchers ?? isOfFood(departmentId)
  }
}

/**
 * Amount of food on a ticket after all discounts, including discounts on the whole ticket. It is
 * below zero when more food is given back than sold. Shipping is never food.
 */
export function foodCentsOf(priced: readonly PricedLine[], isFood: IsFood): number {
  return priced.reduce((sum, { line, grossCents }) => {
    return line.shipping === null && isFood(line.articleId) ? sum + grossCents : sum
  }, 0)
}

/** The most that meal vouchers may pay of a total, including vouchers already taken. */
export function voucherLimit(totalCents: number, rules: VoucherRules): VoucherLimit {
  const { foodCents } = rules
  const ceilingCents = vouchersCeilingCents(rules)
  const wholeCents = Math.max(0, totalCents)
  const ofFoodCents = Math.min(Math.max(0, foodCents ?? wholeCents), wholeCents)
  if (ceilingCents < ofFoodCents) return { mostCents: ceilingCents, why: 'ceiling' }
  return { mostCents: ofFoodCents, why: ofFoodCents < wholeCents ? 'food' : null }
}

/**
 * The number of people as it is sealed: only when several pay, and pay in vouchers. An entry
 * without it was held to the ceiling of one person.
 */
export function sealedPeople(tenders: readonly TenderV1[], people = 1): { voucherPeople?: number } {
  assert(
    Number.isSafeInteger(people) && people >= 1 && people <= MOST_VOUCHER_PEOPLE,
    'a payment counts one person or more',
  )
  return people > 1 && givenInCents(tenders, 'meal-voucher') > 0 ? { voucherPeople: people } : {}
}

/** What limits the amount given back in meal vouchers. */
export interface VoucherBackRules {
  /** Below zero for food that is given back; null when the owner marked no food. */
  foodCents: number | null
  /** Vouchers taken for the sales whose goods come back, less vouchers already given back. */
  vouchersPaidCents: number
}

/**
 * The most that may be given back in meal vouchers: the food given back, never more than they paid.
 */
export function vouchersBackLimit(totalCents: number, rules: VoucherBackRules): number {
  const { foodCents, vouchersPaidCents } = rules
  const backCents = Math.max(0, 0 - totalCents)
  const foodBackCents = Math.max(0, 0 - (foodCents ?? totalCents))
  return Math.min(backCents, foodBackCents, Math.max(0, vouchersPaidCents))
}

/** Why meal vouchers may not give this amount back; undefined when they may. */
export function vouchersBackRefusal(
  totalCents: number,
  tenders: readonly TenderV1[],
  rules: VoucherBackRules,
): SellingError | undefined {
  const mostCents = vouchersBackLimit(totalCents, rules)
  const backCents = 0 - givenInCents(tenders, 'meal-voucher')
  return backCents > mostCents ? { code: 'meal-voucher-back', mostCents } : undefined
}

/** Meal vouchers taken for sales and later payments, less vouchers given back in refunds. */
export function vouchersPaidCents(
  paid: readonly (SaleEntry | PaymentEntry)[],
  refunds: readonly SaleEntry[],
): number {
  const ofVouchers = ({ event }: SaleEntry | PaymentEntry) =>
    givenInCents(event.tenders, 'meal-voucher')
  // Vouchers taken in an exchange paid for its own goods, not for the goods that came back.
  const backCents = refunds.reduce((sum, refund) => sum + Math.min(0, ofVouchers(refund)), 0)
  return paid.reduce((sum, one) => sum + ofVouchers(one), backCents)
}

/** Whether a sale took more in meal vouchers than its food amount. No till seals such a sale. */
export function isOverFood({ totalCents, foodCents, tenders }: SaleV1): boolean {
  if (foodCents === undefined || totalCents <= 0) return false
  return givenInCents(tenders, 'meal-voucher') > Math.max(0, foodCents)
}

/**
 * Food of a sale that no meal voucher has paid yet: the sealed food amount, less food given back
 * since, less vouchers taken at the sale and since. Null when the sale does not state its food.
 */
export function foodLeftCents(
  sale: SaleEntry,
  payments: readonly PaymentEntry[],
  refunds: readonly SaleEntry[],
): number | null {
  const { foodCents } = sale.event
  if (foodCents === undefined) return null
  // An exchange, or a refund of several sales, does not tell to which sale its food belongs.
  const ofSale = refunds.filter(
    one => one.event.kind === 'refund' && refundSources(one).length === 1,
  )
  const backCents = ofSale.reduce((sum, { event }) => sum + (event.foodCents ?? 0), 0)
  return foodCents + backCents - vouchersPaidCents([sale, ...payments], ofSale)
}
