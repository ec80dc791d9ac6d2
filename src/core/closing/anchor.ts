import type { ClosingEntry } from './closing'

/**
 * What of a closing leaves the device (R25): whoever holds the device can rewrite a whole
 * chain, but not what was printed or sent of it.
 */
export interface Anchor {
  /** Letter of the till. */
  till: string
  /** Number of the closing's entry in the journal. */
  number: number
  /** Seal of that entry, 64 hexadecimal digits; it covers all entries before it. */
  seal: string
  /** Of the key that signs the journal; empty where the browser has no cryptography. */
  keyFingerprint: string
}

const MARK = 'COMPTOIR-ANCHOR/1'
const LINE = new RegExp(
  `${MARK}\\s+([A-Z]{1,3})\\s+(\\d{1,9})\\s+([0-9A-F]{64})\\s+([0-9A-F]{64}|-)(?![0-9A-F])`,
  'i',
)

export const anchorOf = (
  { till, number, seal }: Pick<ClosingEntry, 'till' | 'number' | 'seal'>,
  keyFingerprint: string,
): Anchor => ({ till, number, seal, keyFingerprint })

/**
 * An anchor as one line of text, printed as a QR code and sent to the owner:
 *
 *     COMPTOIR-ANCHOR/1 <till> <entry number> <seal> <key fingerprint>
 *
 * Five fields between single spaces: the mark with the version of this format, the till's
 * letter, the entry's number in decimal, its seal and the fingerprint each in 64 hexadecimal
 * digits, `-` for a till without a key. All in capitals, which QR codes hold in less room.
 */
export function formatAnchor({ till, number, seal, keyFingerprint }: Anchor): string {
  return [MARK, till, number, seal, keyFingerprint || '-'].join(' ').toUpperCase()
}

/**
 * The anchor that a text holds, wherever in it, in capitals or not, its fields also between
 * several spaces or broken lines, as mail programs leave them; undefined where there is none.
 * Seal and fingerprint come back in small letters, as the journal has them.
 */
export function parseAnchor(text: string): Anchor | undefined {
  const found = LINE.exec(text)
  if (!found?.[1] || !found[2] || !found[3] || !found[4]) return undefined
  return {
    till: found[1].toUpperCase(),
    number: Number(found[2]),
    seal: found[3].toLowerCase(),
    keyFingerprint: found[4] === '-' ? '' : found[4].toLowerCase(),
  }
}
