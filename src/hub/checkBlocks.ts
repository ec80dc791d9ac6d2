import { deviceOf, readBlock, type ReadBlock } from '@/core/sharing/block'
import type { PutResult } from '@/core/sharing/carrier'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
/** Keys kept ready; the one that was longest not asked for goes. */
const MOST_KEYS = 20_000

export type CheckedBlock = { block: ReadBlock } | { refused: Extract<PutResult, 'forged' | 'gap'> }

/**
 * Takes given blocks apart and checks their signatures by the keys that they tell or that are kept
 * of their devices. A block of a device whose key is nowhere has a gap before it: the key is told at
 * number 0 and in bases. `keptKeys` reads the keys of a mailbox; it is asked where one is neither told
 * nor ready: a device is the hash of its key, so that a key that is ready is the device's own.
 */
export async function checkBlocks(
  given: readonly Uint8Array[],
  keptKeys: () => Promise<readonly Uint8Array[]>,
): Promise<readonly CheckedBlock[]> {
  const read = given.map(readBlock)
  const told = read.flatMap(block => (block?.publicKey ? [block.publicKey] : []))
  const keys = new Map(told.map(key => [deviceOf(key), importedKey(deviceOf(key), key)]))
  for (const block of read) {
    const ready = block && !keys.has(block.device) ? readyKey(block.device) : undefined
    if (block && ready) keys.set(block.device, ready)
  }
  if (read.some(block => block && !keys.has(block.device))) {
    for (const key of await keptKeys()) keys.set(deviceOf(key), importedKey(deviceOf(key), key))
  }
  return Promise.all(
    read.map(async (block): Promise<CheckedBlock> => {
      if (!block) return { refused: 'forged' }
      const key = keys.get(block.device)
      if (!key) return { refused: 'gap' }
      return (await isSigned(block, await key)) ? { block } : { refused: 'forged' }
    }),
  )
}

async function isSigned({ signature, signed }: ReadBlock, key: CryptoKey | undefined) {
  if (!key) return false
  return crypto.subtle.verify(SIGNING, key, new Uint8Array(signature), new Uint8Array(signed))
}

const imported = new Map<string, Promise<CryptoKey | undefined>>()

/** A key that was imported before; it is now the newest of the map, whose first one goes. */
function readyKey(device: string): Promise<CryptoKey | undefined> | undefined {
  const key = imported.get(device)
  if (!key) return undefined
  imported.delete(device)
  imported.set(device, key)
  return key
}

function importedKey(device: string, raw: Uint8Array): Promise<CryptoKey | undefined> {
  const ready = readyKey(device)
  if (ready) return ready
  const [oldest] = imported.keys()
  if (oldest !== undefined && imported.size >= MOST_KEYS) imported.delete(oldest)
  const key = keyFrom(raw)
  imported.set(device, key)
  return key
}

/** Undefined for bytes that are no point of the curve. */
function keyFrom(raw: Uint8Array): Promise<CryptoKey | undefined> {
  return crypto.subtle
    .importKey('raw', new Uint8Array(raw), CURVE, false, ['verify'])
    .catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'DataError') return undefined
      throw error
    })
}
