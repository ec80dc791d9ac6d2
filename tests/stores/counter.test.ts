import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aCustomer, aTicket, aTill } from '../support/factory'
import { putCustomer } from '@/storage/customers/customers'
import { useCustomersStore } from '@/stores/customers/customers'
import { useUndoStore } from '@/stores/ticket/undo'
import { useParkingStore } from '@/stores/ticket/parking'
import { useTicketStore } from '@/stores/ticket/ticket'
import { listParked } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

const zoe = aCustomer()

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await putCustomer(context.tillDb, zoe)
  vi.stubGlobal('requestAnimationFrame', (action: () => void) => setTimeout(action))
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  setActivePinia(createPinia())
})

const aTicketOfHers = (ticketId: string) => ({
  ...aTicket(undefined, ticketId),
  customerId: zoe.customerId,
})

async function parkHers(): Promise<void> {
  useTicketStore().begin(aTicketOfHers('parked'))
  useParkingStore().park('Zoé')
  await vi.waitFor(async () => expect(await listParked(context)).toHaveLength(1))
}

it('forgets who was erased on what is parked, at the counter, and in what could be undone', async () => {
  const [ticket, parking, lastAct] = [useTicketStore(), useParkingStore(), useUndoStore()]
  await parkHers()
  ticket.begin(aTicketOfHers('counter'))
  ticket.change(now => ({ ...now, note: 'cadeau' }))
  expect(await useCustomersStore().erase(zoe.customerId)).toBe(true)
  expect(ticket.ticket).toMatchObject({ ticketId: 'counter', note: 'cadeau', customerId: null })
  expect(lastAct.last).toBeNull()
  parking.rename('parked', 'Reste')
  await vi.waitFor(async () =>
    expect(await listParked(context)).toMatchObject([
      { ticket: { name: 'Reste', customerId: null } },
    ]),
  )
  parking.resume('parked', 'kept')
  expect(ticket.ticket).toMatchObject({ ticketId: 'parked', customerId: null })
})

it('leaves the ticket of a sale that is being sealed, then forgets who was erased', async () => {
  const ticket = useTicketStore()
  ticket.begin(aTicketOfHers('counter'))
  ticket.isLocked = true
  const sealed = ticket.ticket
  const erasing = useCustomersStore().erase(zoe.customerId)
  await vi.waitFor(async () => expect(await context.tillDb.customers.count()).toBe(0))
  expect(ticket.ticket).toBe(sealed)
  ticket.isLocked = false
  await erasing
  expect(ticket.ticket.customerId).toBeNull()
})

it('offers nothing, and undoes nothing, while a sale is being sealed', async () => {
  const [ticket, parking, lastAct] = [useTicketStore(), useParkingStore(), useUndoStore()]
  await parkHers()
  ticket.begin(aTicket(undefined, 'counter'))
  ticket.change(now => ({ ...now, note: 'cadeau' }))
  const { last } = lastAct
  ticket.isLocked = true
  parking.park('Léo')
  expect(parking.count).toBe(1)
  expect(lastAct.last).toBe(last)
  lastAct.undo()
  expect(lastAct.last).toBe(last)
  expect(ticket.ticket.note).toBe('cadeau')
  ticket.isLocked = false
  lastAct.undo()
  expect(lastAct.last).toBeNull()
  expect(ticket.ticket.note).toBe('')
})
