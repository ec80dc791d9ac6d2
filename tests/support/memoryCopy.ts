import { parseCopyName } from '@/core/journal/copyName'
import type { CopyFiles } from '@/storage/journal/copyFiles'

/** Files of a copy in memory, which can be damaged, cut and made to refuse. */
export interface MemoryCopy extends CopyFiles {
  files: Map<string, Uint8Array>
  /** Writes so many bytes more, then refuses as a killed worker or a full disk does. */
  stopAfter: (bytes: number) => void
}

export function aMemoryCopy(): MemoryCopy {
  const files = new Map<string, Uint8Array>()
  let left = Infinity
  return {
    files,
    stopAfter: bytes => (left = bytes),
    list: () =>
      Promise.resolve(
        [...files].flatMap(([name, { length }]) => {
          const named = parseCopyName(name)
          return named ? { ...named, name, bytes: length } : []
        }),
      ),
    read: name => Promise.resolve(new Uint8Array(files.get(name) ?? [])),
    write: (name, at, bytes) => {
      const before = (files.get(name) ?? new Uint8Array()).subarray(0, at)
      const some = bytes.subarray(0, Math.min(left, bytes.length))
      const all = new Uint8Array(before.length + some.length)
      all.set(before)
      all.set(some, before.length)
      files.set(name, all)
      left -= some.length
      if (some.length === bytes.length) return Promise.resolve()
      return Promise.reject(new DOMException('the disk is full', 'QuotaExceededError'))
    },
    remove: name => {
      files.delete(name)
      return Promise.resolve()
    },
  }
}
