import { appendEvent, sealingTables, type Unsealed } from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { PeopleError, Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import {
  afterFailure,
  NO_FAILED_TRIES,
  onClock,
  secondsToWait,
  type FailedTries,
} from '@/core/people/failedTries'
import { presentOf } from '@/core/people/team'
import type { User } from '@/core/people/user'

/** Present users with the hashes of their PINs: for actions, never for a screen. */
export async function readPresentUsers(db: TillDatabase): Promise<User[]> {
  return presentOf(await db.users.toArray())
}

/**
 * Changes one user by a rule on the whole team and seals the trace, in one strict transaction: two
 * tabs cannot both remove the last owner, and no change is without its trace. A change that the
 * rule refuses is not written.
 */
export function changeUser(
  db: TillDatabase,
  rule: (users: readonly User[]) => Result<User, PeopleError>,
  traceOf: (user: User) => Unsealed<TraceV1>,
): Promise<Result<User, PeopleError>> {
  return db.transaction('rw', [...sealingTables(db), db.users], async () => {
    const changed = rule(await db.users.toArray())
    if (!changed.ok) return changed
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
): Promise<{ waitSeconds: number; tries: FailedTries }> {
  return db.transaction('rw', db.settings, async () => {
    const all = (await readSetting(db, 'failedTries')) ?? {}
    const before = onClock(all[userId] ?? NO_FAILED_TRIES, at)
    const waitSeconds = secondsToWait(before, at)
    const tries = waitSeconds > 0 ? before : afterFailure(before, at)
    await keepSetting(db, 'failedTries', { ...all, [userId]: tries })
    return { waitSeconds, tries }
  })
}

/** Deletes the failed tries of a person after a correct PIN. */
export function forgetTries(db: TillDatabase, userId: string): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const { [userId]: _forgotten, ...others } = (await readSetting(db, 'failedTries')) ?? {}
    await keepSetting(db, 'failedTries', others)
  })
}

/** Failed tries of a person so far. */
export async function readTries(db: TillDatabase, userId: string): Promise<FailedTries> {
  return (await readSetting(db, 'failedTries'))?.[userId] ?? NO_FAILED_TRIES
}
