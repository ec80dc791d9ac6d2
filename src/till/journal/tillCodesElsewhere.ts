import { readKeptHeads } from './keptHeads'
import type { Space } from '@/core/journal/space'
import { readCopiedTillCodes } from '@/storage/journal/copyFiles'

/**
 * Till codes that this device knows outside its database, which may have been cleared or put back:
 * none of them is ever given again.
 */
export async function tillCodesElsewhere(storage: Storage, space: Space): Promise<string[]> {
  const copied = await readCopiedTillCodes(space)
  return [...new Set([...copied, ...readKeptHeads(storage, space).map(({ till }) => till)])]
}
