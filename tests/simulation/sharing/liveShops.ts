import { SimulatedShop, type Happened } from './simulatedShop'

/** Long enough that devices are killed, removed and put back in most of them. */
const STEPS = 45

/** `COMPTOIR_SEED=12` begins at that one. */
const FIRST_SEED = Number(process.env.COMPTOIR_SEED ?? 1)

/**
 * Lives so many shops to their end, where all devices must hold the same; returns what happened in
 * all of them. Throws at the first that does not, with its seed.
 */
export async function liveShops(seeds: number, first = FIRST_SEED): Promise<Happened> {
  const all: Partial<Happened> = {}
  for (let seed = first; seed < first + seeds; seed += 1) {
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
  return all as Happened
}
