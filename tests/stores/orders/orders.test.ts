import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { aTill } from '../../support/factory'
import { emptyImport } from '@/core/orders/orderImport'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { useOrdersStore } from '@/stores/orders/orders'
import { useRulesStore } from '@/stores/settings/rules'
import { openTill } from '@/till/openTill'
import { keepSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

let context: TillContext
const importOrders = vi.fn()
const automatic = reactive({ ended: 0 })
vi.mock('@/stores/orders/automaticOrders', () => ({ useAutomaticOrdersStore: () => automatic }))
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({ importOrders }),
}))

const NAMES = { shipping: 'Port', wrapping: 'Paquet', voucher: 'Bon' }
const TOLD = {
  ...emptyImport([]),
  recorded: { count: 1, totalCents: 1000 },
  entries: { 'web:shop.example:1': 'seen' },
}

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await keepSetting(context, 'connection', { address: 'https://shop.example', key: 'KEY' })
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  setActivePinia(createPinia())
  await useRulesStore().start()
  await useConnectionStore().load()
  importOrders.mockReset().mockResolvedValue({ ok: true, value: TOLD })
})

it('keeps the first day that the owner typed, until orders were recorded from it', async () => {
  const orders = useOrdersStore()
  await orders.list()
  expect(orders.fromDay).toBe('2026-01-01')
  orders.fromDay = '2025-12-15'
  await orders.list()
  expect(orders.fromDay).toBe('2025-12-15')
})

it('shows no preview of other days, or of former meanings of states', async () => {
  const orders = useOrdersStore()
  await orders.list()
  await orders.look(NAMES)
  expect(orders.preview).toEqual(TOLD)
  orders.fromDay = '2025-12-15'
  await nextTick()
  expect(orders.preview).toBeNull()

  await orders.look(NAMES)
  expect(orders.preview).toEqual(TOLD)
  await orders.mean(7, 'waiting')
  expect(orders.preview).toBeNull()

  const looking = orders.look(NAMES)
  await orders.mean(7, 'paid')
  await looking
  expect(orders.preview).toBeNull()
})
