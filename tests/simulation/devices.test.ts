import { expect, it } from 'vitest'
import { liveShops } from './sharing/liveShops'

/** `COMPTOIR_SEEDS=5000` runs as many. */
const SEEDS = Number(process.env.COMPTOIR_SEEDS ?? 200)

it(
  `${SEEDS} shops of three to five devices end with the same, and nothing is lost or doubled`,
  async () => {
    const all = await liveShops(SEEDS)
    if (process.env.COMPTOIR_TELL) console.log(all)
    // A simulation in which these never happen proves nothing.
    for (const [name, count] of Object.entries(all)) expect(count, name).toBeGreaterThan(SEEDS / 20)
  },
  600_000 + SEEDS * 1_000,
)
