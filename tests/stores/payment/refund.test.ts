import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { stubPage } from '../stubPage'
import { useParkingStore } from '@/stores/ticket/parking'
import { useOpenPaymentStore } from '@/stores/payment/openPayment'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useRefundStore } from '@/stores/payment/refund'
import { useTicketStore } from '@/stores/ticket/ticket'
import { listParked } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  stubPage()
  setActivePinia(createPinia())
})

it('parks the ticket in progress and gives back on its own ticket, in one action', async () => {
  const sold = await sellTicket(context, aTicket([anArticle()], 'sold'), [aTender(1548)], CONTEXT)
  if (!sold.ok) throw new Error(sold.error.code)
  const [ticket, refund, parking] = [useTicketStore(), useRefundStore(), useParkingStore()]
  ticket.begin(aTicket([anArticle({ articleId: 'ps-1' })], 'busy'))
  await refund.look(sold.value)
  await refund.refund(new Map([[0, 1000]]))

  expect(ticket.ticket.lines).toMatchObject([{ articleId: 'ps-20', quantityMilli: -1000 }])
  expect(usePaymentPhaseStore()).toMatchObject({ phase: 'asking', subject: 'ticket' })
  expect(useOpenPaymentStore().openPayment.method?.kind).toBe('cash')
  expect(parking.summaries).toMatchObject([{ ticketId: 'busy', pieces: 1 }])
  await vi.waitFor(async () =>
    expect(await listParked(anotherTab(context))).toMatchObject([{ ticket: { ticketId: 'busy' } }]),
  )
})
