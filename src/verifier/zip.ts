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
  return {
    names,
    read(name) {
      try {
        return unzipSync(bytes, { filter: file => file.name === name })[name]
      } catch {
        // Its packed bytes were altered.
        return undefined
      }
    },
  }
}
