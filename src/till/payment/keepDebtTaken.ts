import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { SaleEntry } from '@/core/journal/journal'
import { goneTenders, tenderDetail } from '@/core/payment/partPaid'
import type { Tender } from '@/core/payment/tender'
import type { Unsealed } from '@/storage/journal/append'
import { keepTaking } from '@/storage/payment/debtTakings'
import { writeFaultOf } from '@/storage/fault'

/**
 * Stores the tenders taken so far for a sale left due; on disk once it succeeds, as for a ticket. A
 * removed tender leaves its trace in the same transaction (R4).
 */
export async function keepDebtTaken(
  context: TillContext,
  user: UserV1,
  sale: SaleEntry,
  taken: readonly Tender[],
): Promise<Result<true, SellingError>> {
  try {
    await keepTaking(context.tillDb, sale.eventId, taken, tracesOfGone(context, user, sale, taken))
    return ok(true)
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'tender-not-written' })
  }
}

/** Makes the traces of tenders that were taken before and are not in `taken`. */
export function tracesOfGone(
  context: TillContext,
  user: UserV1,
  { till: saleTill, number: saleNumber }: SaleEntry,
  taken: readonly Tender[],
): (before: readonly Tender[]) => Unsealed<TraceV1>[] {
  return before =>
    goneTenders(before, taken).map(tender =>
      traceOf(context, user, 'tender-removed', tenderDetail(tender, { saleTill, saleNumber })),
    )
}
