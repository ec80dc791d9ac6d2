import type { Carrier } from '@/core/sharing/carrier'
import { fileCarrier } from '@/sharing/fileCarrier'
import { isBlockSigned } from '@/till/sharing/sealBlock'

/** A file in memory: what is on a key is the same bytes. */
export function memoryFile(mostBytes?: number): Carrier {
  let bytes: Uint8Array | undefined
  return fileCarrier(
    {
      read: () => Promise.resolve(bytes),
      write: written => {
        bytes = written
        return Promise.resolve()
      },
    },
    isBlockSigned,
    mostBytes,
  )
}
