import type { TillDatabase } from '@/storage/databases'
import {
  erasing,
  NO_ERASURE,
  withErasure,
  type Erasure,
  type Erasures,
} from '@/core/sharing/erasures'
import type { Register } from '@/core/sharing/register'

const ERASURES = 'erasures'
const BASED_AT = 'based-at'
type Kept = Pick<TillDatabase, 'sharing' | 'sharedRows'>

/** What this device knows of erasures. */
export async function readErasures({ sharing }: Pick<Kept, 'sharing'>): Promise<Erasures> {
  return ((await sharing.get(ERASURES))?.value as Erasures | undefined) ?? NO_ERASURE
}

/** Whether registers erase somebody of whom that is not known yet: bases repeat what is. */
export async function areErasing(
  { sharedRows }: Pick<Kept, 'sharedRows'>,
  registers: readonly Register[],
): Promise<boolean> {
  const keys = erasing(registers).map(({ key }) => key)
  if (keys.length === 0) return false
  const known = await sharedRows.bulkGet(keys)
  return known.some(row => row === undefined || erasing(row.held).length === 0)
}

/** Notes a block that erases somebody; in the transaction that keeps what it says. */
export async function noteErasure(till: Pick<Kept, 'sharing'>, erasure: Erasure): Promise<void> {
  await till.sharing.put({
    name: ERASURES,
    value: withErasure(await readErasures(till), erasure),
  })
}

/** When this device last said all it says of the shop anew; '' for never. ISO 8601 in UTC. */
export async function readBasedAt({ sharing }: Pick<Kept, 'sharing'>): Promise<string> {
  return ((await sharing.get(BASED_AT))?.value as string | undefined) ?? ''
}

export async function keepBasedAt({ sharing }: Pick<Kept, 'sharing'>, at: string): Promise<void> {
  await sharing.put({ name: BASED_AT, value: at })
}
