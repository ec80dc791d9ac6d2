import { inflateSync } from 'fflate'
import { readDirectory, type ZipRecord } from './zipDirectory'

/** The files of a ZIP, unpacked one by one. */
export interface ZipReader {
  names: string[]
  /** Whether bytes lie before, between or behind the files that the directory names. */
  hasHiddenBytes: boolean
  /** Names of files that are stored as no till stores them. */
  odd: string[]
  /** Undefined where the file is missing, damaged, odd, or larger than `mostBytes`. */
  read: (name: string, mostBytes?: number) => Uint8Array<ArrayBuffer> | undefined
}

/** Most bytes of one unpacked file: a till's whole journal of 500,000 entries takes 0.7 GB. */
const LARGEST_FILE = 2 ** 30

/** Opens a ZIP; undefined where its directory cannot be read, or has a name twice. */
export function openZip(bytes: Uint8Array<ArrayBuffer>): ZipReader | undefined {
  const directory = readDirectory(bytes)
  if (!directory) return undefined
  const { records, hasHiddenBytes } = directory
  const names = records.map(({ name }) => name)
  if (names.length === 0 || new Set(names).size !== names.length) return undefined
  const byName = new Map(records.map(record => [record.name, record]))
  let last: { name: string; held: Uint8Array<ArrayBuffer> | undefined } | undefined
  return {
    names,
    hasHiddenBytes,
    odd: records.filter(({ isOdd }) => isOdd).map(({ name }) => name),
    read(name, mostBytes = LARGEST_FILE) {
      const record = byName.get(name)
      if (!record || record.isOdd || record.size > mostBytes) return undefined
      // The longest file is read twice in a row: for its hash, then for its entries.
      if (last?.name !== name) last = { name, held: unpack(record) }
      return last.held
    },
  }
}

/** Writes no more than the size in the directory: what unpacks to more is no file of a till. */
function unpack({ packed, size, method }: ZipRecord): Uint8Array<ArrayBuffer> | undefined {
  if (method === 0) return packed.length === size ? packed : undefined
  try {
    const unpacked = inflateSync(packed, { out: new Uint8Array(size) })
    return unpacked.length === size ? unpacked : undefined
  } catch {
    // The packed bytes were altered, or this device has not so much memory.
    return undefined
  }
}
