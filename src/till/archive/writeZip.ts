import { strToU8, Zip, ZipDeflate } from 'fflate'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { ArchivedFile } from '@/core/archive/manifest'
import { assert } from '@/core/assert'

/** A file of a ZIP that is being written. */
export interface ZipFile {
  write: (text: string) => void
  /** Ends the file; returns its name, digest and size for the manifest. */
  close: () => ArchivedFile
}

/** A ZIP written part by part: only compressed bytes are held in memory. */
export interface ZipWriter {
  open: (name: string) => ZipFile
  close: () => { blob: Blob; sha256: string }
}

/** Begins a ZIP whose files are dated `at` (ISO); its SHA-256 is computed as it is written. */
export function writeZip(at: string): ZipWriter {
  const whole = sha256.create()
  const parts: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, part) => {
    if (error) throw error
    whole.update(part)
    parts.push(part)
  })

  function open(name: string): ZipFile {
    const hash = sha256.create()
    const file = new ZipDeflate(name, { level: 6 })
    file.mtime = new Date(at)
    let bytes = 0
    zip.add(file)
    return {
      write(text) {
        const part = strToU8(text)
        bytes += part.length
        hash.update(part)
        file.push(part)
      },
      close() {
        file.push(new Uint8Array(), true)
        return { name, sha256: bytesToHex(hash.digest()), bytes }
      },
    }
  }

  return {
    open,
    close() {
      zip.end()
      assert(parts.length > 0, 'a ZIP has at least its end')
      return {
        blob: new Blob(parts, { type: 'application/zip' }),
        sha256: bytesToHex(whole.digest()),
      }
    },
  }
}
