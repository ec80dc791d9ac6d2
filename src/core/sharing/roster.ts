import { heldRemovals } from './removals'
import type { Grant, Removal, Statement } from './statements'
import { nextTillCode } from '@/core/journal/tillCode'
import { valueText } from '@/core/sameValue'

/** A device of the shop. */
export interface Member extends Omit<Grant, 'kind' | 'via'> {
  /** Null while it belongs to the shop. */
  removal: Removal | null
}

/** The devices of a shop, from the most senior one. */
export type Roster = readonly Member[]

/**
 * The devices of a shop, from what devices said of one another: the same in whatever order it was
 * heard. Seniority is who let whom in, from the paper key down. A removal holds against what the
 * removed device says from then on; where two devices remove each other, neither knowing it, the
 * senior one's holds. Two letters alike: the junior device takes the next. What a removed device had
 * said before is heard from its remover too (`via`).
 */
export function rosterOf(paperKey: string, statements: readonly Statement[]): Roster {
  let own = statements.filter(one => viaOf(one) === undefined)
  for (;;) {
    const found = rosterFrom(paperKey, own)
    const repeated = statements.filter(one => isRepeatHeard(one, { paperKey, ...found, own }))
    if (repeated.length === 0) return found.members
    own = own.concat(repeated.map(withoutVia))
  }
}

/** The devices that belong to the shop now. */
export const presentMembers = (roster: Roster): Member[] =>
  roster.filter(({ removal }) => removal === null)

/** How a device stands to the shop: `stranger` until a grant of it is known. */
export type Standing = 'member' | 'removed' | 'stranger'

/**
 * How the writer of a block stands, for what it says there of the shop. A removed device is a member
 * for what it said before. Its journal is another matter: whatever it sold, it sold.
 */
export function standingOf(
  { paperKey, roster }: { paperKey: string; roster: Roster },
  { device, seq }: { device: string; seq: number },
): Standing {
  if (device === paperKey) return 'member'
  const member = roster.find(one => one.device === device)
  if (!member) return 'stranger'
  return member.removal === null || seq < member.removal.from ? 'member' : 'removed'
}

/** Whether a block of a device's journal was not known yet to who put the device out. */
export function isAfterRemoval(
  roster: Roster,
  { device, seq }: { device: string; seq: number },
): boolean {
  const removal = roster.find(one => one.device === device)?.removal
  return removal ? seq >= removal.salesFrom : false
}

/** What is to be repeated of a device that is put out: whom it let in and put out until then. */
export const toRepeat = (statements: readonly Statement[], device: string, from: number) =>
  statements
    .filter(one => one.kind === 'grant' || one.kind === 'removal')
    .filter(one => one.by === device && one.seq < from)
    .map(one => withoutVia(one))

/** The letter that a device is let in with: one that nobody ever had, as far as is known. */
export const nextLetter = (roster: Roster, alsoUsed: readonly string[] = []): string =>
  nextTillCode([...roster.flatMap(({ letter }) => letter ?? []), ...alsoUsed])

function rosterFrom(paperKey: string, statements: readonly Statement[]) {
  const anyGrants = grantsBySeniority(paperKey, statements)
  const managers = [paperKey, ...anyGrants.filter(one => one.manages).map(one => one.device)]
  const removals = heldRemovals(managers, statements)
  // A grant that does not count does not stand in the way of one that does.
  const grants = grantsBySeniority(
    paperKey,
    statements.filter(({ by, seq }) => seq < (removals.get(by)?.from ?? Infinity)),
  )
  const members: Member[] = []
  for (const grant of grants) {
    const granter = members.find(({ device }) => device === grant.by)
    if (grant.by !== paperKey && granter?.manages !== true) continue
    const letter = grant.letter === null ? null : freeLetter(grant.letter, members)
    const { kind: _kind, ...granted } = grant
    members.push({ ...granted, letter, removal: removals.get(grant.device) ?? null })
  }
  return { members, managers }
}

/** Whether a repeated statement is to be heard, and was not yet. */
function isRepeatHeard(
  statement: Statement,
  known: { paperKey: string; members: Roster; managers: readonly string[]; own: Statement[] },
): boolean {
  const via = viaOf(statement)
  if (via === undefined || !known.managers.includes(via)) return false
  const plain = valueText(withoutVia(statement))
  if (known.own.some(one => valueText(one) === plain)) return false
  return known.own.some(
    one =>
      one.kind === 'removal' &&
      one.by === via &&
      one.device === statement.by &&
      statement.seq < one.from,
  )
}

const viaOf = (statement: Statement): string | undefined =>
  'via' in statement ? statement.via : undefined

function withoutVia<Some extends Statement>(statement: Some): Some {
  if (!('via' in statement)) return statement
  const { via: _via, ...plain } = statement
  return plain as Some
}

/** Grants from the paper key down; of several for one device the senior one. */
function grantsBySeniority(paperKey: string, statements: readonly Statement[]): Grant[] {
  const grants = statements.filter(one => one.kind === 'grant').toSorted(byTurn)
  const found = new Map<string, Grant>()
  let granters = [paperKey]
  while (granters.length > 0) {
    const granted = granters.flatMap(granter => grants.filter(({ by }) => by === granter))
    granters = []
    for (const grant of granted) {
      if (grant.device === paperKey || found.has(grant.device)) continue
      found.set(grant.device, grant)
      granters.push(grant.device)
    }
  }
  return [...found.values()]
}

const byTurn = (a: Grant, b: Grant) =>
  a.seq - b.seq || Number(a.device > b.device) - Number(a.device < b.device)

function freeLetter(wanted: string, members: readonly Member[]): string {
  const used = members.flatMap(({ letter }) => (letter === null ? [] : [letter]))
  return used.includes(wanted) ? nextTillCode(used) : wanted
}
