import { randomBytes } from '@noble/hashes/utils.js'
import { guardTry } from './checkPin'
import { recordAllowed, traceOf } from '@/till/journal/recordTrace'
import { hashSecret, isHashOf, type SlowHash } from './hashSecret'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { fail, ok, type PeopleError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isNewPin } from '@/core/people/pin'
import {
  plainRecoveryCode,
  RECOVERY_CODE_BYTES,
  recoveryCodeFrom,
} from '@/core/people/recoveryCode'
import { changeMember } from '@/core/people/team'
import { memberOf, NOBODY, type Member } from '@/core/people/user'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { changeUser, forgetTries, readPresentUsers } from '@/storage/people/users'

/** The act of making a new recovery code, to be approved as such. */
export const RENEWED = { change: 'recovery-code' } as const

/** Key under which wrong codes are counted, apart from wrong PINs. */
const TRIED_AS = 'recovery-code'

/**
 * Makes a new recovery code, by which an owner who forgot their PIN gets in; the old code no longer
 * works.
 *
 * @throws RefusedByJournal when neither the role of `servedBy` nor an approval of this act allows it.
 */
export async function renewRecoveryCode(
  context: TillContext,
  slowHash: SlowHash,
  servedBy: UserV1,
): Promise<string> {
  const act = { user: servedBy, permission: 'users', about: RENEWED } as const
  await recordAllowed(context, act, 'user-changed', { change: 'recovery-code' })
  return keepNewRecoveryCode(context, slowHash)
}

/**
 * Makes and stores a recovery code. Only its hash is stored: the code can be shown now, and never
 * again.
 */
export async function keepNewRecoveryCode(
  context: TillContext,
  slowHash: SlowHash,
): Promise<string> {
  const code = recoveryCodeFrom(randomBytes(RECOVERY_CODE_BYTES))
  const hash = await hashSecret(slowHash, plainRecoveryCode(code))
  await keepSetting(context.tillDb, 'recoveryCode', hash)
  return code
}

export interface Recovered {
  member: Member
  /** The new code, shown once; the code that was used no longer works. */
  recoveryCode: string
}

/**
 * Gives an owner who forgot their PIN a new one, by the recovery code. Wrong codes are slowed down
 * like wrong PINs, and the change is traced in the journal.
 */
export async function recoverOwner(
  context: TillContext,
  slowHash: SlowHash,
  attempt: { userId: string; code: string; pin: string },
): Promise<Result<Recovered, PeopleError>> {
  assert(isNewPin(attempt.pin), 'a new PIN has 6 to 8 digits')
  const users = await readPresentUsers(context.tillDb)
  const owner = users.find(({ userId }) => userId === attempt.userId)
  assert(owner?.role === 'owner', 'only an owner recovers; an owner gives others a PIN')

  const kept = await readSetting(context.tillDb, 'recoveryCode')
  const proven = await guardTry(context, TRIED_AS, NOBODY, owner.name, async () =>
    kept ? isHashOf(slowHash, kept, plainRecoveryCode(attempt.code)) : false,
  )
  if (!proven.ok) {
    return proven.error.code === 'pin-wrong' ? fail({ code: 'recovery-code-wrong' }) : proven
  }
  const pin = await hashSecret(slowHash, attempt.pin)
  const changed = await changeUser(
    context.tillDb,
    // The recovery code was proven.
    null,
    now => changeMember(now, owner.userId, { pin }),
    user =>
      traceOf(context, NOBODY, 'user-changed', {
        change: 'pin-by-recovery-code',
        ...memberOf(user),
      }),
  )
  if (!changed.ok) return changed
  await forgetTries(context.tillDb, owner.userId)
  const recoveryCode = await keepNewRecoveryCode(context, slowHash)
  return ok({ member: memberOf(changed.value), recoveryCode })
}
