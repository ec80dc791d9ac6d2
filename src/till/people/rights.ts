import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type ApprovalError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isAllowed, type Need, type Rights } from '@/core/people/permissions'
import { changedRights } from '@/core/people/roleRights'
import * as storage from '@/storage/people/rights'

/** What each role may do, as the owner last decided. */
export const readRights = ({ tillDb }: TillContext): Promise<Rights> => storage.readRights(tillDb)

/** Whether the owner ever decided what roles may do. */
export const areRightsSet = ({ tillDb }: TillContext): Promise<boolean> =>
  storage.areRightsSet(tillDb)

/** Changes what roles may do; every right that differs is traced with its old and new value. */
export function changeRights(
  context: TillContext,
  user: UserV1,
  change: (before: Rights) => Rights,
): Promise<Rights> {
  return storage.changeRights(context.tillDb, change, (before, after) =>
    changedRights(before, after).map(changed =>
      traceOf(context, user, 'setting-changed', { ...changed }),
    ),
  )
}

/**
 * Fails unless a person may do something alone by the rights stored now, whatever a screen allowed.
 * `by` is the person who serves, or who approved it.
 */
export async function requireRight(
  { tillDb }: TillContext,
  by: UserV1,
  need: Need,
): Promise<Result<true, ApprovalError>> {
  const role = await storage.readRoleOf(tillDb, by.userId)
  if (role === null || isAllowed(await storage.readRights(tillDb), role, need)) return ok(true)
  return fail({ code: 'approval-missing', permission: need.permission })
}
