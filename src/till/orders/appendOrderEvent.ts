import { isNumberedApart, stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { readElsewhere } from '@/till/payment/aboutSales'
import { assert } from '@/core/assert'
import type { Result, SellingError } from '@/core/errors'
import { sealEvent, type SaleEntry } from '@/core/journal/journal'
import { seriesOf } from '@/core/journal/series'
import { referenceOfSource, refundSources } from '@/core/payment/refund'
import type { UnnumberedSale } from '@/core/payment/settle'
import { appendSale } from '@/storage/journal/appendSale'
import { RefusedByJournal, TicketChangedElsewhere } from '@/storage/journal/refusals'
import { readRecordedOrder } from '@/storage/orders/orders'

/**
 * Seals an order's sale or refund in a transaction of its own. When another tab sealed the same
 * order meanwhile, its sale is returned. A look seals nothing on disk.
 */
export async function appendOrderEvent(
  till: TillContext,
  eventId: string,
  event: UnnumberedSale,
  isLook: boolean,
): Promise<Result<SaleEntry, SellingError>> {
  const kind = event.kind === 'sale' ? 'web-sale' : 'web-refund'
  const series = seriesOf(till.tillCode, kind, isNumberedApart(till))
  const unsealed = { ...stampEvent(till, eventId), event }
  if (isLook) {
    const numbered = { ...event, document: { series, number: 0 } }
    const entry = sealEvent(undefined, { ...unsealed, event: numbered })
    return { ok: true, value: { ...entry, event: numbered } }
  }
  try {
    const sources = refundSources(unsealed).map(referenceOfSource)
    const elsewhere = await readElsewhere(till, sources)
    const sealed = await appendSale(till.tillDb, unsealed, series, 'shop', null, elsewhere)
    return { ok: true, value: sealed }
  } catch (error) {
    if (error instanceof RefusedByJournal) return { ok: false, error: error.refusal }
    if (!(error instanceof TicketChangedElsewhere)) throw error
    const recorded = await readRecordedOrder(till.tillDb, eventId)
    assert(recorded !== undefined, 'a sale sealed by another tab is in the journal')
    return { ok: true, value: recorded.sale }
  }
}
