import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { anArticle, aTicket, aTill } from '../../support/factory'
import { stubPage } from '../stubPage'
import { useDraftStore } from '@/stores/ticket/draft'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { emptyTicket } from '@/core/ticket/ticket'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  stubPage()
  setActivePinia(createPinia())
})

const keptIds = async () => (await context.tillDb.tickets.toArray()).map(({ ticketId }) => ticketId)
const aWhile = () => new Promise(resolve => setTimeout(resolve, 150))

/** A sale that is being sealed until it is ended. */
function sealing() {
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  const sealed = usePaymentPhaseStore().seal(() => held)
  return async () => {
    release()
    await sealed
  }
}

it('keeps the ticket on the disk once it is painted', async () => {
  const ticket = aTicket([anArticle()])
  useDraftStore().keep(() => ticket)
  await vi.waitFor(async () => expect(await keptIds()).toEqual([ticket.ticketId]))
})

it('a ticket that is being sold is not put back on the disk by its last change', async () => {
  const sold = aTicket([anArticle()])
  let current = sold
  const end = sealing()
  useDraftStore().keep(() => current)
  await aWhile()
  expect(await keptIds()).toEqual([])
  // Sold: the next ticket is at the counter.
  current = emptyTicket('next', context.now().at)
  await end()
  await aWhile()
  expect(await keptIds()).toEqual([])
})

it('its last change is kept where the sale is refused', async () => {
  const ticket = aTicket([anArticle()])
  const end = sealing()
  useDraftStore().keep(() => ticket)
  await aWhile()
  await end()
  await vi.waitFor(async () => expect(await keptIds()).toEqual([ticket.ticketId]))
})
