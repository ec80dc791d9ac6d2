import type { Article, Department } from '@/core/catalogue/article'
import { withDescendants } from '@/core/catalogue/departmentTree'
import type { SellingError } from '@/core/errors'
import type { SaleV1, TenderV1 } from '@/core/journal/events/saleV1'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { departmentOfFree } from '@/core/ticket/freePrice'
import type { PricedLine } from '@/core/ticket/pricing'
import { refundSources } from './refund'
import { givenInCents } from './tender'

/**
 * Whether meal vouchers may pay an article, by its id: food only (code du travail, art. L3262-1),
 * and the owner alone knows what of the shop is.
 */
export type IsFood = (articleId: string) => boolean

/** What the owner marked, among what the shop has. */
export interface FoodMarks {
  departments: readonly Department[]
  /** Departments that are marked, and with them all below. */
  markedIds: readonly string[]
  articles: readonly Article[]
  articleOf: (articleId: string) => Article | undefined
}

/** What limits meal vouchers beside the total; null where the owner has not said what is food. */
export interface VoucherRules {
  mealVoucherCeilingCents: number
  foodCents: number | null
}

/** The most that meal vouchers may pay, and what stops them: nothing, where they may pay it all. */
export interface VoucherLimit {
  mostCents: number
  why: 'food' | 'ceiling' | null
}

/** Whether the owner has said anything of what is food. */
export function isFoodMarked({ markedIds, articles }: Pick<FoodMarks, 'markedIds' | 'articles'>) {
  return markedIds.length > 0 || articles.some(one => one.takesMealVouchers !== undefined)
}

/**
 * How an article is told to be food: by its own mark, else by that of its main department, or of
 * one above it; a free price by its department. Where articles are only ruled out, all others
 * are food. Null where nothing is marked: meal vouchers are then not held to it.
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
 * What of a ticket is food, discounts taken off, those on the whole ticket too; below zero where
 * more of it is given back than is sold. Shipping is no food.
 */
export function foodCentsOf(priced: readonly PricedLine[], isFood: IsFood): number {
  return priced.reduce((sum, { line, grossCents }) => {
    return line.shipping === null && isFood(line.articleId) ? sum + grossCents : sum
  }, 0)
}

/** What meal vouchers may pay of a total in all, those taken before counted in it. */
export function voucherLimit(totalCents: number, rules: VoucherRules): VoucherLimit {
  const { mealVoucherCeilingCents: ceilingCents, foodCents } = rules
  const wholeCents = Math.max(0, totalCents)
  const ofFoodCents = Math.min(Math.max(0, foodCents ?? wholeCents), wholeCents)
  if (ceilingCents < ofFoodCents) return { mostCents: ceilingCents, why: 'ceiling' }
  return { mostCents: ofFoodCents, why: ofFoodCents < wholeCents ? 'food' : null }
}

/** What limits what meal vouchers give back. */
export interface VoucherBackRules {
  /** Below zero for food that is given back; null where the owner has not said what is food. */
  foodCents: number | null
  /** What vouchers paid of the sales whose goods come back, less what was given back in them. */
  vouchersPaidCents: number
}

/** The most that meal vouchers may give back: what is food of it, and never more than they paid. */
export function vouchersBackLimit(totalCents: number, rules: VoucherBackRules): number {
  const { foodCents, vouchersPaidCents } = rules
  const backCents = Math.max(0, 0 - totalCents)
  const foodBackCents = Math.max(0, 0 - (foodCents ?? totalCents))
  return Math.min(backCents, foodBackCents, Math.max(0, vouchersPaidCents))
}

/** Why meal vouchers may not give this back; undefined where they may. */
export function vouchersBackRefusal(
  totalCents: number,
  tenders: readonly TenderV1[],
  rules: VoucherBackRules,
): SellingError | undefined {
  const mostCents = vouchersBackLimit(totalCents, rules)
  const backCents = 0 - givenInCents(tenders, 'meal-voucher')
  return backCents > mostCents ? { code: 'meal-voucher-back', mostCents } : undefined
}

/** What meal vouchers paid of sales, then and since, less what was given back in them. */
export function vouchersPaidCents(
  paid: readonly (SaleEntry | PaymentEntry)[],
  refunds: readonly SaleEntry[],
): number {
  const ofVouchers = ({ event }: SaleEntry | PaymentEntry) =>
    givenInCents(event.tenders, 'meal-voucher')
  // What an exchange took in vouchers paid its own goods, not those that came back.
  const backCents = refunds.reduce((sum, refund) => sum + Math.min(0, ofVouchers(refund)), 0)
  return paid.reduce((sum, one) => sum + ofVouchers(one), backCents)
}

/** Whether a sale took more in meal vouchers than what it says is food: no till seals such a one. */
export function isOverFood({ totalCents, foodCents, tenders }: SaleV1): boolean {
  if (foodCents === undefined || totalCents <= 0) return false
  return givenInCents(tenders, 'meal-voucher') > Math.max(0, foodCents)
}

/**
 * What of a sale's food no meal voucher has paid yet: as it was sealed, less what came back of it
 * and what vouchers paid then and since. Null where its sale did not say what was food.
 */
export function foodLeftCents(
  sale: SaleEntry,
  payments: readonly PaymentEntry[],
  refunds: readonly SaleEntry[],
): number | null {
  const { foodCents } = sale.event
  if (foodCents === undefined) return null
  // An exchange, or what comes back of several sales at once, does not tell whose food it is.
  const ofSale = refunds.filter(
    one => one.event.kind === 'refund' && refundSources(one).length === 1,
  )
  const backCents = ofSale.reduce((sum, { event }) => sum + (event.foodCents ?? 0), 0)
  return foodCents + backCents - vouchersPaidCents([sale, ...payments], ofSale)
}
