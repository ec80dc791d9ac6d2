import type { TillContext } from '@/till/context'
import { daysBefore, type Days } from '@/core/days'
import { ReportSums, type PurchaseOf, type Report } from '@/core/reports/report'
import { listArticles } from '@/storage/catalogue/catalogue'
import { isSharing } from '@/till/sharing/isSharing'
import type { ShopEntries } from '@/till/sharing/copies/shopEntries'
import type { UncountedOrder } from '@/core/sharing/doubleOrders'
import type { JournalEntry } from '@/core/journal/journal'
import type { OtherTill, TillChoice } from '@/core/sharing/otherTills'
import { readEntriesOfDays } from '@/storage/reports/figures'

/** Figures of a period, and of the same number of days just before it. */
export interface ComparedReport {
  now: Report
  before: Report
}

/** Figures of several tills, and how far the others are known. */
export interface ShopReport extends ComparedReport {
  /** The other tills of the shop, chosen or not; none where this device is alone. */
  tills: readonly OtherTill[]
  /** Online orders of the period that several tills recorded: each is counted once. */
  uncounted: readonly UncountedOrder[]
}

/**
 * Reads a period and the period before it, a day at a time: of this till, or of those of the shop
 * that a choice means.
 */
export async function readReport(
  context: TillContext,
  days: Days,
  choice: TillChoice = 'own',
): Promise<ShopReport> {
  const all = { from: daysBefore(days).from, to: days.to }
  const ofShop = (await isSharing(context)) ? await sharedEntries() : undefined
  return (
    (await ofShop?.readCopies(context, async copies => {
      const entries = await ofShop.readShopEntries(context, copies, choice, all)
      const report = await sumUp(context, days, allOf(entries.days))
      const uncounted = entries.uncounted.filter(({ day }) => day >= days.from)
      return { ...report, tills: copies.tills, uncounted }
    })) ?? {
      ...(await sumUp(context, days, readEntriesOfDays(context.tillDb, all))),
      tills: [],
      uncounted: [],
    }
  )
}

/** Loaded where this device shares. */
const sharedEntries = async () => ({
  ...(await import('@/till/sharing/copies/listOtherTills')),
  ...(await import('@/till/sharing/copies/shopEntries')),
})

async function* allOf(days: ShopEntries['days']): AsyncGenerator<JournalEntry[]> {
  for await (const tills of days) yield tills.flatMap(({ entries }) => entries)
}

async function sumUp(
  context: TillContext,
  days: Days,
  entriesByDay: AsyncIterable<JournalEntry[]>,
): Promise<ComparedReport> {
  const before = daysBefore(days)
  const purchaseOf = await readPurchases(context)
  const sums = {
    now: sumsOf(context, days, purchaseOf),
    before: sumsOf(context, before, purchaseOf),
  }
  for await (const entries of entriesByDay) {
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
