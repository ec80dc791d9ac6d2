import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SettingError } from '@/core/errors'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { isIdentified, sellerFaults } from '@/core/settings/seller'
import { append } from '@/storage/journal/append'
import { hasSold } from '@/storage/journal/hasSold'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'
import { keepSetting } from '@/storage/settings/settings'
import { isTraining } from '@/till/journal/stampEvent'

/** The act of saying who sells: part of an approved visit to the settings, or approved as such. */
export const SELLER_ACT = { permission: 'settings', about: { setting: 'seller' } } as const

/**
 * Stores the seller, unless its SIRET or VAT number cannot be right: what is sealed in every sale
 * afterwards could not be mended. The VAT mention concerns money, so its change is traced in the same
 * transaction (R4).
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval allows it.
 */
export async function changeSeller(
  context: TillContext,
  user: UserV1,
  before: SellerV1,
  after: SellerV1,
): Promise<Result<SellerV1, SettingError>> {
  if (sellerFaults(after).length > 0) return fail({ code: 'seller-numbers-wrong' })
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
  return ok(after)
}

/** Whether the next sale would be refused because nothing says who sells. */
export async function isSellerNeeded(context: TillContext, seller: SellerV1): Promise<boolean> {
  if (isIdentified(seller) || isTraining(context)) return false
  return !(await hasSold(context.tillDb))
}
