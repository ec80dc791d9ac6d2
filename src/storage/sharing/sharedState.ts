import type { Table } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { subjectOf, winnerOf, type Plain, type Register } from '@/core/sharing/register'
import type { Statement } from '@/core/sharing/statements'
import {
  changedKeys,
  saidAgain,
  takeRegisters,
  touchesUnsaid,
  valueOf,
  type OwnValues,
  type SharedRow,
} from '@/core/sharing/sharedRow'
import { isSameValue, valueText } from '@/core/sameValue'

/** A subject as it is to be, by what devices said of it. */
export interface SubjectToBe {
  subject: string
  values: OwnValues
  /** Who said what is to be, by key. */
  said: ReadonlyMap<string, Register>
}

/** What of this till is shared: its own tables, read and written inside transactions of `tables`. */
export interface SharedTables {
  tables: readonly Table[]
  /** Whether this version of the till knows what a key is of. */
  knows: (key: string) => boolean
  readAll: () => Promise<OwnValues>
  readSubject: (subject: string) => Promise<OwnValues>
  /**
   * Writes subjects as they are to be. What no till could have written is left as it is. Returns
   * subjects that are kept against what was said, and are to be said again.
   */
  apply: (subjects: readonly SubjectToBe[]) => Promise<ReadonlySet<string>>
}

/** The shop's data on this till, and what was said of it. */
export interface SharedState {
  till: TillDatabase
  shared: SharedTables
}

/** Tables of whatever says or takes: all of them in one transaction. */
export const tablesOfSaying = ({ till, shared }: SharedState): Table[] => {
  const own = [till.ownLanes, till.ownBlocks, till.sharedRows, till.statements, till.sharing]
  return [...new Set<Table>([...own, till.journal, ...shared.tables])]
}

/**
 * Takes registers into the rows of sharing and the shop's own tables; inside a transaction of
 * `tablesOfSaying`. What was changed here and not said yet stays: `unsaid` where a register touches it.
 */
export async function applySaid(
  state: SharedState,
  subjects: ReadonlySet<string>,
  registers: readonly Register[],
): Promise<'taken' | 'unsaid'> {
  const { shared } = state
  const known = new Set([...subjects].filter(subject => shared.knows(subject)))
  const rows = await rowsOf(state, subjects)
  const own = await ownOf(state, known)
  const changed = takeRegisters({ own, rows }, registers)
  const changedKnown = changed.filter(({ key }) => shared.knows(key))
  if (touchesUnsaid({ own, rows }, changedKnown)) return 'unsaid'
  const unsaid = new Set(changedKeys(own, rows))
  const after = new Map([...rows, ...changed.map(row => [row.key, row] as const)])
  const kept = await shared.apply(
    [...known].map(subject => subjectToBe(subject, { own, after, unsaid })),
  )
  const now = await ownOf(state, known)
  const applied = [...after.values()].map(row => {
    const subject = subjectOf(row.key)
    if (!known.has(subject) || !shared.knows(row.key) || unsaid.has(row.key)) return row
    return { ...row, applied: kept.has(subject) ? valueIn(row) : (now.get(row.key) ?? null) }
  })
  await keepRows(state, applied)
  return 'taken'
}

/** Subjects that hold otherwise than they are here, where nobody changed them here. */
export async function waitingSubjects({ till, shared }: SharedState): Promise<Set<string>> {
  const rows = await till.sharedRows.toArray()
  const waiting = rows.filter(
    row => shared.knows(row.key) && !isSameValue(row.applied, valueIn(row)),
  )
  return new Set(waiting.map(({ key }) => subjectOf(key)))
}

/** Keeps rows; those of which nothing is known go. */
export async function keepRows({ till }: SharedState, rows: readonly SharedRow[]): Promise<void> {
  const isEmpty = ({ held, applied }: SharedRow) => held.length === 0 && applied === null
  await till.sharedRows.bulkDelete(rows.filter(isEmpty).map(({ key }) => key))
  await till.sharedRows.bulkPut(rows.filter(row => !isEmpty(row)))
}

/** Keeps what devices say of one another; what is held of one that is put out is to be said again. */
export async function keepStatements(
  state: SharedState,
  statements: readonly Statement[],
): Promise<void> {
  for (const statement of statements) {
    await state.till.statements.put({ text: valueText(statement), statement })
    if (statement.kind === 'removal') await sayAgain(state, statement.device)
  }
}

/** Marks what is held of a device to be said again by this one. */
export async function sayAgain({ till }: SharedState, device: string): Promise<void> {
  const rows = new Map((await till.sharedRows.toArray()).map(row => [row.key, row]))
  await till.sharedRows.bulkPut(saidAgain(rows, device))
}

async function rowsOf(
  { till: { sharedRows } }: SharedState,
  subjects: Iterable<string>,
): Promise<Map<string, SharedRow>> {
  const found: SharedRow[] = []
  for (const subject of subjects) {
    const life = await sharedRows.get(subject)
    if (life) found.push(life)
    found.push(...(await sharedRows.where('key').startsWith(`${subject}/`).toArray()))
  }
  return new Map(found.map(row => [row.key, row]))
}

async function ownOf({ shared }: SharedState, subjects: Iterable<string>): Promise<OwnValues> {
  const values: [string, Plain][] = []
  for (const subject of subjects) values.push(...(await shared.readSubject(subject)))
  return new Map(values)
}

const valueIn = (row: SharedRow): Plain => valueOf(new Map([[row.key, row]]), row.key)

/** A subject by what holds of it; what was changed here and not said yet is as it is here. */
function subjectToBe(
  subject: string,
  {
    own,
    after,
    unsaid,
  }: { own: OwnValues; after: ReadonlyMap<string, SharedRow>; unsaid: ReadonlySet<string> },
): SubjectToBe {
  const keys = new Set([...own.keys(), ...after.keys()])
  const values = new Map<string, Plain>()
  const said = new Map<string, Register>()
  for (const key of [...keys].filter(one => subjectOf(one) === subject)) {
    const held = winnerOf(after.get(key)?.held ?? [])
    const value = unsaid.has(key) ? (own.get(key) ?? null) : (held?.value ?? null)
    if (value !== null) values.set(key, value)
    if (held) said.set(key, held)
  }
  return { subject, values, said }
}
