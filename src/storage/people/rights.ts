import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
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
