import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { Rights } from '@/core/people/permissions'
import { changedRights } from '@/core/people/roleRights'
import { changeRights as storeRights } from '@/storage/people/changeRights'
import * as storage from '@/storage/people/rights'

/** The act of changing what roles may do, to be approved as such. */
export const TO_CHANGE_RIGHTS = { permission: 'users', about: { change: 'rights' } } as const

/** What each role may do, as the owner last decided. */
export const readRights = ({ tillDb }: TillContext): Promise<Rights> => storage.readRights(tillDb)

/** Whether the owner ever decided what roles may do. */
export const areRightsSet = ({ tillDb }: TillContext): Promise<boolean> =>
  storage.areRightsSet(tillDb)

/**
 * Changes what roles may do; every right that differs is traced with its old and new value. It needs
 * the right to change the team.
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval of this act allows it.
 */
export function changeRights(
  context: TillContext,
  user: UserV1,
  change: (before: Rights) => Rights,
): Promise<Rights> {
  return storeRights(context.tillDb, { user, ...TO_CHANGE_RIGHTS }, change, (before, after) =>
    changedRights(before, after).map(changed =>
      traceOf(context, user, 'setting-changed', { ...changed }),
    ),
  )
}
