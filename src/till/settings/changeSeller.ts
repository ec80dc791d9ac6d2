import { recordTrace } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { keepSetting } from '@/storage/settings/settings'

/** Stores the seller. The VAT mention concerns money, so its change is traced first (R4). */
export async function changeSeller(
  context: TillContext,
  user: UserV1,
  before: SellerV1,
  after: SellerV1,
): Promise<void> {
  if (before.mention !== after.mention) {
    const detail = { name: 'seller.mention', before: before.mention, after: after.mention }
    await recordTrace(context, user, 'setting-changed', detail)
  }
  await keepSetting(context.tillDb, 'seller', after)
}
