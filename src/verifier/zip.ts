import { unzipSync } from 'fflate'

/** The files of a ZIP, unpacked one by one; undefined for a broken ZIP or a repeated name. */
export interface ZipReader {
  names: string[]
  /** Undefined where the file is missing or damaged. */
  read: (name: string) => Uint8Array<ArrayBuffer> | undefined
}

export function openZip(bytes: Uint8Array): ZipReader | undefined {
  const names: string[] = []
  try {
    unzipSync(bytes, {
      filter({ name }) {
        names.push(name)
        return false
      },
    })
  } catch {
    // Not a ZIP, or cut short: its files are unknown.
    return undefined
  }
  if (names.length === 0 || new Set(names).size !== names.length) return undefined
  let last: { name: string; held: Uint8Array<ArrayBuffer> | undefined } | undefined
  return {
    names,
    read(name) {
      // The longest file is read twice in a row: for its hash, then for its entries.
      if (last?.name !== name) last = { name, held: unpack(bytes, name) }
      return last.held
    },
  }
}

function unpack(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return unzipSync(bytes, { filter: file => file.name === name })[name]
  } catch {
    // The packed bytes were altered.
    return undefined
  }
}
