import { readSharedData, tablesOfShared, writeShared } from './sharedData'
import type { TillDatabase } from '@/storage/databases'
import { isKnownKey, ownValuesOf, recordFrom, valuesOfRecord } from '@/core/sharing/ownValues'
import { subjectOf, type Plain, type Register } from '@/core/sharing/register'
import type { Statement } from '@/core/sharing/roster'
import { isSameValue, valueText } from '@/core/sameValue'
import {
  saidAgain,
  takeRegisters,
  touchesUnsaid,
  valueOf,
  type OwnValues,
  type SharedRow,
  type SharedRows,
} from '@/core/sharing/sharedRow'

/** Whether a setting of another device has the shape that this till reads. */
export type SettingCheck = (name: string, value: unknown) => boolean

/** Tables that taking writes. */
export const tablesOfTaking = (db: TillDatabase) => [
  ...tablesOfShared(db),
  db.sharedRows,
  db.sharedStatements,
]

/** What is shared as it is on this device, and what was said of it, in the caller's transaction. */
export async function readShared(db: TillDatabase): Promise<{ own: OwnValues; rows: SharedRows }> {
  const own = ownValuesOf(await readSharedData(db))
  const rows = new Map((await db.sharedRows.toArray()).map(row => [row.key, row]))
  return { own, rows }
}

/**
 * Takes what another device said of the shop, in one transaction. `unsaid`: a value it changes was
 * changed here and is to be said first; nothing was done.
 */
export function takeShared(
  db: TillDatabase,
  said: { registers: readonly Register[]; statements: readonly Statement[] },
  isSettingSound: SettingCheck,
): Promise<'taken' | 'unsaid'> {
  return db.transaction('rw', tablesOfTaking(db), async () => {
    if (said.registers.length > 0) {
      const known = await readShared(db)
      const changed = takeRegisters(known, said.registers)
      const own = changed.filter(({ key }) => isKnownKey(key))
      if (touchesUnsaid(known, own)) return 'unsaid'
      for (const row of changed) await keepRow(db, row)
      await applySubjects(
        db,
        { own: known.own, rows: merged(known.rows, changed) },
        own,
        isSettingSound,
      )
    }
    await keepStatements(db, said.statements)
    return 'taken'
  })
}

/** Applies what an earlier version of the till was told and did not know. */
export function applyKnown(db: TillDatabase, isSettingSound: SettingCheck): Promise<void> {
  return db.transaction('rw', tablesOfTaking(db), async () => {
    const known = await readShared(db)
    const waiting = [...known.rows.values()].filter(
      row => isKnownKey(row.key) && !isSameValue(valueOf(known.rows, row.key), row.applied),
    )
    await applySubjects(db, known, waiting, isSettingSound)
  })
}

/**
 * Makes the rows of the device from what is said of each subject that changed. What makes no row that
 * this till could have written is held, and not applied: a device in a bad way breaks no other.
 */
async function applySubjects(
  db: TillDatabase,
  { own, rows }: { own: OwnValues; rows: SharedRows },
  changed: readonly SharedRow[],
  isSettingSound: SettingCheck,
): Promise<void> {
  const touched = new Set(changed.map(({ key }) => subjectOf(key)))
  const bySubject = new Map([...touched].map(subject => [subject, new Map<string, Plain>()]))
  for (const [key, value] of own) bySubject.get(subjectOf(key))?.set(key, value)
  const its = [...rows.values()].filter(({ key }) => touched.has(subjectOf(key)))
  const taken: SharedRow[] = []
  for (const row of its) {
    const values = bySubject.get(subjectOf(row.key))
    const before = values?.get(row.key) ?? null
    // Changed here and not said yet: it stays, and is said.
    if (!values || !isSameValue(before, row.applied)) continue
    const value = valueOf(rows, row.key)
    if (value === null) values.delete(row.key)
    else values.set(row.key, value)
    taken.push(row)
  }
  for (const [subject, values] of bySubject) {
    const record = recordFrom(values, subject)
    const isSound =
      record &&
      (record.kind !== 'setting' || record.row === null || isSettingSound(record.id, record.row))
    if (!isSound) continue
    await writeShared(db, record)
    // As it now stands in the tables: the same value may have its fields in another order.
    const written = valuesOfRecord(record)
    for (const row of taken) {
      if (subjectOf(row.key) !== subject) continue
      await keepRow(db, { ...row, applied: written.get(row.key) ?? null })
    }
  }
}

/** Keeps what devices said of one another; what a removed one said is to be said again. */
export async function keepStatements(
  db: TillDatabase,
  statements: readonly Statement[],
): Promise<void> {
  for (const statement of statements) {
    await db.sharedStatements.put({ text: valueText(statement), statement })
    if (statement.kind === 'removal') await sayAgain(db, statement.device)
  }
}

/** Marks what a device said, to be said again by this one. */
export async function sayAgain(db: TillDatabase, device: string): Promise<void> {
  const rows = new Map((await db.sharedRows.toArray()).map(row => [row.key, row]))
  await db.sharedRows.bulkPut(saidAgain(rows, device))
}

/** Keeps a row; one that says nothing any more goes. */
export async function keepRow(db: TillDatabase, row: SharedRow): Promise<void> {
  if (row.held.length === 0 && row.applied === null) await db.sharedRows.delete(row.key)
  else await db.sharedRows.put(row)
}

const merged = (rows: SharedRows, changed: readonly SharedRow[]): SharedRows =>
  new Map([...rows, ...changed.map(row => [row.key, row] as const)])
