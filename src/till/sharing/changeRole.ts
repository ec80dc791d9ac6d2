import type { TillContext } from '@/till/context'
import { traceOf } from '@/till/journal/recordTrace'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { fail, ok, type ApprovalError, type Result } from '@/core/errors'
import { deviceAct } from '@/core/people/approval'
import { append } from '@/storage/journal/append'
import { approvalOf } from '@/storage/journal/refusals'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'

/** What one device does for all of the shop, as a setting says it. */
export interface SharedRole {
  act: 'record-orders' | 'send-stock'
  setting: 'ordersBy' | 'stockBy'
  /** The device that does it now; empty for none. */
  read: (context: TillContext) => Promise<string>
  /** From now on a device, and no other, does it. */
  record: (context: TillContext, device: string) => Promise<void>
}

/**
 * Gives what one device does for all to another one, by the owner: takes the right to it and seals a
 * trace, in one transaction. A refusal is an error; nothing is then done.
 */
export async function changeRole(
  context: TillContext,
  user: UserV1,
  { act, setting, read, record }: SharedRole,
  device: string,
): Promise<Result<null, ApprovalError>> {
  const { tillDb } = context
  try {
    await tillDb.transaction('rw', tablesOfAct(tillDb), async () => {
      await takeRight(tillDb, { user, ...deviceAct(act, device) })
      const before = await read(context)
      if (before === device) return
      const detail = { name: setting, before, after: device }
      const { event, ...stamp } = traceOf(context, user, 'setting-changed', detail)
      await append(tillDb, stamp, () => event)
      await record(context, device)
    })
    return ok(null)
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return fail(refusal)
  }
}
