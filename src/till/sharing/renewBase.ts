import type { TillContext } from '@/till/context'
import { isBaseDue } from '@/core/sharing/erasures'
import { keepBasedAt, readBasedAt, readErasures } from '@/storage/sharing/erasures'
import { sayBase, type Sharing } from './sayOwn'

/**
 * Says anew what this device says of the shop, when it is due: what an erased customer was leaves
 * every log, on devices and carriers, a day after its device heard of it. Returns whether it did.
 */
export async function renewBase(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  sharing: Sharing,
): Promise<boolean> {
  const now = sharing.now()
  const basedAt = await readBasedAt(tillDb)
  // The month begins with the first exchange.
  if (basedAt === '') await keepBasedAt(tillDb, now)
  if (!isBaseDue(basedAt, await readErasures(tillDb), now)) return false
  // A device that was given no secret yet has nothing to say it with.
  if (!(await sayBase(sharing))) return false
  await keepBasedAt(tillDb, now)
  return true
}
