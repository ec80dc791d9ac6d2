import { Dexie } from 'dexie'
import { appendEvent, type Unsealed } from './append'
import { tablesOfAct, takeRight, tablesOfRights } from '@/storage/people/approvals'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, watchSetting } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { JournalEntry, JournalEvent } from '@/core/journal/journal'

/** Entries sealed on one day: first and last number, and how many. */
export interface JournalDay {
  day: string
  first: number
  last: number
  count: number
}

/**
 * Seals that an inspection began and forbids changes of the journal, both in one transaction.
 * `servedBy` asked for the owner's PIN that allows it.
 */
export function openToInspector(
  db: TillDatabase,
  servedBy: UserV1,
  { event, ...stamp }: Unsealed<TraceV1>,
): Promise<void> {
  return db.transaction('rw', tablesOfAct(db), async () => {
    await takeRight(db, inspecting(servedBy, true))
    await appendEvent(db, stamp, () => event)
    await keepSetting(db, 'isInspected', true)
  })
}

/** Allows changes of the journal again; `servedBy` asked for the owner's PIN that allows it. */
export function closeToInspector(db: TillDatabase, servedBy: UserV1): Promise<void> {
  return db.transaction('rw', tablesOfRights(db), async () => {
    await takeRight(db, inspecting(servedBy, false))
    await keepSetting(db, 'isInspected', false)
  })
}

const inspecting = (user: UserV1, isOn: boolean) =>
  ({ user, permission: 'inspection', about: { on: isOn }, isProven: true }) as const

/**
 * Calls back with whether an inspection is in progress, now and after each change, in any tab.
 * Returns a function that stops it.
 */
export function watchInspected(
  db: TillDatabase,
  onChange: (isInspected: boolean) => void,
  onError: (error: unknown) => void,
): () => void {
  return watchSetting(db, 'isInspected', is => onChange(is ?? false), onError)
}

/**
 * Entries numbered below `before`, newest first, at most `limit`; optionally only of one kind
 * (empty for all) and of some days.
 */
export async function readEntriesBefore(
  db: TillDatabase,
  tillCode: string,
  of: { kind: JournalEvent['kind'] | ''; days: { from: string; to: string } | null },
  before: number,
  limit: number,
): Promise<JournalEntry[]> {
  const { kind, days } = of
  if (days) {
    const found = await db.journal
      .where('day')
      .between(days.from, days.to, true, true)
      .filter(entry => entry.till === tillCode && entry.number < before && isOfKind(entry, kind))
      .toArray()
    return found.sort((a, b) => b.number - a.number).slice(0, limit)
  }
  const entries =
    kind === ''
      ? db.journal
          .where('[till+number]')
          .between([tillCode, Dexie.minKey], [tillCode, before], true, false)
      : db.journal
          .where('[till+event.kind+number]')
          .between([tillCode, kind, Dexie.minKey], [tillCode, kind, before], true, false)
  return entries.reverse().limit(limit).toArray()
}

/** Days before `before` with entries, newest first, at most `limit`. */
export async function readDays(
  db: TillDatabase,
  tillCode: string,
  before: string,
  limit: number,
): Promise<JournalDay[]> {
  const days: JournalDay[] = []
  await db.journal
    .where('day')
    .below(before)
    .reverse()
    // One more day is read, because only then the last one is complete.
    .until(() => days.length > limit)
    .eachKey((key, { primaryKey: [code, number] }) => {
      if (code !== tillCode || typeof key !== 'string') return
      const day = days.at(-1)
      if (day?.day !== key) days.push({ day: key, first: number, last: number, count: 1 })
      else {
        day.first = Math.min(day.first, number)
        day.last = Math.max(day.last, number)
        day.count += 1
      }
    })
  return days.slice(0, limit)
}

const isOfKind = ({ event }: JournalEntry, kind: string) => kind === '' || event.kind === kind
