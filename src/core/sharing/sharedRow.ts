import {
  isFinal,
  sayValue,
  subjectOf,
  winnerOf,
  withRegister,
  type Plain,
  type Register,
} from './register'
import { isSameValue } from '@/core/sameValue'

/** What a device knows of one key. */
export interface SharedRow {
  key: string
  /** Registers that no other replaces; the first one holds. */
  held: readonly Register[]
  /**
   * The device's own value when it last said or took one; null when it had none. What differs from
   * it was changed here since, whoever changed it.
   */
  applied: Plain
  /** It is to be said again: what this device said of it may have reached nobody. */
  isUnsaid?: true
}

/** The values of the device itself, by key. */
export type OwnValues = ReadonlyMap<string, Plain>
export type SharedRows = ReadonlyMap<string, SharedRow>

const EMPTY: Omit<SharedRow, 'key'> = { held: [], applied: null }

/** What is known of a key. */
export const rowOf = (rows: SharedRows, key: string): SharedRow =>
  rows.get(key) ?? { key, ...EMPTY }

/** Keys that are to be said: changed here since they were last said or taken, or to be said again. */
function unsaidKeys(own: OwnValues, rows: SharedRows): string[] {
  const keys = new Set([...own.keys(), ...rows.keys()])
  return [...keys].filter(key => isUnsaid(own, rows, key))
}

/**
 * Keys whose value here was changed since it was last said or taken. What is only to be said again is
 * none of them: it may hold what an earlier version of the till was told and could not apply.
 */
export function changedKeys(own: OwnValues, rows: SharedRows): string[] {
  const keys = new Set([...own.keys(), ...rows.keys()])
  return [...keys].filter(key => isChanged(own, rows, key))
}

const isUnsaid = (own: OwnValues, rows: SharedRows, key: string): boolean =>
  rowOf(rows, key).isUnsaid === true || isChanged(own, rows, key)

const isChanged = (own: OwnValues, rows: SharedRows, key: string): boolean =>
  !isSameValue(own.get(key) ?? null, rowOf(rows, key).applied)

/**
 * What a device has to say: a register for each changed key, and the rows as they are once it is
 * said. Fields of what was removed are not spoken of: the removal says it all.
 */
export function sayChanges(
  own: OwnValues,
  rows: SharedRows,
  who: Pick<Register, 'at' | 'by'>,
): { said: Register[]; rows: SharedRow[] } {
  const said: Register[] = []
  const changed: SharedRow[] = []
  for (const key of unsaidKeys(own, rows)) {
    const row = rowOf(rows, key)
    const value = own.get(key) ?? null
    const isField = key !== subjectOf(key)
    if (isField && value === null && !own.has(subjectOf(key)) && isKnown(rows, subjectOf(key))) {
      // Nothing of what was removed is kept: a customer may have asked for it.
      changed.push({ key, ...EMPTY })
      continue
    }
    // Saying again what was said before makes it no newer.
    const before = winnerOf(row.held)
    const at = row.isUnsaid && before && isSameValue(before.value, value) ? before.at : who.at
    const register = sayValue(row.held, { key, value, at, by: who.by })
    said.push(register)
    changed.push({ key, held: withRegister(row.held, register), applied: value })
  }
  return { said, rows: changed }
}

/**
 * Rows that hold what a device said, to be said again by this one: others may never hear that
 * device, because it was put out, or began anew.
 */
export const saidAgain = (rows: SharedRows, device: string): SharedRow[] =>
  [...rows.values()]
    .filter(({ held }) => held.some(({ by }) => by === device))
    .map(row => ({ ...row, isUnsaid: true as const }))

/**
 * The rows that registers change, with what is held of them then. Of what was removed nothing but
 * the removal is held, whatever comes later.
 */
export function takeRegisters(
  { own, rows }: { own: OwnValues; rows: SharedRows },
  said: readonly Register[],
): SharedRow[] {
  const changed = new Map<string, SharedRow>()
  const known = (key: string) => changed.get(key) ?? rowOf(rows, key)
  for (const register of said) {
    const row = known(register.key)
    const held = withRegister(row.held, register)
    if (held !== row.held) changed.set(register.key, { ...row, held })
  }
  const isRemoved = (key: string) => known(key).held.some(isFinal)
  const removed = new Set(said.filter(isFinal).map(({ key }) => key))
  const fieldsOfRemoved = [...rows.keys(), ...own.keys()].filter(key => removed.has(subjectOf(key)))
  for (const key of [...fieldsOfRemoved, ...changed.keys()]) {
    const isField = key !== subjectOf(key)
    if (isField && isRemoved(subjectOf(key))) changed.set(key, { ...known(key), held: [] })
  }
  return [...changed.values()]
}

/**
 * Whether rows that are to be taken touch what was changed here and not said yet: their own key, or
 * the life of what they are a field of.
 */
export function touchesUnsaid(
  { own, rows }: { own: OwnValues; rows: SharedRows },
  taken: readonly SharedRow[],
): boolean {
  const touched = new Set(taken.flatMap(({ key }) => [key, subjectOf(key)]))
  return [...touched].some(key => isUnsaid(own, rows, key))
}

/** The value that a device should have of a key; null for none. */
export const valueOf = (rows: SharedRows, key: string): Plain =>
  winnerOf(rowOf(rows, key).held)?.value ?? null

const isKnown = (rows: SharedRows, key: string) => rowOf(rows, key).held.length > 0
