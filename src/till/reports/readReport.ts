import type { TillContext } from '@/till/context'
import { daysBefore, type Days } from '@/core/days'
import { ReportSums, type PurchaseOf, type Report } from '@/core/reports/report'
import { listArticles } from '@/storage/catalogue/catalogue'
import { readEntriesOfDays } from '@/storage/reports/figures'

/** Figures of a period, and of the same number of days just before it. */
export interface ComparedReport {
  now: Report
  before: Report
}

/** Reads a period and the period before it, a day at a time. */
export async function readReport(context: TillContext, days: Days): Promise<ComparedReport> {
  const before = daysBefore(days)
  const purchaseOf = await readPurchases(context)
  const sums = {
    now: sumsOf(context, days, purchaseOf),
    before: sumsOf(context, before, purchaseOf),
  }
  const all = { from: before.from, to: days.to }
  for await (const entries of readEntriesOfDays(context.tillDb, all)) {
    sums.now.add(entries)
    sums.before.add(entries)
  }
  return { now: sums.now.report(), before: sums.before.report() }
}

const sumsOf = (context: TillContext, days: Days, purchaseOf: PurchaseOf) =>
  new ReportSums(days, context.space, purchaseOf)

/** Purchase prices as the shop has them now, where it gives them. */
async function readPurchases(context: TillContext): Promise<PurchaseOf> {
  const articles = await listArticles(context.catalogueDb)
  const prices = new Map(articles.map(one => [one.articleId, one.purchaseMicros]))
  return articleId => prices.get(articleId)
}
