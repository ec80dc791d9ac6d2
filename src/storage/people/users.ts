import { tablesOfAct, takeRight, type OwnAct } from './approvals'
import { appendEvent, type Unsealed } from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { PeopleError, Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import {
  afterFailure,
  countedDown,
  NO_FAILED_TRIES,
  secondsToWait,
  type FailedTries,
  type SteadyMoment,
} from '@/core/people/failedTries'
import { presentOf } from '@/core/people/team'
import type { PinHash, User } from '@/core/people/user'

/** Present users with the hashes of their PINs: for actions, never for a screen. */
export async function readPresentUsers(db: TillDatabase): Promise<User[]> {
  return presentOf(await db.users.toArray())
}

/**
 * Changes one user by a rule on the whole team and seals the trace, in one strict transaction: two
 * tabs cannot both remove the last owner, and no change is without its trace. A change that the
 * rule refuses is not written. `act` is null where a secret was proven instead of a right.
 *
 * @throws RefusedByJournal when `act` is neither of the person's role nor approved.
 */
export function changeUser(
  db: TillDatabase,
  act: OwnAct | null,
  rule: (users: readonly User[]) => Result<User, PeopleError>,
  traceOf: (user: User) => Unsealed<TraceV1>,
): Promise<Result<User, PeopleError>> {
  return db.transaction('rw', tablesOfAct(db), async () => {
    const changed = rule(await db.users.toArray())
    if (!changed.ok) return changed
    if (act) await takeRight(db, act)
    await db.users.put(changed.value)
    const { event, ...stamp } = traceOf(changed.value)
    await appendEvent(db, stamp, () => event)
    return changed
  })
}

/**
 * Uses one try at a person's PIN, unless they must wait. The try counts as failed before the PIN is
 * checked, so that killing the page does not give it back.
 */
export function takeTry(
  db: TillDatabase,
  userId: string,
  at: string,
  steady: SteadyMoment,
): Promise<{ waitSeconds: number; tries: FailedTries }> {
  return changeTries(db, userId, steady, before => {
    const waitSeconds = secondsToWait(before)
    const tries = waitSeconds > 0 ? before : afterFailure(before, at, steady)
    return { tries, answer: { waitSeconds, tries } }
  })
}

/** Counts a person's wait down to now and stores what is left; returns it in seconds. */
export function countDownWait(
  db: TillDatabase,
  userId: string,
  steady: SteadyMoment,
): Promise<number> {
  return changeTries(db, userId, steady, tries => ({ tries, answer: secondsToWait(tries) }))
}

function changeTries<Answer>(
  db: TillDatabase,
  userId: string,
  steady: SteadyMoment,
  change: (before: FailedTries) => { tries: FailedTries; answer: Answer },
): Promise<Answer> {
  return db.transaction('rw', db.settings, async () => {
    const all = (await readSetting(db, 'failedTries')) ?? {}
    const { tries, answer } = change(countedDown(all[userId] ?? NO_FAILED_TRIES, steady))
    if (tries.count > 0) await keepSetting(db, 'failedTries', { ...all, [userId]: tries })
    return answer
  })
}

/** Deletes the failed tries of a person after a correct PIN. */
export function forgetTries(db: TillDatabase, userId: string): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const { [userId]: _forgotten, ...others } = (await readSetting(db, 'failedTries')) ?? {}
    await keepSetting(db, 'failedTries', others)
  })
}

/**
 * Replaces the stored hash of a PIN by one that costs more to guess, unless the PIN was changed
 * meanwhile. The PIN is the same: nothing of the team changes.
 */
export function strengthenPin(
  db: TillDatabase,
  userId: string,
  before: PinHash,
  after: PinHash,
): Promise<void> {
  return db.transaction('rw', db.users, async () => {
    const user = await db.users.get(userId)
    if (user?.pin.hash === before.hash) await db.users.put({ ...user, pin: after })
  })
}
