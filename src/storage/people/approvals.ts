import { readRights } from './rights'
import { append, sealingTables, type Unsealed } from '@/storage/journal/append'
import { RefusedByJournal } from '@/storage/journal/refusals'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { approvalFor, withApproval, type Act, type Approval } from '@/core/people/approval'
import {
  isAllowed,
  missingRights,
  type Need,
  type VisitPermission,
} from '@/core/people/permissions'
import { presentOf } from '@/core/people/team'
import type { Role } from '@/core/people/user'

/** An act, and who does it. */
export interface OwnAct extends Act {
  user: UserV1
  /** The PIN is asked for even of a person who may do it: without an approval it is refused. */
  isProven?: boolean
}

/** Tables that checking a right reads or writes; a transaction that does an act includes them. */
export const tablesOfRights = (db: TillDatabase) => [db.settings, db.users]

/** Tables of an act that is checked and sealed in one transaction. */
export const tablesOfAct = (db: TillDatabase) => [...sealingTables(db), db.users]

/**
 * Refuses an act that the person may not do alone by the rights stored now and that nobody approved,
 * whatever a screen allowed. An approval of one act is used up. Must be called inside the
 * transaction that does the act.
 *
 * @throws RefusedByJournal when neither the role nor an approval allows it.
 */
export async function takeRight(db: TillDatabase, act: OwnAct): Promise<void> {
  const { permission, user } = act
  const team = presentOf(await db.users.toArray())
  if (team.length === 0) return
  const roleOf = (userId: string): Role | null =>
    team.find(member => member.userId === userId)?.role ?? null
  // An owner opened the journal to an inspector, who may take an archive with them (R11).
  if (permission === 'archive' && (await readSetting(db, 'isInspected'))) return
  const rights = await readRights(db)
  const role = roleOf(user.userId)
  if (!act.isProven && role !== null && isAllowed(rights, role, { permission })) return
  const approvals = (await readSetting(db, 'approvals')) ?? []
  const used = approvalFor(approvals, user.userId, act, rights, roleOf)
  if (!used) throw new RefusedByJournal({ code: 'approval-missing', permission })
  if (used.covers === 'act') {
    await keepSetting(
      db,
      'approvals',
      approvals.filter(one => one !== used),
    )
  }
}

/** As `takeRight`, for an act that seals and stores nothing. */
export function takeRightAlone(db: TillDatabase, act: OwnAct): Promise<void> {
  return db.transaction('rw', tablesOfRights(db), async () => takeRight(db, act))
}

/**
 * Seals an approval, a trace for each permission, and keeps what it covers until it is used, in one
 * strict transaction. False, and nothing is written, when the approver may not approve all of it by
 * the rights stored now.
 */
export function keepApproval(
  db: TillDatabase,
  approverId: string,
  needs: readonly Need[],
  traces: readonly Unsealed<TraceV1>[],
  kept: readonly Approval[],
): Promise<boolean> {
  return db.transaction('rw', tablesOfAct(db), async () => {
    const approver = presentOf(await db.users.toArray()).find(one => one.userId === approverId)
    const rights = await readRights(db)
    if (!approver || missingRights(rights, approver.role, needs).length > 0) return false
    for (const { event, ...stamp } of traces) await append(db, stamp, () => event)
    const before = (await readSetting(db, 'approvals')) ?? []
    await keepSetting(db, 'approvals', kept.reduce(withApproval, before))
    return true
  })
}

/** Ends approvals that were not used: all of them, or those of visits of other pages than `shown`. */
export function endApprovals(db: TillDatabase, shown?: VisitPermission | null): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const before = (await readSetting(db, 'approvals')) ?? []
    const isLeft = (one: Approval) => one.covers === 'act' || one.permission === shown
    const left = shown === undefined ? [] : before.filter(isLeft)
    if (left.length < before.length) await keepSetting(db, 'approvals', left)
  })
}
