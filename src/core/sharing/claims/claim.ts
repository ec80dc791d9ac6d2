import * as v from 'valibot'

/** What one device of the shop takes, first come. */
export interface ClaimSubject {
  kind: 'ticket' | 'refund' | 'debt'
  /** Id of the ticket, or the journal (the seal of its first entry) and number of the entry. */
  id: string
}

/** A subject as text: its claim is a keyed hash of it, of which a carrier reads nothing. */
export const subjectText = ({ kind, id }: ClaimSubject): string => `${kind} ${id}`

/** Who took what is claimed, and when, sealed for the members. */
export interface ClaimContent {
  device: string
  /** The device's clock, ISO 8601 in UTC. */
  at: string
}

/**
 * What became of a claim. `undecided`: no carrier answered in time, or none that decides, or its
 * mailbox has no room left.
 */
export type ClaimOutcome =
  /** `isNew` is false for a claim of this device that was there already, taken at `at`. */
  | { kind: 'taken'; turn: number; at: string; isNew: boolean }
  /** `by` is empty for a claim that no member sealed; `turn` + 1 takes over. */
  | { kind: 'held'; by: string; at: string; turn: number }
  | { kind: 'undecided' }

const contentShape = v.strictObject({
  device: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  at: v.pipe(v.string(), v.isoTimestamp()),
})

/** The content of a claim as bytes to seal. */
export const packClaim = (content: ClaimContent): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(content))

/** The content of an opened claim, whoever sealed it; undefined when no till wrote it. */
export function parseClaim(bytes: Uint8Array): ClaimContent | undefined {
  try {
    const found = v.safeParse(contentShape, JSON.parse(new TextDecoder().decode(bytes)))
    return found.success ? found.output : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A carrier's answer, with what the claim that holds says; undefined where that does not open. */
export interface ClaimAnswer {
  isTaken: boolean
  turn: number
  content: ClaimContent | undefined
}

/**
 * What an answer means for the device that asked. A claim of its own that is there already is taken:
 * the answer to an earlier request may have been lost.
 */
export function outcomeOf(device: string, { isTaken, turn, content }: ClaimAnswer): ClaimOutcome {
  if (isTaken || content?.device === device) {
    return { kind: 'taken', turn, at: content?.at ?? '', isNew: isTaken }
  }
  return { kind: 'held', by: content?.device ?? '', at: content?.at ?? '', turn }
}
