import { keepNewRecoveryCode } from './recoverOwner'
import { recordTrace, traceOf } from '@/till/journal/recordTrace'
import { hashSecret, type SlowHash } from './hashSecret'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { ok, type PeopleError, type Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { Need } from '@/core/people/permissions'
import { isPin } from '@/core/people/pin'
import {
  changeMember as withChange,
  joinTeam,
  leaveTeam,
  type MemberChange,
} from '@/core/people/team'
import { memberOf, type Member, type Role } from '@/core/people/user'
import { changeUser, readPresentUsers } from '@/storage/people/users'

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

/** Members of the team; empty in a shop that named nobody. */
export async function readTeam(context: TillContext): Promise<Member[]> {
  return (await readPresentUsers(context.tillDb)).map(memberOf)
}

/** Adds a member to the team. The first member is an owner, and a recovery code is made. */
export async function addMember(
  context: TillContext,
  slowHash: SlowHash,
  servedBy: UserV1,
  wanted: WantedMember,
): Promise<Result<JoinedMember, PeopleError>> {
  assert(isPin(wanted.pin), 'a PIN has 4 to 8 digits')
  const pin = await hashSecret(slowHash, wanted.pin)
  const { at } = context.now()
  const { name, role } = wanted
  const user = { userId: context.newId(), name, role, pin, createdAt: at, removedAt: null }

  const isFirst = (await readPresentUsers(context.tillDb)).length === 0
  const joined = await changeUser(
    context.tillDb,
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
  assert(pin === undefined || isPin(pin), 'a PIN has 4 to 8 digits')
  const next: MemberChange = pin ? { ...change, pin: await hashSecret(slowHash, pin) } : change
  const changed = await changeUser(
    context.tillDb,
    users => withChange(users, userId, next),
    user =>
      traceOf(context, servedBy, 'user-changed', {
        change: Object.keys(next).sort().join(', '),
        ...memberOf(user),
      }),
  )
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
    users => leaveTeam(users, userId, context.now().at),
    user => traceOf(context, servedBy, 'user-changed', { change: 'removed', ...memberOf(user) }),
  )
  return left.ok ? ok(memberOf(left.value)) : left
}

/**
 * Seals that someone approved one action of the person who serves, a trace for each permission that
 * was lacking. The action is still recorded under the person who serves.
 */
export async function recordApproval(
  context: TillContext,
  servedBy: UserV1,
  approver: UserV1,
  needs: readonly Need[],
  detail: TraceV1['detail'],
): Promise<void> {
  for (const { permission } of needs) {
    await recordTrace(context, servedBy, 'approval', {
      ...detail,
      act: permission,
      approver: approver.name,
      approverId: approver.userId,
    })
  }
}
