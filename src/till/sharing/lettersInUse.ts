import type { TillContext } from '@/till/context'
import { readTillCodes } from '@/storage/journal/journal'
import type { OpenSharing } from './group'

/** Till codes that any journal known here has, this device's own and copies of others. */
export async function lettersInUse(
  { tillDb, tillCode }: TillContext,
  { others }: OpenSharing,
): Promise<string[]> {
  const copied = (await others.copyHeads.toArray()).map(({ till }) => till)
  return [...new Set([...(await readTillCodes(tillDb, tillCode)), ...copied])]
}
