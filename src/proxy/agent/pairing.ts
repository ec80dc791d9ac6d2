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
  /** When it was paired, in milliseconds since 1970; undefined where none was, or that was not noted. */
  pairedAt: () => number | undefined
  /** Why the page that was paired is not known any more; undefined where that is not so. */
  lost: () => LostPairing | undefined
  /** Pairs a page by the code that the server's terminal shows; its key, or undefined for a wrong code. */
  pair: (origin: string, code: string) => string | undefined
  /** Whether a key is that of the paired page. */
  isKey: (origin: string, key: string) => boolean
}

/** What was kept of the pairing cannot be used: the page is to be paired again. */
export interface LostPairing {
  /** Where the damaged file was put aside; null where it could not be read, or not be moved. */
  asideFile: string | null
  file: string
}

interface Paired {
  origin: string
  /** In milliseconds since 1970; files of a version before have none. */
  pairedAt?: number
  /** SHA-256 of the key, in hexadecimal: who reads the file has no key. */
  keyHash: string
}

const KEY_BYTES = 32

/**
 * The pairing that the state folder keeps; a new one takes the place of the one before. A code pairs
 * once: another is made and shown then. Where what was kept cannot be used, it is told, a damaged file is
 * put aside, and no page is paired: the devices go on for the till of this server.
 */
export function openPairing(
  stateFolder: string,
  makeCode: () => NamingCode,
  say: (text: string) => void,
  now: () => number = Date.now,
): Pairing {
  const file = join(stateFolder, 'page.json')
  let { paired, lost } = readPaired(file)
  if (lost) say(lostText(lost))
  let code = makeCode()
  return {
    origin: () => paired?.origin,
    pairedAt: () => paired?.pairedAt,
    lost: () => lost,
    pair: (origin, typed) => {
      if (!code.isRight(typed)) return undefined
      const key = randomBytes(KEY_BYTES).toString('base64url')
      const next = { origin, keyHash: hashOf(key), pairedAt: now() }
      keepPaired(stateFolder, file, next)
      paired = next
      lost = undefined
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

interface Kept {
  paired?: Paired
  lost?: LostPairing
}

function readPaired(file: string): Kept {
  let text
  try {
    text = withFile(file, () => readIfThere(file))
  } catch (error) {
    if (error instanceof EquipmentUnreadable) return { lost: { file, asideFile: null } }
    throw error
  }
  if (text === undefined) return {}
  const paired = pairedIn(text)
  return paired ? { paired } : { lost: { file, asideFile: putAside(file) } }
}

/** Moves a damaged file beside its name, for whoever looks into it; null where the disk refuses it. */
function putAside(file: string): string | null {
  const aside = `${file}.damaged`
  try {
    withFile(file, () => renameSync(file, aside))
    return aside
  } catch (error) {
    if (error instanceof EquipmentUnreadable) return null
    throw error
  }
}

function lostText({ file, asideFile }: LostPairing): string {
  const kept = asideFile === null ? '' : ` Le fichier est gardé de côté : ${asideFile}.`
  return `\n  ${file} est illisible : aucune page n’est plus reliée.${kept}\n  Reliez la page de nouveau par le code affiché. Les appareils restent utilisables par la caisse ouverte sur ce serveur.`
}

function pairedIn(text: string): Paired | undefined {
  try {
    const { origin, keyHash, pairedAt } = (JSON.parse(text) ?? {}) as Partial<
      Record<keyof Paired, unknown>
    >
    const isOrigin = typeof origin === 'string' && URL.canParse(origin)
    const isHash = typeof keyHash === 'string' && /^[0-9a-f]{64}$/.test(keyHash)
    if (!isOrigin || !isHash) return undefined
    const isTime = typeof pairedAt === 'number' && isDate(pairedAt)
    return { origin, keyHash, ...(isTime ? { pairedAt } : {}) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const isDate = (milliseconds: number) => !Number.isNaN(new Date(milliseconds).getTime())
