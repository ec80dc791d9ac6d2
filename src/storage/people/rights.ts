import { appendEvent, sealingTables, type Unsealed } from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { rightsFromKept, type Rights } from '@/core/people/permissions'
import { presentOf } from '@/core/people/team'
import type { Role } from '@/core/people/user'

/** What each role may do, as the owner last decided. */
export async function readRights(db: TillDatabase): Promise<Rights> {
  const rules = await readSetting(db, 'counterRules')
  return rightsFromKept(await readSetting(db, 'rights'), rules?.maxDiscountRate)
}

/** Whether the owner ever decided what roles may do; until then the usual rights hold. */
export async function areRightsSet(db: TillDatabase): Promise<boolean> {
  return (await readSetting(db, 'rights')) !== undefined
}

/**
 * The role of a person as it is stored now; null in a shop that named nobody, where everyone may do
 * everything. Who has left since, or is not known, is taken for a cashier.
 */
export async function readRoleOf(db: TillDatabase, userId: string): Promise<Role | null> {
  const team = presentOf(await db.users.toArray())
  if (team.length === 0) return null
  return team.find(user => user.userId === userId)?.role ?? 'cashier'
}

/**
 * Changes the rights and seals a trace of each change, in one strict transaction: no change is
 * without its trace.
 */
export function changeRights(
  db: TillDatabase,
  change: (before: Rights) => Rights,
  tracesOf: (before: Rights, after: Rights) => Unsealed<TraceV1>[],
): Promise<Rights> {
  return db.transaction('rw', sealingTables(db), async () => {
    const before = await readRights(db)
    const after = rightsFromKept(change(before))
    for (const { event, ...stamp } of tracesOf(before, after)) {
      await appendEvent(db, stamp, () => event)
    }
    await keepSetting(db, 'rights', after)
    return after
  })
}
