import type { Table } from 'dexie'
import { readOwnStock } from './ownStock'
import { readOwnParked, tablesOfParked } from './parkedTickets'
import type { SharedTables, SubjectToBe } from './sharedState'
import type { KeptSetting, TillDatabase } from '@/storage/databases'
import { presentOf } from '@/core/people/team'
import type { User } from '@/core/people/user'
import type { Customer } from '@/core/customers/customer'
import {
  idOfSubject,
  isKnownKey,
  ownValuesOf,
  recordFrom,
  SHARED_SETTINGS,
  type SharedData,
  type SharedRecord,
} from '@/core/sharing/ownValues'
import { isSameValue } from '@/core/sameValue'
import { parkedSubject } from '@/core/sharing/claims/parkedTickets'
import { subjectOf, type Plain, type Register } from '@/core/sharing/register'
import { stockSubject } from '@/core/stock/stockSaid'

/** Something that another device changed, as it was and as it is now. */
export type SharedChange =
  | { kind: 'setting'; name: string; before: unknown; after: unknown; from: string }
  | { kind: 'user'; before: User | undefined; after: User; from: string }

/** What the till says of values that come from other devices. */
export interface ShopRules {
  /** The setting as the till can read it, with as much of what was said as is sound. */
  soundSetting: (name: string, wanted: Plain, before: unknown) => unknown
  isSoundUser: (user: User) => boolean
  /** Tables that `onChange` needs. */
  tables: readonly Table[]
  /** Traces a change, inside the transaction that stores it. */
  onChange: (change: SharedChange) => Promise<void>
}

const NOTHING: SharedData = {
  customers: [],
  users: [],
  ownArticles: [],
  edits: [],
  settings: new Map(),
}

/**
 * The shop's own tables of a till, as the sharing of a device reads and writes them. What a device
 * says of its parked tickets and of the stock is its own: that of others is held as it is said, and
 * applied to nothing.
 */
export function shopTables(till: TillDatabase, rules: ShopRules, device: string): SharedTables {
  const { customers, users, ownArticles, articleEdits, settings } = till
  const own = [customers, users, ownArticles, articleEdits, settings]
  const parked = parkedSubject(device)
  const stock = stockSubject(device)
  const ownSubjects = new Set([parked, stock])
  return {
    tables: [...new Set<Table>([...own, ...tablesOfParked(till), ...rules.tables])],
    knows: key => isKnownKey(key) || ownSubjects.has(subjectOf(key)),

    async readAll() {
      const kept = await settings.bulkGet(Object.keys(SHARED_SETTINGS))
      const values = ownValuesOf({
        customers: await customers.toArray(),
        users: await users.toArray(),
        ownArticles: await ownArticles.toArray(),
        edits: await articleEdits.toArray(),
        settings: settingsFrom(kept),
      })
      const parkedHere = await readOwnParked(till, device)
      return new Map([...values, ...parkedHere, ...(await readOwnStock(till, device))])
    },

    async readSubject(subject) {
      if (subject === parked) return readOwnParked(till, device)
      if (subject === stock) return readOwnStock(till, device)
      const { kind, id } = idOfSubject(subject)
      return ownValuesOf({
        ...NOTHING,
        ...(kind === 'customer' && { customers: present(await customers.get(id)) }),
        ...(kind === 'user' && { users: present(await users.get(id)) }),
        ...(kind === 'own' && { ownArticles: present(await ownArticles.get(id)) }),
        ...(kind === 'edit' && { edits: present(await articleEdits.get(id)) }),
        ...(kind === 'setting' && { settings: settingsFrom([await settings.get(id)]) }),
      })
    },

    async apply(subjects) {
      // Nobody else speaks for this device: it says again what another said in its name.
      const said = subjects.map(({ subject }) => subject)
      const kept = new Set(said.filter(subject => ownSubjects.has(subject)))
      const team: SubjectToBe[] = []
      for (const one of subjects) {
        const record = recordFrom(one.values, one.subject)
        if (record?.kind === 'user') team.push(one)
        else if (record?.kind === 'setting') await applySetting(till, rules, record, one)
        else if (record) await applyRow(till, record)
      }
      for (const subject of await applyTeam(till, rules, team)) kept.add(subject)
      return kept
    },
  }
}

const present = <Row>(row: Row | undefined): Row[] => (row === undefined ? [] : [row])

const settingsFrom = (kept: readonly (KeptSetting | undefined)[]) =>
  new Map(kept.flatMap(one => (one ? [[one.name, one.value] as const] : [])))

async function applyRow(till: TillDatabase, record: SharedRecord): Promise<void> {
  if (record.kind === 'customer') await applyCustomer(till, record.id, record.row)
  if (record.kind === 'own') {
    await (record.row ? till.ownArticles.put(record.row) : till.ownArticles.delete(record.id))
  }
  if (record.kind === 'edit') {
    await (record.row ? till.articleEdits.put(record.row) : till.articleEdits.delete(record.id))
  }
}

/** A customer who was erased elsewhere leaves the tickets of this till too. */
async function applyCustomer(till: TillDatabase, id: string, row: Customer | null): Promise<void> {
  if (row) {
    await till.customers.put(row)
    return
  }
  await till.customers.delete(id)
  await till.tickets
    .filter(({ ticket }) => ticket.customerId === id)
    .modify(kept => {
      kept.ticket = { ...kept.ticket, customerId: null }
    })
}

async function applySetting(
  { settings }: TillDatabase,
  { soundSetting, onChange }: ShopRules,
  { id: name, row }: SharedRecord & { kind: 'setting' },
  { said }: SubjectToBe,
): Promise<void> {
  const before = (await settings.get(name))?.value
  const after = row === null ? undefined : soundSetting(name, row, before)
  if (isSameValue(before, after)) return
  if (after === undefined) await settings.delete(name)
  else await settings.put({ name, value: after })
  await onChange({ kind: 'setting', name, before, after, from: lastOf(said) })
}

/**
 * Writes the team as it is to be, all at once. Two owners may each have put the other out: no till
 * is left without an owner, so that whoever was one here stays one, and is said to be.
 */
async function applyTeam(
  { users }: TillDatabase,
  { isSoundUser, onChange }: ShopRules,
  subjects: readonly SubjectToBe[],
): Promise<readonly string[]> {
  if (subjects.length === 0) return []
  const before = new Map((await users.toArray()).map(user => [user.userId, user]))
  const after = new Map(before)
  for (const { subject, values } of subjects) {
    const record = recordFrom(values, subject)
    if (record?.kind !== 'user') continue
    if (record.row === null) after.delete(record.id)
    else if (isSoundUser(record.row)) after.set(record.id, record.row)
  }
  const kept = new Set<string>()
  const owners = (team: ReadonlyMap<string, User>) =>
    presentOf([...team.values()]).filter(({ role }) => role === 'owner')
  if (owners(after).length === 0) {
    for (const owner of owners(before)) {
      after.set(owner.userId, owner)
      kept.add(owner.userId)
    }
  }
  for (const { subject, said } of subjects) {
    const { id } = idOfSubject(subject)
    const [was, is] = [before.get(id), after.get(id)]
    if (isSameValue(was, is)) continue
    if (!is) await users.delete(id)
    else {
      await users.put(is)
      await onChange({ kind: 'user', before: was, after: is, from: lastOf(said) })
    }
  }
  return subjects.map(({ subject }) => subject).filter(subject => kept.has(idOfSubject(subject).id))
}

/** The device that spoke last of a subject. */
function lastOf(said: ReadonlyMap<string, Register>): string {
  const [last] = [...said.values()].toSorted((a, b) => Number(a.at < b.at) - Number(a.at > b.at))
  return last?.by ?? ''
}
