import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import {
  aMeans,
  anArticle,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
} from '../../support/factory'
import { stubPage } from '../stubPage'
import type { SaleEntry } from '@/core/journal/journal'
import { chooseMethod, removeTender, takePart } from '@/core/payment/openPayment'
import { typeKey } from '@/core/payment/enterAmount'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { documentLabel } from '@/core/journal/series'
import { useDebtStore } from '@/stores/payment/debt'
import { useDebtShownStore } from '@/stores/payment/debtShown'
import { useTicketStore } from '@/stores/ticket/ticket'
import { openTill } from '@/till/openTill'
import { readDebt } from '@/till/payment/payDebt'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

let context: TillContext
let sale: SaleEntry
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

const card = aMeans('card')
const four = { kind: 'card', name: 'card', account: '530', givenCents: 400 }

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  stubPage()
  const ticket = { ...aTicket([anArticle()]), customerId: 'customer-1' }
  const sold = await sellTicket(context, ticket, [aTender(548)], { ...CONTEXT, mayOwe: true })
  if (!sold.ok) throw new Error(sold.error.code)
  sale = sold.value
  await openPage()
})

afterEach(() => vi.restoreAllMocks())

/** As after a reload: only the disk is known. */
async function openPage(): Promise<void> {
  setActivePinia(createPinia())
  await useDebtStore().open(sale)
  await useDebtStore().begin()
}

/**
 * Takes 4,00 € of the 10,00 € still due, by card: the amount is typed, its method
 * is tapped, and the part is confirmed.
 */
async function takeFour(): Promise<void> {
  const debt = useDebtStore()
  const named = chooseMethod(typeKey(debt.openPayment, '4'), card, debt.toPay)
  if (!named.ok) throw new Error(named.error.code)
  await debt.goOn(takePart(named.value, debt.toPay))
}

const onDisk = async () => (await readDebt(anotherTab(context), sale)).taken

it('tenders taken for a debt are on disk before the screen shows them, and found after a reload', async () => {
  const debt = useDebtStore()
  const taking = takeFour()
  expect(usePaymentPhaseStore().isKeeping).toBe(true)
  expect(debt.openPayment.taken).toEqual([])
  await taking
  expect(debt.openPayment.taken).toEqual([four])
  expect(await onDisk()).toEqual([four])

  await openPage()
  expect(useDebtStore().openPayment).toMatchObject({ taken: [four], method: null, typed: '' })
})

it('they stay where the payment is left and begun again', async () => {
  await takeFour()
  await useDebtStore().begin()
  expect(useDebtStore().openPayment.taken).toEqual([four])
})

it('they are not taken where the disk refuses them, and the reason is shown', async () => {
  vi.spyOn(context.tillDb.settings, 'put').mockImplementation(() => {
    throw new DOMException('the disk is full', 'QuotaExceededError')
  })
  await takeFour()
  const debt = useDebtStore()
  expect(debt.problem).toMatchObject({ code: 'tender-not-written', cause: 'disk-full' })
  expect(debt.openPayment.taken).toEqual([])
  expect(usePaymentPhaseStore().isKeeping).toBe(false)
})

it('removed, they are dropped on disk too', async () => {
  await takeFour()
  const debt = useDebtStore()
  await debt.goOn(removeTender(debt.openPayment, 0))
  expect(debt.openPayment.taken).toEqual([])
  expect(await onDisk()).toEqual([])
})

it('paid, they are dropped, whether in whole or in part', async () => {
  await takeFour()
  const debt = useDebtStore()
  expect(await debt.pay(debt.openPayment.taken)).toMatchObject({ event: { dueCents: 600 } })
  expect(await onDisk()).toEqual([])
  await debt.begin()
  expect(debt.openPayment.taken).toEqual([])
  expect(debt.debt?.stillDueCents).toBe(600)
})

it('the customer sees what is due, what was taken of it, and what was paid, to the cent', async () => {
  const shown = useDebtShownStore()
  const debt = useDebtStore()
  await takeFour()
  expect(shown.view).toMatchObject({ kind: 'ticket', totalCents: 1_000, takenCents: 400 })
  await debt.pay([...debt.openPayment.taken, aTender(700)])
  await nextTick()
  expect(shown.view).toMatchObject({
    kind: 'paid',
    totalCents: 1_000,
    changeCents: 100,
    dueCents: 0,
    number: debt.paid && documentLabel(debt.paid.event.document),
  })

  // The next ticket is the next customer's.
  const ticket = useTicketStore()
  ticket.add(anArticle())
  await nextTick()
  expect(shown.view).toBeNull()
})

it('the customer sees no debt any more once its payment is left', async () => {
  await nextTick()
  expect(useDebtShownStore().view).toMatchObject({ kind: 'ticket', totalCents: 1_000 })
  useDebtStore().leave()
  await nextTick()
  expect(useDebtShownStore().view).toBeNull()
})
