import type { TillDatabase } from '@/storage/databases'
import type { HandedStep } from '@/core/stock/stockHanded'

const STEPS = 'stockSteps'

/** How far the journals of other tills were read through, by journal, and for whom their stock is. */
export type StepsRead = Readonly<Record<string, { number: number; steps: readonly HandedStep[] }>>

/** What was read of other tills' journals so far. */
export async function readSteps(db: TillDatabase): Promise<StepsRead> {
  return ((await db.sharing.get(STEPS))?.value ?? {}) as StepsRead
}

/** Notes what was read; an entry never changes, so that it is read through once. */
export async function keepSteps(db: TillDatabase, steps: StepsRead): Promise<void> {
  await db.sharing.put({ name: STEPS, value: steps })
}
