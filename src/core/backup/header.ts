import * as v from 'valibot'
import { BACKUP_VERSION } from './records'

/** First bytes of every backup file. */
export const MAGIC = 'COMPTOIR BACKUP\n'

/** Bounds of the scrypt cost in a file: below, the key is unsafe; above, the device would hang. */
export const LEAST_COST = 2 ** 17
const MOST_COST = 2 ** 20

/** How the key was derived from the passphrase, and how the chunks were encrypted. */
export interface BackupHeader {
  version: number
  cipher: 'AES-256-GCM'
  kdf: { name: 'scrypt'; N: number; r: 8; p: 1; salt: string }
  compression: 'deflate'
  /**
   * First seven bytes of every nonce, drawn at random for this file. The chunk's number and a flag
   * for the last chunk follow them.
   */
  noncePrefix: string
}

const headerShape: v.GenericSchema<unknown, BackupHeader> = v.strictObject({
  version: v.literal(BACKUP_VERSION),
  cipher: v.literal('AES-256-GCM'),
  kdf: v.strictObject({
    name: v.literal('scrypt'),
    N: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(LEAST_COST),
      v.maxValue(MOST_COST),
      v.check(cost => Number.isInteger(Math.log2(cost))),
    ),
    r: v.literal(8),
    p: v.literal(1),
    salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  }),
  compression: v.literal('deflate'),
  noncePrefix: v.pipe(v.string(), v.regex(/^[0-9a-f]{14}$/)),
})

/** Shorter passphrases are guessed too soon, however slow each guess is. */
export const SHORTEST_PASSPHRASE = 12

/** Whether a passphrase is long enough, without spaces around it. */
export const isPassphrase = (typed: string) => [...typed.trim()].length >= SHORTEST_PASSPHRASE

/** The version in a header; undefined when the value is not a header. */
export function versionOf(header: unknown): number | undefined {
  const found = v.safeParse(v.object({ version: v.number() }), header)
  return found.success ? found.output.version : undefined
}

/** A valid header of this version with acceptable parameters; undefined for any other value. */
export function parseHeader(header: unknown): BackupHeader | undefined {
  const found = v.safeParse(headerShape, header)
  return found.success ? found.output : undefined
}
