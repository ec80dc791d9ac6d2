import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aMeans, anArticle, anotherTab, aTicket, aTill } from '../../support/factory'
import { stubPage } from '../stubPage'
import { chooseMethod, removeTender, takePart } from '@/core/payment/openPayment'
import { typeKey } from '@/core/payment/enterAmount'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useUndoStore } from '@/stores/ticket/undo'
import { useParkingStore } from '@/stores/ticket/parking'
import { usePaymentStore } from '@/stores/payment/payment'
import { useProblemStore } from '@/stores/problem'
import { useRefundStore } from '@/stores/payment/refund'
import { useSplittingStore } from '@/stores/ticket/splitting'
import { useOpenPaymentStore } from '@/stores/payment/openPayment'
import { useTicketStore } from '@/stores/ticket/ticket'
import { listParked, resumeDraft } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

const card = aMeans('card')

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  stubPage()
  setActivePinia(createPinia())
})

afterEach(() => vi.restoreAllMocks())

/**
 * Takes 10,00 € of a ticket by card: the amount is typed, its method tapped, the part confirmed.
 */
async function takeTen(): Promise<void> {
  const tender = useOpenPaymentStore()
  tender.begin(null)
  const named = chooseMethod([...'10'].reduce(typeKey, tender.openPayment), card, tender.toPay)
  if (!named.ok) throw new Error(named.error.code)
  await tender.goOn(takePart(named.value, tender.toPay))
}

const ten = { kind: 'card', name: 'card', account: '530', givenCents: 1000 }
const tracesIn = async () =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' ? [[event.what, event.detail] as const] : [],
  )
const openOnDisk = () => resumeDraft(anotherTab(context))

async function atCounter(): Promise<void> {
  useTicketStore().begin(aTicket([anArticle()], 'counter'))
  await takeTen()
}

describe('tenders taken for a payment', () => {
  it('are on disk before the screen shows them, and found again after a reload', async () => {
    const [ticket, tender] = [useTicketStore(), useOpenPaymentStore()]
    ticket.begin(aTicket([anArticle()], 'counter'))
    const taking = takeTen()
    expect(usePaymentPhaseStore().isKeeping).toBe(true)
    expect(tender.openPayment.taken).toEqual([])
    await taking
    expect(tender.openPayment.taken).toEqual([ten])
    expect(await openOnDisk()).toMatchObject({ ticketId: 'counter', taken: [ten] })

    setActivePinia(createPinia())
    await useTicketStore().start()
    useOpenPaymentStore().begin(null)
    expect(useOpenPaymentStore().openPayment).toMatchObject({
      taken: [ten],
      method: null,
      typed: '',
    })
  })

  it('are not taken where the disk refuses them, and the reason is shown', async () => {
    const tender = useOpenPaymentStore()
    useTicketStore().begin(aTicket([anArticle()], 'counter'))
    vi.spyOn(context.tillDb.tickets, 'put').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    await takeTen()
    expect(tender.problem).toMatchObject({ code: 'tender-not-written', cause: 'disk-full' })
    expect(tender.openPayment.taken).toEqual([])
    expect(usePaymentPhaseStore().isKeeping).toBe(false)
  })

  it('stay through later lines and through undoing them', async () => {
    const [ticket, lastAction] = [useTicketStore(), useUndoStore()]
    ticket.begin(aTicket([anArticle()], 'counter'))
    ticket.change(now => ({ ...now, note: 'cadeau' }))
    await takeTen()
    expect(lastAction.last).toBeNull()
    ticket.change(now => ({ ...now, lines: [] }))
    lastAction.undo()
    expect(ticket.ticket).toMatchObject({ taken: [ten], note: 'cadeau' })
    expect(ticket.ticket.lines).toHaveLength(1)
  })

  it('are removed on disk too', async () => {
    await atCounter()
    const tender = useOpenPaymentStore()
    await tender.goOn(removeTender(tender.openPayment, 0))
    expect(tender.openPayment.taken).toEqual([])
    expect(await openOnDisk()).toMatchObject({ ticketId: 'counter', taken: [] })
    expect(await tracesIn()).toEqual([
      ['tender-removed', { ticketId: 'counter', tender: 'card', name: 'card', amountCents: 1000 }],
    ])
  })

  it('are not removed where their trace cannot be written', async () => {
    await atCounter()
    vi.spyOn(context.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    const tender = useOpenPaymentStore()
    await tender.goOn(removeTender(tender.openPayment, 0))
    expect(tender.problem).toMatchObject({ code: 'tender-not-written' })
    expect(tender.openPayment.taken).toEqual([ten])
    expect(await openOnDisk()).toMatchObject({ taken: [ten] })
  })

  it('leave no ticket once removed, where nothing else was on it', async () => {
    await atCounter()
    const [ticket, tender] = [useTicketStore(), useOpenPaymentStore()]
    ticket.remove('counter-line-0')
    await tender.goOn(removeTender(tender.openPayment, 0))
    await vi.waitFor(async () => expect(await context.tillDb.tickets.count()).toBe(0))
    expect((await tracesIn()).map(([what]) => what)).toEqual(['line-removed', 'tender-removed'])
  })

  it('keep a ticket whose lines are all removed', async () => {
    await atCounter()
    useTicketStore().remove('counter-line-0')
    await vi.waitFor(async () => expect((await openOnDisk()).lines).toHaveLength(0))
    expect(await openOnDisk()).toMatchObject({ ticketId: 'counter', taken: [ten] })
    expect(useRefundStore().isCounterBusy).toBe(true)
  })
})

describe('a partly paid ticket', () => {
  it('is parked and resumed with its tenders', async () => {
    await atCounter()
    const [ticket, parking] = [useTicketStore(), useParkingStore()]
    parking.park()
    expect(useOpenPaymentStore().openPayment.taken).toEqual([])
    expect(parking.summaries).toMatchObject([{ ticketId: 'counter', takenCents: 1000 }])
    await vi.waitFor(async () =>
      expect(await listParked(anotherTab(context))).toMatchObject([{ ticket: { taken: [ten] } }]),
    )
    ticket.begin(aTicket([anArticle()], 'other'))
    useSplittingStore().merge('counter')
    expect(useOpenPaymentStore().openPayment.taken).toEqual([ten])
  })

  it('is not cancelled: its money would be forgotten', async () => {
    await atCounter()
    await usePaymentStore().giveUp()
    expect(useOpenPaymentStore().problem).toEqual({ code: 'tenders-taken', takenCents: 1000 })
    expect(usePaymentPhaseStore()).toMatchObject({ phase: 'asking', subject: 'ticket' })
    expect(useTicketStore().ticket).toMatchObject({ ticketId: 'counter', taken: [ten] })
  })

  it.each([
    ['shared', () => useSplittingStore().share(2)],
    ['split', () => useSplittingStore().takeLines(new Map([['counter-line-0', 1000]]))],
  ])('is not %s: the money would be on the wrong ticket', async (_what, action) => {
    await atCounter()
    action()
    expect(useProblemStore().error).toEqual({ code: 'tenders-taken', takenCents: 1000 })
    expect(useTicketStore().ticket).toMatchObject({ ticketId: 'counter', taken: [ten] })
    expect(useParkingStore().count).toBe(0)
  })

  it('is not deleted while it is parked', async () => {
    await atCounter()
    const parking = useParkingStore()
    parking.park()
    parking.discard('counter')
    expect(useProblemStore().error).toEqual({ code: 'tenders-taken', takenCents: 1000 })
    expect(parking.count).toBe(1)
  })
})
