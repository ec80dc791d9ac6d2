import { keepNewRecoveryCode } from './recoverOwner'
import { traceOf } from '@/till/journal/recordTrace'
import { hashSecret, type SlowHash } from './hashSecret'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { ok, type PeopleError, type Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isOfAct, type Act, type Approval } from '@/core/people/approval'
import type { Need, VisitPermission } from '@/core/people/permissions'
import { isNewPin } from '@/core/people/pin'
import {
  changeMember as withChange,
  joinTeam,
  leaveTeam,
  type MemberChange,
} from '@/core/people/team'
import { memberOf, type Member, type Role } from '@/core/people/user'
import * as approvals from '@/storage/people/approvals'
import { changeUser, forgetTries, readPresentUsers } from '@/storage/people/users'

export interface WantedMember {
  name: string
  role: Role
  pin: string
}

export interface JoinedMember {
  member: Member
  /** Shown once, when the first owner joined; null otherwise. */
  recoveryCode: string | null
}

/**
 * A change of the team as the act it is: its approval is of this change, by its kind and of whom it
 * is, and of the role it gives.
 */
export function teamAct(
  change: 'add' | 'change' | 'remove',
  { userId = '', name = '', role, pin }: Partial<WantedMember> & { userId?: string } = {},
): Act {
  const about = { change, userId, name, role: role ?? '', isNewPin: pin !== undefined }
  return { permission: 'users', about }
}

/** Members of the team; empty in a shop that named nobody. */
export async function readTeam(context: TillContext): Promise<Member[]> {
  return (await readPresentUsers(context.tillDb)).map(memberOf)
}

/**
 * Adds a member to the team, with a PIN. The first member is an owner, and a recovery code is made.
 *
 * @throws RefusedByJournal when neither the role of `servedBy` nor an approval of this act allows it.
 */
export async function addMember(
  context: TillContext,
  slowHash: SlowHash,
  servedBy: UserV1,
  wanted: WantedMember,
): Promise<Result<JoinedMember, PeopleError>> {
  assert(isNewPin(wanted.pin), 'a new PIN has 6 to 8 digits')
  const pin = await hashSecret(slowHash, wanted.pin)
  const { at } = context.now()
  const { name, role } = wanted
  const user = { userId: context.newId(), name, role, pin, createdAt: at, removedAt: null }

  const isFirst = (await readPresentUsers(context.tillDb)).length === 0
  const joined = await changeUser(
    context.tillDb,
    { user: servedBy, ...teamAct('add', { name, role, pin: '' }) },
    users => joinTeam(users, user),
    added => traceOf(context, servedBy, 'user-changed', { change: 'added', ...memberOf(added) }),
  )
  if (!joined.ok) return joined
  const recoveryCode = isFirst ? await keepNewRecoveryCode(context, slowHash) : null
  return ok({ member: memberOf(joined.value), recoveryCode })
}

/**
 * Changes someone's name, role or PIN. The trace in the journal says what changed, never the PIN.
 */
export async function changeMember(
  context: TillContext,
  slowHash: SlowHash,
  servedBy: UserV1,
  userId: string,
  wanted: Partial<WantedMember>,
): Promise<Result<Member, PeopleError>> {
  const { pin, ...change } = wanted
  assert(pin === undefined || isNewPin(pin), 'a new PIN has 6 to 8 digits')
  const next: MemberChange = pin ? { ...change, pin: await hashSecret(slowHash, pin) } : change
  const changed = await changeUser(
    context.tillDb,
    { user: servedBy, ...teamAct('change', { userId, ...wanted }) },
    users => withChange(users, userId, next),
    user =>
      traceOf(context, servedBy, 'user-changed', {
        change: Object.keys(next).sort().join(', '),
        ...memberOf(user),
      }),
  )
  // Whoever waits because of wrong PINs does not wait for the new one.
  if (changed.ok && pin !== undefined) await forgetTries(context.tillDb, userId)
  return changed.ok ? ok(memberOf(changed.value)) : changed
}

/** Removes someone from the team; their sales still name them. */
export async function removeMember(
  context: TillContext,
  servedBy: UserV1,
  userId: string,
): Promise<Result<Member, PeopleError>> {
  const left = await changeUser(
    context.tillDb,
    { user: servedBy, ...teamAct('remove', { userId }) },
    users => leaveTeam(users, userId, context.now().at),
    user => traceOf(context, servedBy, 'user-changed', { change: 'removed', ...memberOf(user) }),
  )
  return left.ok ? ok(memberOf(left.value)) : left
}

/**
 * Seals that someone approved one action of the person who serves, or their visit of one page: a
 * trace for each permission that was lacking. The till's actions use the approval up in their own
 * transactions; the action is still recorded under the person who serves. False when the approver
 * may not approve all of it.
 */
export function recordApproval(
  context: TillContext,
  servedBy: UserV1,
  approver: UserV1,
  needs: readonly Need[],
  detail: TraceV1['detail'],
  covers: Approval['covers'] = 'act',
): Promise<boolean> {
  const by = { approver: approver.name, approverId: approver.userId, covers }
  const traces = needs.map(({ permission }) =>
    traceOf(context, servedBy, 'approval', { ...detail, act: permission, ...by }),
  )
  const kept = needs.flatMap(({ permission }, index): Approval[] => {
    const approvalId = traces[index]?.eventId
    if (approvalId === undefined || !isOfAct(permission)) return []
    const { userId: servedById } = servedBy
    const { userId: approverId } = approver
    return [{ approvalId, servedById, approverId, permission, about: detail, covers }]
  })
  return approvals.keepApproval(context.tillDb, approver.userId, needs, traces, kept)
}

/** Ends approvals that were not used: all of them, or those of visits of other pages than `shown`. */
export const endApprovals = (
  { tillDb }: TillContext,
  shown?: VisitPermission | null,
): Promise<void> => approvals.endApprovals(tillDb, shown)
