import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { useAutomaticSyncStore } from '@/stores/catalogue/automaticSync'

const MINUTE = 60_000
const run = vi.fn()
// New objects for each test, so that watchers of an earlier test no longer react.
interface View {
  isRunning: boolean
  runs: unknown[]
  oldestCheck: string | null
  lastRun: unknown
  start: typeof run
}
const aView = (): View =>
  reactive({ isRunning: false, runs: [], oldestCheck: null, lastRun: null, start: run })
let sync = aView()
let network = reactive({ isOnline: true })
vi.mock('@vueuse/core', () => ({
  useBattery: () => ({ isSupported: { value: false } }),
  useNetwork: () => ({ saveData: { value: false } }),
}))
vi.mock('@/stores/catalogue/connection', () => ({ useConnectionStore: () => ({ connection: {} }) }))
vi.mock('@/stores/counter', () => ({ useCounterStore: () => ({ isElsewhere: false }) }))
vi.mock('@/stores/network', () => ({ useNetworkStore: () => network }))
vi.mock('@/stores/settings/settings', () => ({
  useSettingsStore: () => ({ syncEveryMinutes: 30 }),
}))
vi.mock('@/stores/catalogue/sync', () => ({ useSyncStore: () => sync }))
vi.mock('@/stores/payment/phase', () => ({
  usePaymentPhaseStore: () => ({ isPaying: false }),
}))

beforeEach(() => {
  sync = aView()
  network = reactive({ isOnline: true })
  setActivePinia(createPinia())
  run.mockReset().mockImplementation(async () => {
    await setRunning(true)
    await setRunning(false)
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function setRunning(isRunning: boolean): Promise<void> {
  sync.isRunning = isRunning
  await nextTick()
}

it('looks at the shop on opening, then on the interval', async () => {
  useAutomaticSyncStore().start()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(run).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(29 * MINUTE)
  expect(run).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(run).toHaveBeenCalledTimes(2)
})

it.each([
  ['is over before the till would look', 2_000],
  ['takes longer than that', 20_000],
])('waits its interval after a sync it did not begin, which %s', async (_, takesMs) => {
  await setRunning(true)
  useAutomaticSyncStore().start()
  await vi.advanceTimersByTimeAsync(takesMs)
  await setRunning(false)
  await vi.advanceTimersByTimeAsync(29 * MINUTE)
  expect(run).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(run).toHaveBeenCalledTimes(1)
})

it('looks again when the network comes back', async () => {
  useAutomaticSyncStore().start()
  await vi.advanceTimersByTimeAsync(5_000)
  network.isOnline = false
  await nextTick()
  network.isOnline = true
  await nextTick()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(run).toHaveBeenCalledTimes(2)
})

it.each([
  [800, 14],
  [9_000, 30],
])(
  'of %i articles, looks again before prices are too old: in %i minutes',
  async (articles, due) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const ended = () => {
      sync.lastRun = { counts: { articles } }
      sync.oldestCheck = new Date().toISOString()
    }
    run.mockImplementation(async () => {
      await setRunning(true)
      await setRunning(false)
      // The view follows the sync's end.
      ended()
      await nextTick()
    })
    useAutomaticSyncStore().start()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync((due - 1) * MINUTE)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(run).toHaveBeenCalledTimes(2)
  },
)
