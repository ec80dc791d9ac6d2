import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { append } from '@/storage/journal/append'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'
import { keepSetting } from '@/storage/settings/settings'

const SELLER_ACT = { permission: 'settings', about: { setting: 'seller' } } as const

/**
 * Stores the seller. The VAT mention concerns money, so its change is traced in the same transaction
 * (R4).
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval allows it.
 */
export async function changeSeller(
  context: TillContext,
  user: UserV1,
  before: SellerV1,
  after: SellerV1,
): Promise<void> {
  const { tillDb } = context
  await tillDb.transaction('rw', tablesOfAct(tillDb), async () => {
    await takeRight(tillDb, { user, ...SELLER_ACT })
    if (before.mention !== after.mention) {
      const detail = { name: 'seller.mention', before: before.mention, after: after.mention }
      const { event, ...stamp } = traceOf(context, user, 'setting-changed', detail)
      await append(tillDb, stamp, () => event)
    }
    await keepSetting(tillDb, 'seller', after)
  })
}
