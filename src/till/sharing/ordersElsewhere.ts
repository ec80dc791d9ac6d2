import type { TillContext } from '@/till/context'
import { traceOf } from '@/till/journal/recordTrace'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { fail, ok, type ApprovalError, type Result } from '@/core/errors'
import { deviceAct } from '@/core/people/approval'
import { append } from '@/storage/journal/append'
import { approvalOf } from '@/storage/journal/refusals'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { readGroup } from './group'

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

/**
 * As `recordOrdersBy`, by the owner: takes the right to it and seals a trace, in one transaction. A
 * refusal is an error; nothing is then done.
 */
export async function changeOrdersBy(
  context: TillContext,
  user: UserV1,
  device: string,
): Promise<Result<null, ApprovalError>> {
  const { tillDb } = context
  try {
    await tillDb.transaction('rw', tablesOfAct(tillDb), async () => {
      await takeRight(tillDb, { user, ...deviceAct('record-orders', device) })
      const before = (await readSetting(tillDb, 'ordersBy')) ?? ''
      if (before === device) return
      const detail = { name: 'ordersBy', before, after: device }
      const { event, ...stamp } = traceOf(context, user, 'setting-changed', detail)
      await append(tillDb, stamp, () => event)
      await recordOrdersBy(context, device)
    })
    return ok(null)
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return fail(refusal)
  }
}

/** From now on a device, and no other, records the shop's online orders. */
export const recordOrdersBy = (
  { tillDb }: Pick<TillContext, 'tillDb'>,
  device: string,
): Promise<void> => keepSetting(tillDb, 'ordersBy', device)
