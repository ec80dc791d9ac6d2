import { nextTillCode } from '@/core/journal/tillCode'

/** A device is let in, by a device that manages. */
export interface Grant {
  kind: 'grant'
  /** Who says it, and the number of the block that first said it in its lane of what is shared. */
  by: string
  seq: number
  device: string
  name: string
  /** Till code that it sells under; null for a device that only reads. */
  letter: string | null
  /** Whether it may let devices in and remove them. */
  manages: boolean
  at: string
}

/** A device is put out, by a device that manages. It is final: ids of devices are never used again. */
export interface Removal {
  kind: 'removal'
  by: string
  seq: number
  device: string
  /** Number of its first block of what is shared that does not count any more. */
  from: number
  at: string
}

export type Statement = Grant | Removal

/** A device of the shop. */
export interface Member extends Omit<Grant, 'kind'> {
  /** Null while it belongs to the shop. */
  removal: Removal | null
}

/** The devices of a shop, from the most senior one. */
export type Roster = readonly Member[]

/**
 * The devices of a shop, from what devices said of one another: the same in whatever order it was
 * heard. Seniority is who let whom in, from the paper key down. A removal holds against what the
 * removed device says from then on; where two devices remove each other, the senior one's holds.
 * Two letters alike: the junior device takes the next.
 */
export function rosterOf(paperKey: string, statements: readonly Statement[]): Roster {
  const removals = heldRemovals(paperKey, statements)
  const members: Member[] = []
  for (const grant of grantsBySeniority(paperKey, statements)) {
    const granter = members.find(({ device }) => device === grant.by)
    const isGiven = grant.by === paperKey || (granter?.manages === true && counts(grant, removals))
    if (!isGiven) continue
    const letter = grant.letter === null ? null : freeLetter(grant.letter, members)
    const { kind: _kind, ...granted } = grant
    members.push({ ...granted, letter, removal: removals.get(grant.device) ?? null })
  }
  return members
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

/** The removal of each device that holds, the senior remover's first. */
function heldRemovals(paperKey: string, statements: readonly Statement[]): Map<string, Removal> {
  const held = new Map<string, Removal>()
  const grants = grantsBySeniority(paperKey, statements)
  const managers = [paperKey, ...grants.filter(one => one.manages).map(({ device }) => device)]
  const removals = statements
    .filter(one => one.kind === 'removal')
    .toSorted((a, b) => a.seq - b.seq || Number(a.device > b.device) - Number(a.device < b.device))
  for (const manager of managers) {
    for (const removal of removals) {
      const isIts = removal.by === manager && removal.device !== paperKey
      if (
        isIts &&
        removal.device !== manager &&
        counts(removal, held) &&
        !held.has(removal.device)
      ) {
        held.set(removal.device, removal)
      }
    }
  }
  return held
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

/** Whether a statement was made while its author was heard. */
function counts({ by, seq }: Statement, removals: ReadonlyMap<string, Removal>): boolean {
  const removal = removals.get(by)
  return removal === undefined || seq < removal.from
}

function freeLetter(wanted: string, members: readonly Member[]): string {
  const used = members.flatMap(({ letter }) => (letter === null ? [] : [letter]))
  return used.includes(wanted) ? nextTillCode(used) : wanted
}
