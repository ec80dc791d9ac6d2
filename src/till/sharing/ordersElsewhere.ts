import { changeRole, type SharedRole } from './changeRole'
import { readGroup } from './group'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { ApprovalError, Result } from '@/core/errors'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/**
 * The device that records the shop's online orders, where that is another one: an order is sealed in
 * one journal alone, and no device knows at once what the others seal. Undefined where this one may
 * record them. `name` is empty for a device that is not known here yet.
 */
export async function ordersElsewhere(
  context: Pick<TillContext, 'tillDb'>,
): Promise<{ name: string } | undefined> {
  const { tillDb } = context
  const group = await readGroup(context)
  if (!group) return undefined
  const by = await readSetting(tillDb, 'ordersBy')
  if (by === group.keys.device) return undefined
  const kept = await tillDb.statements.toArray()
  const grant = kept.find(({ statement }) => statement.kind === 'grant' && statement.device === by)
  return { name: grant?.statement.kind === 'grant' ? grant.statement.name : '' }
}

/** As `recordOrdersBy`, by the owner, by right and traced. */
export const changeOrdersBy = (
  context: TillContext,
  user: UserV1,
  device: string,
): Promise<Result<null, ApprovalError>> => changeRole(context, user, RECORDS_ORDERS, device)

/** From now on a device, and no other, records the shop's online orders. */
export const recordOrdersBy = (
  { tillDb }: Pick<TillContext, 'tillDb'>,
  device: string,
): Promise<void> => keepSetting(tillDb, 'ordersBy', device)

const RECORDS_ORDERS: SharedRole = {
  act: 'record-orders',
  setting: 'ordersBy',
  read: async ({ tillDb }) => (await readSetting(tillDb, 'ordersBy')) ?? '',
  record: recordOrdersBy,
}
