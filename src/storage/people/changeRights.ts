import { tablesOfAct, takeRight, type OwnAct } from './approvals'
import { readRights } from './rights'
import { appendEvent, type Unsealed } from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { rightsFromKept, type Rights } from '@/core/people/permissions'

/**
 * Changes the rights and seals a trace of each change, in one strict transaction: no change is
 * without its trace.
 *
 * @throws RefusedByJournal when `act` is neither of the person's role nor approved.
 */
export function changeRights(
  db: TillDatabase,
  act: OwnAct,
  change: (before: Rights) => Rights,
  tracesOf: (before: Rights, after: Rights) => Unsealed<TraceV1>[],
): Promise<Rights> {
  return db.transaction('rw', tablesOfAct(db), async () => {
    await takeRight(db, act)
    const before = await readRights(db)
    const after = rightsFromKept(change(before))
    for (const { event, ...stamp } of tracesOf(before, after)) {
      await appendEvent(db, stamp, () => event)
    }
    await keepSetting(db, 'rights', after)
    return after
  })
}
