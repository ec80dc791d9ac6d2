import { expect, it, vi } from 'vitest'
import { SimulatedShop } from './sharing/simulatedShop'

/** Each device has its store in memory and on disk, side by side: they must never differ. */
vi.mock('./sharing/memoryStore', async importOriginal => {
  const original = await importOriginal<typeof import('./sharing/memoryStore')>()
  const { TwinStore } = await import('./sharing/twinStore')
  return { ...original, MemoryStore: TwinStore }
})

const SEEDS = Number(process.env.COMPTOIR_DISK_SEEDS ?? 6)
const FIRST_SEED = Number(process.env.COMPTOIR_SEED ?? 1)
const STEPS = 45

it(`${SEEDS} shops with their devices on disk end as those in memory`, async () => {
  let [kills, taken] = [0, 0]
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
    const shop = await SimulatedShop.open(seed)
    try {
      for (let step = 0; step < STEPS; step += 1) await shop.step()
      await shop.settle()
      await shop.check()
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
    kills += shop.happened.kills
    taken += shop.happened.taken
  }
  expect(kills).toBeGreaterThan(SEEDS / 2)
  expect(taken).toBeGreaterThan(SEEDS * 3)
}, 600_000)
