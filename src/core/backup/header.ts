import * as v from 'valibot'
import { BACKUP_VERSION } from './records'

/** First bytes of every backup. */
export const MAGIC = 'COMPTOIR BACKUP\n'

/** Least and most that a file may ask of scrypt: weaker is unsafe, more would stop the device. */
export const LEAST_COST = 2 ** 17
const MOST_COST = 2 ** 20

/** How the key was made of the passphrase, and how the chunks were sealed with it. */
export interface BackupHeader {
  version: number
  cipher: 'AES-256-GCM'
  kdf: { name: 'scrypt'; N: number; r: 8; p: 1; salt: string }
  compression: 'deflate'
  /** First seven bytes of every nonce, drawn for this file; then the chunk's number, and if it is the last. */
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

/** Shorter ones are guessed too soon, however slow each guess is. */
export const SHORTEST_PASSPHRASE = 12

export const isPassphrase = (typed: string) => [...typed.trim()].length >= SHORTEST_PASSPHRASE

/** Which version a header says it has; undefined for what is no header. */
export function versionOf(header: unknown): number | undefined {
  const found = v.safeParse(v.object({ version: v.number() }), header)
  return found.success ? found.output.version : undefined
}

/** A header of this version, with parameters a device can bear; undefined for any other. */
export function parseHeader(header: unknown): BackupHeader | undefined {
  const found = v.safeParse(headerShape, header)
  return found.success ? found.output : undefined
}
