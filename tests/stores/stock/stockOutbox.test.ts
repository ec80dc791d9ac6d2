import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { anArticle, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { useStockOutboxStore } from '@/stores/stock/stockOutbox'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { keepSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

let context: TillContext
const sendStock = vi.fn()
const network = reactive({ isOnline: true })
const mayAsk = vi.fn(() => true)
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({ sendStock }),
}))
vi.mock('@/stores/network', () => ({ useNetworkStore: () => network }))
vi.mock('@/stores/catalogue/automaticSync', () => ({ useAutomaticSyncStore: () => ({ mayAsk }) }))

const FAILED = { ok: false, error: { code: 'shop-unreachable', host: 'shop.example' } }
const SENT = { ok: true, value: { goesOnInMs: null, seesOrders: true } }

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await keepSetting(context, 'connection', { address: 'https://shop.example', key: 'KEY' })
  await keepSetting(context, 'sendsStock', true)
  setActivePinia(createPinia())
  await useConnectionStore().load()
  sendStock.mockReset().mockResolvedValue(FAILED)
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function sell(): Promise<void> {
  const ticket = aTicket([anArticle({ articleId: 'ps-1' })], context.newId())
  const sold = await sellTicket(context, ticket, [aTender(1_548)], CONTEXT)
  expect(sold.ok).toBe(true)
}

/** The store, once it knows of one sale; from then on the test controls its clock. */
async function withOneSale() {
  const store = useStockOutboxStore()
  await store.start()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await sell()
  await vi.waitFor(() => expect(store.waiting).toBe(1))
  return store
}

it('waits twice as long after each failure of the shop, up to an hour', async () => {
  const store = await withOneSale()
  await vi.advanceTimersToNextTimerAsync()
  expect(sendStock).toHaveBeenCalledTimes(1)
  for (const [attempt, seconds] of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600].entries()) {
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 1)
    expect(sendStock).toHaveBeenCalledTimes(attempt + 1)
    await vi.advanceTimersByTimeAsync(1)
    expect(sendStock).toHaveBeenCalledTimes(attempt + 2)
  }
  expect(store.error?.code).toBe('shop-unreachable')
})

it('is not hurried by more sales, and begins anew once the shop answers', async () => {
  const store = await withOneSale()
  await vi.advanceTimersToNextTimerAsync()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(sendStock).toHaveBeenCalledTimes(2)
  await sell()
  await vi.advanceTimersByTimeAsync(59_999)
  expect(sendStock).toHaveBeenCalledTimes(2)
  sendStock.mockResolvedValue(SENT)
  await vi.advanceTimersByTimeAsync(1)
  expect(sendStock).toHaveBeenCalledTimes(3)
  expect(store.error).toBeNull()

  sendStock.mockResolvedValue(FAILED)
  await store.send()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(sendStock).toHaveBeenCalledTimes(5)
})
