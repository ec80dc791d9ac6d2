import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EquipmentUnreadable, withFile } from './equipmentUnreadable'
import { readIfThere } from '@/proxy/readIfThere'
import type { NamingCode } from '@/proxy/namingCode'

/** The one page elsewhere that may use the counter's equipment: a till on the shop's own host. */
export interface Pairing {
  /** Its origin; undefined where none was paired. */
  origin: () => string | undefined
  /** Pairs a page by the code that the server's terminal shows; its key, or undefined for a wrong code. */
  pair: (origin: string, code: string) => string | undefined
  /** Whether a key is that of the paired page. */
  isKey: (origin: string, key: string) => boolean
}

interface Paired {
  origin: string
  /** SHA-256 of the key, in hexadecimal: who reads the file has no key. */
  keyHash: string
}

const KEY_BYTES = 32

/**
 * The pairing that the state folder keeps; a new one takes the place of the one before. A code pairs
 * once: another is made and shown then.
 *
 * @throws EquipmentUnreadable where its file cannot be read.
 */
export function openPairing(
  stateFolder: string,
  makeCode: () => NamingCode,
  say: (text: string) => void,
): Pairing {
  const file = join(stateFolder, 'page.json')
  let paired = readPaired(file)
  let code = makeCode()
  return {
    origin: () => paired?.origin,
    pair: (origin, typed) => {
      if (!code.isRight(typed)) return undefined
      const key = randomBytes(KEY_BYTES).toString('base64url')
      const next = { origin, keyHash: hashOf(key) }
      keepPaired(stateFolder, file, next)
      paired = next
      say(`\n  Équipement du comptoir relié à la page :  ${origin}`)
      code = makeCode()
      return key
    },
    isKey: (origin, key) =>
      paired !== undefined &&
      paired.origin === origin &&
      timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(paired.keyHash)),
  }
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

/** Whole or not at all: a half-written file would leave the page outside. */
function keepPaired(folder: string, file: string, paired: Paired): void {
  mkdirSync(folder, { recursive: true })
  const next = `${file}.new`
  writeFileSync(next, JSON.stringify(paired), { mode: 0o600 })
  renameSync(next, file)
}

function readPaired(file: string): Paired | undefined {
  const text = withFile(file, () => readIfThere(file))
  if (text === undefined) return undefined
  const paired = pairedIn(text)
  if (paired) return paired
  throw new EquipmentUnreadable(
    `${file} est illisible. Supprimez-le, relancez le serveur, puis reliez la page de nouveau par le code affiché.`,
  )
}

function pairedIn(text: string): Paired | undefined {
  try {
    const { origin, keyHash } = (JSON.parse(text) ?? {}) as Partial<Record<keyof Paired, unknown>>
    const isOrigin = typeof origin === 'string' && URL.canParse(origin)
    const isHash = typeof keyHash === 'string' && /^[0-9a-f]{64}$/.test(keyHash)
    return isOrigin && isHash ? { origin, keyHash } : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
