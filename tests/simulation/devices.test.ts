import { expect, it } from 'vitest'
import { SimulatedShop, type Happened } from './sharing/simulatedShop'

/** `COMPTOIR_SEEDS=5000` runs as many; `COMPTOIR_SEED=12` begins at one of them. */
const SEEDS = Number(process.env.COMPTOIR_SEEDS ?? 200)
const FIRST_SEED = Number(process.env.COMPTOIR_SEED ?? 1)
const STEPS = 45

it(
  `${SEEDS} shops of three to five devices end with the same, and nothing is lost or doubled`,
  async () => {
    const all: Partial<Happened> = {}
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
      const shop = await SimulatedShop.open(seed)
      try {
        for (let step = 0; step < STEPS; step += 1) await shop.step()
        await shop.settle()
        await shop.check()
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
      for (const [name, count] of Object.entries(shop.happened) as [keyof Happened, number][]) {
        all[name] = (all[name] ?? 0) + count
      }
    }
    if (process.env.COMPTOIR_TELL) console.log(all)
    // A simulation in which these never happen proves nothing.
    for (const [name, count] of Object.entries(all)) expect(count, name).toBeGreaterThan(SEEDS / 20)
  },
  600_000 + SEEDS * 1_000,
)
