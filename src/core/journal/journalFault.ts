/** Everything the till may find of its own journal that it did not leave there. */
export const FOUND_FAULTS = [
  /** Entries without a signature, where the till signs each entry as it writes it. */
  'unsigned',
  /** An entry was signed well after the time it tells. */
  'signed-late',
  /** The last entry's signature is not by the till's key. */
  'signature-wrong',
  /** The last entry's signature does not follow the signature of the entry before. */
  'not-following',
  /** The last entry does not match its own seal. */
  'seal-wrong',
  /** The journal ends before what was noted of its end: entries are gone. */
  'head-ahead',
  /** The journal goes on after what was noted of its end. */
  'head-behind',
  /** The last entry is another than the one noted. */
  'head-other',
  /** Nothing is noted of the journal's end any more. */
  'head-missing',
  /** The key that signs the journal is gone, or is another. */
  'key-lost',
  /** The whole journal is of an earlier time than a copy of its end. */
  'put-back',
] as const

export type FoundFaultKind = (typeof FOUND_FAULTS)[number]

/**
 * What the till found of its journal that it did not leave there. Nothing is signed over it: the
 * till tells it and goes on under the next till code, whose journal holds what was found.
 */
export interface FoundFault {
  kind: FoundFaultKind
  /** Till code of the journal. */
  till: string
  /** Number of the entry where it shows. */
  number: number
  /** The last entry that is there; 0 and an empty seal for an empty journal. */
  lastEntry: number
  lastSeal: string
  /** The last entry by what was noted of it, beside the journal or in a copy; 0 where nothing was. */
  notedEntry: number
  notedSeal: string
}

/** The values that the trace of a fault holds. */
export function detailOfFault(fault: FoundFault): Record<string, string | number> {
  const { kind, till, number, lastEntry, lastSeal, notedEntry, notedSeal } = fault
  return { fault: kind, letter: till, number, lastEntry, lastSeal, notedEntry, notedSeal }
}
