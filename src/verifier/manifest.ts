import { ARCHIVE_FORMAT, type Manifest } from './shapes'
import { openZip, type ZipReader } from './zip'

/** The manifest of an archive; undefined where it cannot be read. */
export function manifestOf(zip: ZipReader): Manifest | undefined {
  const bytes = zip.read('manifest.json')
  if (!bytes) return undefined
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest
    const isReadable =
      manifest.format === ARCHIVE_FORMAT &&
      Number.isSafeInteger(manifest.firstEntry) &&
      Number.isSafeInteger(manifest.lastEntry) &&
      Array.isArray(manifest.files) &&
      typeof manifest.keyFingerprint === 'string' &&
      typeof manifest.period === 'object'
    return isReadable ? manifest : undefined
  } catch {
    // Not JSON: it was altered.
    return undefined
  }
}

/** Till code of an archive; undefined where it cannot be read. */
export function letterOf(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const zip = openZip(bytes)
  return zip && manifestOf(zip)?.till
}

/**
 * Sorts archives of one till for checking: the newest till code first, as it continues the others.
 * An unreadable archive comes first of all, so that it is reported.
 */
export function newestFirst(
  archives: readonly Uint8Array<ArrayBuffer>[],
): Uint8Array<ArrayBuffer>[] {
  return archives
    .map(bytes => ({ bytes, letter: letterOf(bytes) }))
    .sort((one, other) => compareLetters(other.letter, one.letter))
    .map(({ bytes }) => bytes)
}

/** Till codes go from A to Z, then from AA on. */
function compareLetters(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) {
    return Number(one === undefined) - Number(other === undefined)
  }
  return one.length - other.length || (one < other ? -1 : Number(one > other))
}
