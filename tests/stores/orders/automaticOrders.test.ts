import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { aTill } from '../../support/factory'
import { emptyImport } from '@/core/orders/orderImport'
import { useAutomaticOrdersStore } from '@/stores/orders/automaticOrders'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { openTill } from '@/till/openTill'
import { keepSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

let context: TillContext
const importOrdersByItself = vi.fn()
// New objects for each test, so that watchers of an earlier test no longer react.
let sync = reactive({ isRunning: false })
const network = { isOnline: true }
const mayAsk = vi.fn(() => true)
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({ importOrdersByItself }),
}))
vi.mock('@/stores/catalogue/sync', () => ({ useSyncStore: () => sync }))
vi.mock('@/stores/network', () => ({ useNetworkStore: () => network }))
vi.mock('@/stores/settings/settings', () => ({ useSettingsStore: () => ({ seller: {} }) }))
vi.mock('@/stores/catalogue/automaticSync', () => ({ useAutomaticSyncStore: () => ({ mayAsk }) }))

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await keepSetting(context, 'connection', { address: 'https://shop.example', key: 'KEY' })
  sync = reactive({ isRunning: false })
  setActivePinia(createPinia())
  await useConnectionStore().load()
  importOrdersByItself.mockReset().mockResolvedValue({ ok: true, value: emptyImport([]) })
  mayAsk.mockReset().mockReturnValue(true)
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A sync of the shop's articles, from begin to end. */
async function aSync(): Promise<void> {
  sync.isRunning = true
  await nextTick()
  sync.isRunning = false
  await nextTick()
  await vi.advanceTimersByTimeAsync(0)
}

it('looks for orders after each sync, and not before', async () => {
  const store = useAutomaticOrdersStore()
  store.start()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(importOrdersByItself).not.toHaveBeenCalled()
  await aSync()
  expect(importOrdersByItself).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(importOrdersByItself).toHaveBeenCalledTimes(1)
  await aSync()
  expect(importOrdersByItself).toHaveBeenCalledTimes(2)
})

it('waits for the end of a payment, and for the network', async () => {
  useAutomaticOrdersStore().start()
  mayAsk.mockReturnValue(false)
  await aSync()
  await vi.advanceTimersByTimeAsync(90_000)
  expect(importOrdersByItself).not.toHaveBeenCalled()
  mayAsk.mockReturnValue(true)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(importOrdersByItself).toHaveBeenCalledTimes(1)
})

it('tries again after a failure, at growing intervals, and counts each end', async () => {
  const store = useAutomaticOrdersStore()
  store.start()
  const error = { code: 'shop-unreachable', host: 'shop.example' }
  importOrdersByItself.mockResolvedValue({ ok: false, error })
  await aSync()
  for (const [waitedMs, calls] of [
    [29_999, 1],
    [1, 2],
    [59_999, 2],
    [1, 3],
    [119_999, 3],
    [1, 4],
  ] as const) {
    await vi.advanceTimersByTimeAsync(waitedMs)
    expect(importOrdersByItself).toHaveBeenCalledTimes(calls)
  }
  expect(store.ended).toBe(4)
  importOrdersByItself.mockResolvedValue({ ok: true, value: emptyImport([]) })
  await vi.advanceTimersByTimeAsync(240_000)
  expect(importOrdersByItself).toHaveBeenCalledTimes(5)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(importOrdersByItself).toHaveBeenCalledTimes(5)
})
