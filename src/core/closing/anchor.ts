import type { ClosingEntry } from './closing'
import { isTillCode } from '@/core/journal/tillCode'

/**
 * Identification of a closing that is kept outside the device (R25). Whoever holds the device can
 * rewrite the whole chain, but not what was printed or sent before.
 */
export interface Anchor {
  /** Till code. */
  till: string
  /** Number of the closing's entry in the journal. */
  number: number
  /** Seal of that entry, 64 hexadecimal digits; it covers all earlier entries. */
  seal: string
  /** Fingerprint of the key that signs the journal; empty when the browser has no cryptography. */
  keyFingerprint: string
}

const MARK = 'COMPTOIR-ANCHOR/1'
const LINE = new RegExp(
  `${MARK}\\s+([A-Z]+)\\s+(\\d{1,9})\\s+([0-9A-F]{64})\\s+([0-9A-F]{64}|-)(?![0-9A-F])`,
  'i',
)

/** The anchor of a sealed closing. */
export const anchorOf = (
  { till, number, seal }: Pick<ClosingEntry, 'till' | 'number' | 'seal'>,
  keyFingerprint: string,
): Anchor => ({ till, number, seal, keyFingerprint })

/**
 * An anchor as one line of text, printed as a QR code and sent to the owner:
 *
 *     COMPTOIR-ANCHOR/1 <till> <entry number> <seal> <key fingerprint>
 *
 * Five fields, each separated by one space: the mark with the version of this format, the till
 * code, the entry's number in decimal, its seal and the key's fingerprint, each in 64 hexadecimal
 * digits (`-` for a till without a key). All in capitals, which take less room in a QR code.
 */
export function formatAnchor({ till, number, seal, keyFingerprint }: Anchor): string {
  return [MARK, till, number, seal, keyFingerprint || '-'].join(' ').toUpperCase()
}

/**
 * Finds an anchor of a till code anywhere in a text; undefined when there is none. Upper and lower case, several
 * spaces and line breaks between the fields are accepted, because mail programs produce them. Seal
 * and fingerprint are returned in lower case, as in the journal.
 */
export function parseAnchor(text: string): Anchor | undefined {
  const found = LINE.exec(text)
  if (!found?.[1] || !found[2] || !found[3] || !found[4]) return undefined
  const till = found[1].toUpperCase()
  if (!isTillCode(till)) return undefined
  return {
    till,
    number: Number(found[2]),
    seal: found[3].toLowerCase(),
    keyFingerprint: found[4] === '-' ? '' : found[4].toLowerCase(),
  }
}
