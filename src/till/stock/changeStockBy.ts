import type { TillContext } from '@/till/context'
import { changeRole, type SharedRole } from '@/till/sharing/changeRole'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { ApprovalError, Result } from '@/core/errors'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/** Names the device that sends the shop's stock, for all; empty for none. By right and traced. */
export const changeStockBy = (
  context: TillContext,
  user: UserV1,
  device: string,
): Promise<Result<null, ApprovalError>> => changeRole(context, user, SENDS_STOCK, device)

const SENDS_STOCK: SharedRole = {
  act: 'send-stock',
  setting: 'stockBy',
  read: async ({ tillDb }) => (await readSetting(tillDb, 'stockBy'))?.shop ?? '',
  async record({ tillDb }, device) {
    const rule = await readSetting(tillDb, 'stockBy')
    await keepSetting(tillDb, 'stockBy', { ...rule, shop: device })
  },
}
