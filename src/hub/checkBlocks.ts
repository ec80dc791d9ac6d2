import { deviceOf, readBlock, type ReadBlock } from '@/core/sharing/block'
import type { PutResult } from '@/core/sharing/carrier'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
/** Keys kept ready; the oldest goes. */
const MOST_KEYS = 5_000

export type CheckedBlock = { block: ReadBlock } | { refused: Extract<PutResult, 'forged' | 'gap'> }

/**
 * Takes given blocks apart and checks their signatures by the keys that they tell or that are kept
 * of their devices. A block of a device whose key is nowhere has a gap before it: the key is told at
 * number 0 and in bases.
 */
export async function checkBlocks(
  given: readonly Uint8Array[],
  keptKeys: readonly Uint8Array[],
): Promise<readonly CheckedBlock[]> {
  const read = given.map(readBlock)
  const told = read.flatMap(block => (block?.publicKey ? [block.publicKey] : []))
  const keys = new Map([...keptKeys, ...told].map(key => [deviceOf(key), key]))
  return Promise.all(
    read.map(async (block): Promise<CheckedBlock> => {
      if (!block) return { refused: 'forged' }
      const key = keys.get(block.device)
      if (!key) return { refused: 'gap' }
      return (await isSigned(block, key)) ? { block } : { refused: 'forged' }
    }),
  )
}

async function isSigned({ device, signature, signed }: ReadBlock, raw: Uint8Array) {
  const key = await importedKey(device, raw)
  if (!key) return false
  return crypto.subtle.verify(SIGNING, key, new Uint8Array(signature), new Uint8Array(signed))
}

const imported = new Map<string, Promise<CryptoKey | undefined>>()

/** Undefined for bytes that are no point of the curve. A device is the hash of its key: one each. */
function importedKey(device: string, raw: Uint8Array): Promise<CryptoKey | undefined> {
  const found = imported.get(device)
  if (found) return found
  const [oldest] = imported.keys()
  if (oldest !== undefined && imported.size >= MOST_KEYS) imported.delete(oldest)
  const key = crypto.subtle
    .importKey('raw', new Uint8Array(raw), CURVE, false, ['verify'])
    .catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'DataError') return undefined
      throw error
    })
  imported.set(device, key)
  return key
}
