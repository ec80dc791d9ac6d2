import { ARCHIVE_FORMAT, type Manifest, type PublicKey } from './shapes'
import { openZip, type ZipReader } from './zip'

/** A manifest names a dozen files. */
const LARGEST_MANIFEST = 1_000_000
const MOST_FILES = 100

/** The manifest of an archive; undefined where it cannot be read, or is none that a till writes. */
export function manifestOf(zip: ZipReader): Manifest | undefined {
  const bytes = zip.read('manifest.json', LARGEST_MANIFEST)
  if (!bytes) return undefined
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as unknown
    return isManifest(manifest) ? manifest : undefined
  } catch {
    // Not JSON: it was altered.
    return undefined
  }
}

type Fields = Record<string, unknown>

function isManifest(value: unknown): value is Manifest {
  if (!isFields(value)) return false
  const { format, till, journalId, keyFingerprint, period, madeAt, previousSeal, lastSeal } = value
  const { firstEntry, lastEntry, count, signedBy = null, copy, files } = value
  return (
    format === ARCHIVE_FORMAT &&
    isTill(till) &&
    [journalId, madeAt].every(isShort) &&
    (keyFingerprint === '' || isHash(keyFingerprint)) &&
    isFields(period) &&
    [period.from, period.to].every(isDayOrNull) &&
    isFrom(1, firstEntry) &&
    isFrom(firstEntry, lastEntry) &&
    isFrom(0, count) &&
    [previousSeal, lastSeal].every(isHash) &&
    (signedBy === null || isSigner(signedBy)) &&
    (copy === undefined || isCopy(copy, lastEntry)) &&
    Array.isArray(files) &&
    files.length <= MOST_FILES &&
    files.every(isFile)
  )
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 200
const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isTill = (value: unknown) => typeof value === 'string' && /^[A-Z]{1,9}$/.test(value)
const isDayOrNull = (value: unknown) =>
  value === null || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
const isFrom = (least: number, value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least

function isFile(value: unknown): boolean {
  return isFields(value) && isShort(value.name) && isHash(value.sha256) && isFrom(0, value.bytes)
}

function isSigner(value: unknown): boolean {
  if (!isFields(value)) return false
  const { till, publicKey, keyFingerprint } = value
  return isTill(till) && isHash(keyFingerprint) && isPublicKey(publicKey)
}

function isCopy(value: unknown, lastEntry: number): boolean {
  if (!isFields(value) || !isFields(value.madeBy)) return false
  const { till, name } = value.madeBy
  return isTill(till) && (name === '' || isShort(name)) && isFrom(lastEntry, value.upTo)
}

/** Whether a value has the parts of a public key, each a short text. */
export function isPublicKey(value: unknown): value is PublicKey {
  return isFields(value) && ['crv', 'kty', 'x', 'y'].every(part => isShort(value[part]))
}

/** Till code of an archive; undefined where it cannot be read. */
export function letterOf(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const zip = openZip(bytes)
  return zip && manifestOf(zip)?.till
}

/**
 * Sorts archives of one till for checking: the newest till code first, as it continues the others, and
 * the till's own before those of copies. An unreadable archive comes first of all, so that it is
 * reported.
 */
export function newestFirst(
  archives: readonly Uint8Array<ArrayBuffer>[],
): Uint8Array<ArrayBuffer>[] {
  return archives
    .map(bytes => ({ bytes, letter: letterOf(bytes), isCopy: isOfCopy(bytes) }))
    .sort(
      (one, other) =>
        compareLetters(other.letter, one.letter) || Number(one.isCopy) - Number(other.isCopy),
    )
    .map(({ bytes }) => bytes)
}

/** Whether another till made an archive, from its copy of the journal. */
function isOfCopy(bytes: Uint8Array<ArrayBuffer>): boolean {
  const zip = openZip(bytes)
  return (zip && manifestOf(zip))?.copy !== undefined
}

/** Till codes go from A to Z, then from AA on. */
function compareLetters(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) {
    return Number(one === undefined) - Number(other === undefined)
  }
  return one.length - other.length || (one < other ? -1 : Number(one > other))
}
