import { parseCopyName, type CopyName } from '@/core/journal/copyName'
import type { Space } from '@/core/journal/space'

/** A file of the copy, and its size. */
export interface CopyFile extends CopyName {
  name: string
  bytes: number
}

/** The files of the journals' copy, whatever keeps them. */
export interface CopyFiles {
  list: () => Promise<CopyFile[]>
  read: (name: string) => Promise<Uint8Array>
  /**
   * Writes bytes at a place of a file, which then ends behind them; resolves once they are on disk.
   * The file is made where it is missing.
   */
  write: (name: string, at: number, bytes: Uint8Array) => Promise<void>
  remove: (name: string) => Promise<void>
}

/** Of the dedicated worker alone, which is why the page's types do not have it. */
interface SyncAccess {
  truncate: (size: number) => unknown
  write: (bytes: Uint8Array, options: { at: number }) => number
  flush: () => unknown
  close: () => unknown
}

interface WritableHandle extends FileSystemFileHandle {
  createSyncAccessHandle?: () => Promise<SyncAccess>
}

/**
 * Opens the copy of a space's journals in the origin-private file system. Null where the browser
 * has none, or forbids it (a private window): must be called in a worker, which alone may write it.
 */
export async function openCopyFiles(space: Space): Promise<CopyFiles | null> {
  const folder = await openFolder(space, true)
  if (!folder || !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return null
  return {
    list: () => listFiles(folder),
    read: async name => {
      const file = await (await folder.getFileHandle(name)).getFile()
      return new Uint8Array(await file.arrayBuffer())
    },
    write: async (name, at, bytes) => {
      const handle: WritableHandle = await folder.getFileHandle(name, { create: true })
      const access = await handle.createSyncAccessHandle?.()
      if (!access) throw new DOMException('no access to the copy', 'NotSupportedError')
      try {
        await access.truncate(at)
        const written = access.write(bytes, { at })
        // A full disk writes less than it was given.
        if (written < bytes.length) throw new DOMException('the disk is full', 'QuotaExceededError')
        await access.flush()
      } finally {
        await access.close()
      }
    },
    remove: name => folder.removeEntry(name),
  }
}

/** Till codes of the journals that were ever copied on this device, in the page or in a worker. */
export async function readCopiedTillCodes(space: Space): Promise<string[]> {
  const folder = await openFolder(space, false)
  const files = folder ? await listFiles(folder) : []
  return [...new Set(files.map(({ till }) => till))]
}

async function openFolder(
  space: Space,
  create: boolean,
): Promise<FileSystemDirectoryHandle | null> {
  // Typed as always there, but absent outside https and localhost, and in older browsers.
  const storage = globalThis.navigator?.storage as Partial<StorageManager> | undefined
  if (!storage?.getDirectory) return null
  try {
    const root = await storage.getDirectory()
    return await root.getDirectoryHandle(`journal-${space}`, { create })
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    // Nothing was copied yet, or this browser forbids it, as private windows do.
    if (['NotFoundError', 'SecurityError', 'NotAllowedError'].includes(name)) return null
    throw error
  }
}

async function listFiles(folder: FileSystemDirectoryHandle): Promise<CopyFile[]> {
  const files: CopyFile[] = []
  for await (const [name, handle] of folder.entries()) {
    const named = parseCopyName(name)
    if (!named || handle.kind !== 'file') continue
    const { size } = await handle.getFile()
    files.push({ ...named, name, bytes: size })
  }
  return files
}
