import type { Till } from '@/till/context'
import { daysBefore, type Days } from '@/core/days'
import { ReportSums, type PurchaseOf, type Report } from '@/core/reports/report'
import { listArticles } from '@/storage/catalogue/catalogue'
import { readEntriesOfDays } from '@/storage/reports/figures'

/** Figures of a period beside those of as many days just before. */
export interface ComparedReport {
  now: Report
  before: Report
}

/** Reads a period and the one before, a day at a time. */
export async function readReport(till: Till, days: Days): Promise<ComparedReport> {
  const before = daysBefore(days)
  const purchaseOf = await readPurchases(till)
  const sums = { now: sumsOf(till, days, purchaseOf), before: sumsOf(till, before, purchaseOf) }
  const all = { from: before.from, to: days.to }
  for await (const entries of readEntriesOfDays(till.tillDb, all)) {
    sums.now.add(entries)
    sums.before.add(entries)
  }
  return { now: sums.now.report(), before: sums.before.report() }
}

/** The demo's books are lessons as a whole: they show their own. */
export const showsLessons = (till: Till): boolean => till.space === 'demo'

const sumsOf = (till: Till, days: Days, purchaseOf: PurchaseOf) =>
  new ReportSums(days, showsLessons(till), purchaseOf)

/** Purchase prices as the shop has them now, where it says them. */
async function readPurchases(till: Till): Promise<PurchaseOf> {
  const articles = await listArticles(till.catalogueDb)
  const prices = new Map(articles.map(one => [one.articleId, one.purchaseMicros]))
  return articleId => prices.get(articleId)
}
