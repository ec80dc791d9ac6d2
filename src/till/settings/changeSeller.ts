import { recordTrace } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SettingError } from '@/core/errors'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { isIdentified, sellerFaults } from '@/core/settings/seller'
import { hasSold } from '@/storage/journal/hasSold'
import { keepSetting } from '@/storage/settings/settings'
import { isTraining } from '@/till/journal/stampEvent'

/**
 * Stores the seller, unless its SIRET or VAT number cannot be right: what is sealed in every sale
 * afterwards could not be mended. The VAT mention concerns money, so its change is traced first (R4).
 */
export async function changeSeller(
  context: TillContext,
  user: UserV1,
  before: SellerV1,
  after: SellerV1,
): Promise<Result<SellerV1, SettingError>> {
  if (sellerFaults(after).length > 0) return fail({ code: 'seller-numbers-wrong' })
  if (before.mention !== after.mention) {
    const detail = { name: 'seller.mention', before: before.mention, after: after.mention }
    await recordTrace(context, user, 'setting-changed', detail)
  }
  await keepSetting(context.tillDb, 'seller', after)
  return ok(after)
}

/** Whether the next sale would be refused because nothing says who sells. */
export async function isSellerNeeded(context: TillContext, seller: SellerV1): Promise<boolean> {
  if (isIdentified(seller) || isTraining(context)) return false
  return !(await hasSold(context.tillDb))
}
