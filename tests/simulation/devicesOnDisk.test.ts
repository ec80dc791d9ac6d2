import { expect, it, vi } from 'vitest'
import { liveShops } from './sharing/liveShops'

/** Each device has its store in memory and on disk, side by side: they must never differ. */
vi.mock('./sharing/memoryStore', async importOriginal => {
  const original = await importOriginal<typeof import('./sharing/memoryStore')>()
  const { TwinStore } = await import('./sharing/twinStore')
  return { ...original, MemoryStore: TwinStore }
})

const SEEDS = Number(process.env.COMPTOIR_DISK_SEEDS ?? (process.env.COMPTOIR_LONG ? 6 : 3))

it(`${SEEDS} shops with their devices on disk end as those in memory`, async () => {
  const { kills, taken } = await liveShops(SEEDS)
  expect(kills).toBeGreaterThan(SEEDS / 4)
  expect(taken).toBeGreaterThan(SEEDS * 3)
}, 600_000)
