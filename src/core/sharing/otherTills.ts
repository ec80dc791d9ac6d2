import type { Roster } from './roster'
import type { SharingState } from './sharingState'
import type { EntryReference } from '@/core/journal/entryReference'
import { compareTillCodes } from '@/core/journal/tillCode'

/** A journal that another device said, as far as it is held here. */
export interface HeldCopy {
  /** The seal of the journal's first entry. */
  journal: string
  till: string
  /** Number of its last entry. */
  number: number
  /** The device that said it. */
  device: string
}

/** A journal of this device. */
export type OwnJournal = Pick<HeldCopy, 'journal' | 'number'>

/** The entries of a copy that are another till's: those after a number, up to another. */
export interface CopyPart {
  journal: string
  till: string
  after: number
  upTo: number
}

/** Another till of the shop, as far as it is known here. */
export interface OtherTill {
  device: string
  /** Its till code now. */
  letter: string
  /** What the shop calls the device; empty where nobody says it. */
  name: string
  /** Its journals, the one it seals in now last. */
  parts: readonly CopyPart[]
  /** Its last entry that is held here. */
  upTo: EntryReference
  /** When anything of it came last, ISO 8601 in UTC; null when that is not known. */
  heardAt: string | null
  /** It was put out of the shop. What it sold until then, it sold. */
  isRemoved: boolean
}

/** Which tills are looked at: all of the shop, this one, or one of the others by its device. */
export type TillChoice = 'all' | 'own' | (string & {})

/**
 * The other tills whose copies are held, in the order of their letters: the same in whatever order
 * they came. An entry of a journal is in one place only, because it has one copy, and because what
 * this device has itself (it was restored from another's backup, say) is not another's.
 */
export function otherTills(
  copies: readonly HeldCopy[],
  own: readonly OwnJournal[],
  { roster, heard }: { roster: Roster; heard: SharingState['heard'] },
): OtherTill[] {
  const ownNumbers = new Map(own.map(({ journal, number }) => [journal, number]))
  const partsOf = new Map<string, CopyPart[]>()
  for (const { device, journal, till, number } of copies) {
    const after = ownNumbers.get(journal) ?? 0
    if (number <= after) continue
    partsOf.set(device, [...(partsOf.get(device) ?? []), { journal, till, after, upTo: number }])
  }
  return [...partsOf]
    .flatMap(([device, held]) => {
      const parts = held.toSorted(
        (a, b) => compareTillCodes(a.till, b.till) || (a.journal < b.journal ? -1 : 1),
      )
      const now = parts.at(-1)
      if (!now) return []
      const member = roster.find(one => one.device === device)
      const till: OtherTill = {
        device,
        letter: now.till,
        name: member?.name ?? '',
        parts,
        upTo: { till: now.till, number: now.upTo },
        heardAt: heard.find(one => one.device === device)?.at ?? null,
        isRemoved: (member?.removal ?? null) !== null,
      }
      return till
    })
    .toSorted((a, b) => compareTillCodes(a.letter, b.letter) || (a.device < b.device ? -1 : 1))
}

/** The other tills that a choice means. */
export function chosenTills(tills: readonly OtherTill[], choice: TillChoice): OtherTill[] {
  if (choice === 'all') return [...tills]
  return tills.filter(({ device }) => device === choice)
}
