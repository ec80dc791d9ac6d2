import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aCustomer, aTicket, aTill } from '../support/factory'
import { stubPage } from './stubPage'
import { putCustomer } from '@/storage/customers/customers'
import { useCustomersStore } from '@/stores/customers/customers'
import { useUndoStore } from '@/stores/ticket/undo'
import { useParkingStore } from '@/stores/ticket/parking'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
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
  stubPage()
  setActivePinia(createPinia())
})

/** Begins to seal a sale; calling the returned function ends it. */
function beginSealing(): () => Promise<void> {
  let end: () => void = () => undefined
  const sealing = usePaymentPhaseStore().seal(() => new Promise<void>(resolve => (end = resolve)))
  return () => {
    end()
    return sealing
  }
}

const aTicketOfHers = (ticketId: string) => ({
  ...aTicket(undefined, ticketId),
  customerId: zoe.customerId,
})

async function parkHers(): Promise<void> {
  useTicketStore().begin(aTicketOfHers('parked'))
  useParkingStore().park('Zoé')
  await vi.waitFor(async () => expect(await listParked(context)).toHaveLength(1))
}

it('removes an erased customer from parked tickets, the counter, and the offer to undo', async () => {
  const [ticket, parking, lastAction] = [useTicketStore(), useParkingStore(), useUndoStore()]
  await parkHers()
  ticket.begin(aTicketOfHers('counter'))
  ticket.change(now => ({ ...now, note: 'cadeau' }))
  expect(await useCustomersStore().erase(zoe.customerId)).toBe(true)
  expect(ticket.ticket).toMatchObject({ ticketId: 'counter', note: 'cadeau', customerId: null })
  expect(lastAction.last).toBeNull()
  parking.rename('parked', 'Reste')
  await vi.waitFor(async () =>
    expect(await listParked(context)).toMatchObject([
      { ticket: { name: 'Reste', customerId: null } },
    ]),
  )
  parking.resume('parked', 'kept')
  expect(ticket.ticket).toMatchObject({ ticketId: 'parked', customerId: null })
})

it('keeps the ticket of a sale being sealed, then removes the erased customer', async () => {
  const ticket = useTicketStore()
  ticket.begin(aTicketOfHers('counter'))
  const endSealing = beginSealing()
  const sealed = ticket.ticket
  const erasing = useCustomersStore().erase(zoe.customerId)
  await vi.waitFor(async () => expect(await context.tillDb.customers.count()).toBe(0))
  expect(ticket.ticket).toBe(sealed)
  await endSealing()
  await erasing
  expect(ticket.ticket.customerId).toBeNull()
})

it('offers nothing, and undoes nothing, while a sale is being sealed', async () => {
  const [ticket, parking, lastAction] = [useTicketStore(), useParkingStore(), useUndoStore()]
  await parkHers()
  ticket.begin(aTicket(undefined, 'counter'))
  ticket.change(now => ({ ...now, note: 'cadeau' }))
  const { last } = lastAction
  const endSealing = beginSealing()
  parking.park('Léo')
  expect(parking.count).toBe(1)
  expect(lastAction.last).toBe(last)
  lastAction.undo()
  expect(lastAction.last).toBe(last)
  expect(ticket.ticket.note).toBe('cadeau')
  await endSealing()
  lastAction.undo()
  expect(lastAction.last).toBeNull()
  expect(ticket.ticket.note).toBe('')
})
