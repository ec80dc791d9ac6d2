import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { NO_FIELDS } from '@/core/customers/customer'
import { useCustomersStore } from '@/stores/customers/customers'
import { useSaleSearchStore } from '@/stores/journal/saleSearch'
import { useSalesStore } from '@/stores/journal/sales'
import { listTillCodes } from '@/till/journal/listSales'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))
vi.mock('@/till/journal/listSales', async original => {
  const real = await original<typeof import('@/till/journal/listSales')>()
  return { ...real, listTillCodes: vi.fn(real.listTillCodes) }
})

const AFTER_MANY_WAITS_MS = 600
const wait = (ms: number) => new Promise(done => setTimeout(done, ms))

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  setActivePinia(createPinia())
  vi.mocked(listTillCodes).mockClear()
})

it('searches once for the typed text, and once more after a sale', async () => {
  const search = useSaleSearchStore()
  search.text = '15,48'
  await wait(AFTER_MANY_WAITS_MS)
  expect(search.shown).toEqual([])
  expect(listTillCodes).toHaveBeenCalledTimes(1)

  const sale = await sellTicket(context, aTicket(), [aTender(1548)], CONTEXT)
  useSalesStore().sales = sale.ok ? [sale.value] : []
  await wait(AFTER_MANY_WAITS_MS)
  expect(search.shown).toHaveLength(1)
  expect(search.isSearching).toBe(false)
  expect(listTillCodes).toHaveBeenCalledTimes(2)
})

it('opens the only result, also while the search on the screen begins anew', async () => {
  await sellTicket(context, aTicket(), [aTender(1548)], CONTEXT)
  const search = useSaleSearchStore()
  search.text = '15,48'
  expect(await search.open()).toBe('2')
})

it('finds what a customer bought by their name, as long as they are kept', async () => {
  const customers = useCustomersStore()
  const zoe = await customers.keep({ ...NO_FIELDS, name: 'Zoé Lefèvre', phone: '0612345678' }, null)
  const customerId = zoe?.customerId ?? ''
  await sellTicket(context, { ...aTicket(), customerId }, [aTender(1548)], CONTEXT)
  const search = useSaleSearchStore()
  search.text = 'lefevre'
  await wait(AFTER_MANY_WAITS_MS)
  expect(search.shown.map(sale => sale.event.customerId)).toEqual([customerId])
  expect(await search.open()).toBe('2')
  search.text = '061234'
  expect(await search.open()).toBeNull()

  await customers.erase(customerId)
  search.text = 'LEFÈVRE'
  expect(await search.open()).toBeNull()
})
