import { unzipSync } from 'fflate'

/** The files of a ZIP, unpacked one at a time; undefined when it is none, or holds one twice. */
export interface ZipReader {
  names: string[]
  /** Undefined where the ZIP holds no such file, or holds it broken. */
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
    // Not a ZIP, or cut: what it held cannot be told.
    return undefined
  }
  if (names.length === 0 || new Set(names).size !== names.length) return undefined
  let last: { name: string; held: Uint8Array<ArrayBuffer> | undefined } | undefined
  return {
    names,
    read(name) {
      // The longest one is read twice in a row: for its hash, then for its entries.
      if (last?.name !== name) last = { name, held: unpack(bytes, name) }
      return last.held
    },
  }
}

function unpack(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return unzipSync(bytes, { filter: file => file.name === name })[name]
  } catch {
    // Its packed bytes were altered.
    return undefined
  }
}
