import { recordTrace } from '@/till/journal/recordTrace'
import { hashSecret, isHashOf, isWeak, type SlowHash } from './hashSecret'
import type { TillContext } from '@/till/context'
import { fail, ok, type PeopleError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { secondsToWait, triesLeft } from '@/core/people/failedTries'
import { memberOf, type Member } from '@/core/people/user'
import {
  countDownWait,
  forgetTries,
  readPresentUsers,
  strengthenPin,
  takeTry,
} from '@/storage/people/users'

/**
 * Identifies a member of the team by their PIN. Wrong tries are counted on disk. From the fifth on,
 * each is traced in the journal and followed by a growing wait, during which no PIN is checked. A
 * right PIN with a hash of an earlier, lower cost is hashed anew.
 */
export async function checkPin(
  context: TillContext,
  slowHash: SlowHash,
  attempt: { userId: string; pin: string; servedBy: UserV1 },
): Promise<Result<Member, PeopleError>> {
  const user = (await readPresentUsers(context.tillDb)).find(one => one.userId === attempt.userId)
  const proven = await guardTry(
    context,
    attempt.userId,
    attempt.servedBy,
    user?.name ?? '',
    async () => (user ? isHashOf(slowHash, user.pin, attempt.pin) : false),
  )
  if (!proven.ok) return proven
  if (user && isWeak(user.pin)) {
    const stronger = await hashSecret(slowHash, attempt.pin)
    await strengthenPin(context.tillDb, user.userId, user.pin, stronger)
  }
  return user ? ok(memberOf(user)) : fail({ code: 'pin-wrong', triesLeft: 0 })
}

/** Seconds until someone's next try is accepted, counted down to now; 0 when it is accepted now. */
export function readWait(context: TillContext, userId: string): Promise<number> {
  return countDownWait(context.tillDb, userId, context.steady())
}

/** Makes one try at someone's secret, slowed down by the wrong tries before it. */
export async function guardTry(
  context: TillContext,
  userId: string,
  servedBy: UserV1,
  name: string,
  isRight: () => Promise<boolean>,
): Promise<Result<null, Extract<PeopleError, { code: 'pin-wrong' | 'pin-wait' }>>> {
  const { waitSeconds, tries } = await takeTry(
    context.tillDb,
    userId,
    context.now().at,
    context.steady(),
  )
  if (waitSeconds > 0) return fail({ code: 'pin-wait', seconds: waitSeconds })
  if (await isRight()) {
    await forgetTries(context.tillDb, userId)
    return ok(null)
  }
  const seconds = secondsToWait(tries)
  if (seconds === 0) return fail({ code: 'pin-wrong', triesLeft: triesLeft(tries) })
  const detail = { userId, name, wrongTries: tries.count, waitSeconds: seconds }
  await recordTrace(context, servedBy, 'pin-refused', detail)
  return fail({ code: 'pin-wait', seconds })
}
