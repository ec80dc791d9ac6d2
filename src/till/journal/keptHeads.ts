import * as v from 'valibot'
import { isTillCode } from '@/core/journal/tillCode'
import type { Space } from '@/core/journal/space'

/**
 * The last sealed entry of a journal with the device's signature, kept a third time: in the
 * browser's small storage, which is neither the database nor the file system.
 */
export interface KeptHead {
  till: string
  /** As in the name of the journal's copy. */
  opening: string
  number: number
  seal: string
  /** The signature as it is stored beside the entry. */
  signature: string
  /** Fingerprint of the key that signs the journal. */
  keyFingerprint: string
}

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)))

const headShape: v.GenericSchema<unknown, KeptHead> = v.strictObject({
  till: v.pipe(v.string(), v.check(isTillCode)),
  opening: hex(16),
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  seal: hex(64),
  signature: v.string(),
  keyFingerprint: hex(64),
})

const nameOf = (space: Space, { till, opening }: Pick<KeptHead, 'till' | 'opening'>) =>
  `comptoir.head.${space}.${till}-${opening}`

/** Keeps the head of a journal in place of an earlier one of the same journal. */
export function keepHead(storage: Storage, space: Space, head: KeptHead): void {
  storage.setItem(nameOf(space, head), JSON.stringify(head))
}

/** The heads kept in a space. What is no head proves nothing and is left out. */
export function readKeptHeads(storage: Storage, space: Space): KeptHead[] {
  return Object.keys(storage).flatMap(name => {
    if (!name.startsWith(`comptoir.head.${space}.`)) return []
    const read = v.safeParse(headShape, parsed(storage.getItem(name) ?? ''))
    return read.success ? read.output : []
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the till did not write it.
    return undefined
  }
}
