import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import {
  aCustomer,
  anArticle,
  aTender,
  aTicket,
  aTill,
  aUser,
  CONTEXT,
} from '../../support/factory'
import { stubStorages } from '../../support/storages'
import { stubPage } from '../stubPage'
import { assert } from '@/core/assert'
import type { SaleEntry } from '@/core/journal/journal'
import { useCustomerFilesStore } from '@/stores/customers/customerFiles'
import { useCustomersStore } from '@/stores/customers/customers'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePaymentStore } from '@/stores/payment/payment'
import { useRefundStore } from '@/stores/payment/refund'
import { usePeopleStore } from '@/stores/people/people'
import { usePricesStore } from '@/stores/ticket/prices'
import { useTicketStore } from '@/stores/ticket/ticket'
import { moveCash, openWithoutSale } from '@/till/closing/drawer'
import { eraseCustomer } from '@/till/customers/customers'
import { exportCustomer, exportCustomersAsJson } from '@/till/customers/exportCustomers'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

const CASHIER = { userId: 'cashier', name: 'Léo' }
const OWNER = { userId: 'owner', name: 'Anne' }
const missing = (permission: string) => ({
  ok: false,
  error: { code: 'approval-missing', permission },
})
const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950 })
let sale: SaleEntry

/** A shop with an owner and a cashier, who serves; four honeys were sold. */
beforeEach(async () => {
  context = aTill()
  await openTill(context)
  stubPage()
  stubStorages()
  setActivePinia(createPinia())
  const sold = await sellTicket(
    context,
    aTicket([honey, honey, honey, honey], 'sold'),
    [aTender(3800)],
    CONTEXT,
  )
  assert(sold.ok, 'the honey is sold')
  sale = sold.value
  await context.tillDb.users.bulkAdd([
    aUser({ ...OWNER, role: 'owner' }),
    aUser({ ...CASHIER, role: 'cashier' }),
  ])
  const people = usePeopleStore()
  await people.start()
  people.serve({ ...CASHIER, role: 'cashier' })
})

/** The owner's PIN was right: what waits is approved. */
async function allow() {
  const people = usePeopleStore()
  await vi.waitFor(() => expect(people.request).not.toBeNull())
  const needs = people.request?.needs.map(({ permission }) => permission)
  if (people.request) await people.grant({ ...OWNER, role: 'owner' }, people.request)
  return needs
}

it('asks for a refund above the limit before anything moves, and says it while it is chosen', async () => {
  const [refund, ticket, people] = [useRefundStore(), useTicketStore(), usePeopleStore()]
  await refund.look(sale)
  expect(refund.lacking(new Map([[0, 3000]]))).toEqual([])
  const all = new Map([[0, 4000]])
  expect(refund.lacking(all).map(one => one.permission)).toEqual(['refund', 'refund-whole'])

  const before = ticket.ticket
  const refused = refund.refund(all)
  await vi.waitFor(() => expect(people.request).not.toBeNull())
  people.refuse()
  expect(await refused).toBe(false)
  expect(ticket.ticket).toBe(before)

  const given = refund.refund(all)
  expect(await allow()).toEqual(['refund', 'refund-whole'])
  expect(await given).toBe(true)
  expect(usePaymentPhaseStore().subject).toBe('ticket')
  const sealed = await usePaymentStore().pay([aTender(-3800)])
  expect(sealed.ok && sealed.value.event).toMatchObject({
    user: CASHIER,
    refundApprovedBy: [OWNER],
  })
})

it('asks at the payment for goods that came back another way', async () => {
  const [refund, ticket, people] = [useRefundStore(), useTicketStore(), usePeopleStore()]
  people.serve({ ...OWNER, role: 'owner' })
  await refund.look(sale)
  await refund.exchange(new Map([[0, 4000]]))
  people.serve({ ...CASHIER, role: 'cashier' })
  const asked = usePaymentStore().begin('cash')
  await vi.waitFor(() => expect(people.request).not.toBeNull())
  people.refuse()
  await asked
  expect(usePaymentPhaseStore().isPaying).toBe(false)
  // Whatever a screen lets through, the till refuses.
  expect(await usePaymentStore().pay([aTender(-3800)])).toEqual(missing('refund'))
  expect(ticket.ticket.lines).toHaveLength(1)
})

it('asks for half the price off, and not for a tenth', async () => {
  const [prices, ticket, people] = [usePricesStore(), useTicketStore(), usePeopleStore()]
  ticket.begin(aTicket([honey], 'now'))
  expect(await prices.give({ kind: 'percent', value: 1000, reason: '' }, null)).toBe(true)
  expect(people.request).toBeNull()
  const half = prices.give({ kind: 'percent', value: 5000, reason: '' }, null)
  expect(await allow()).toEqual(['discount-above-limit'])
  expect(await half).toBe(true)
  expect(ticket.ticket.discounts).toMatchObject([{ value: 5000, approvedBy: OWNER }])
})

it('asks before customers leave the till as a file, and before one is erased', async () => {
  const customer = aCustomer()
  await context.tillDb.customers.add(customer)
  const [files, customers, people] = [
    useCustomerFilesStore(),
    useCustomersStore(),
    usePeopleStore(),
  ]
  const refused = files.exportAll(null)
  people.refuse()
  expect(await refused).toBeNull()
  const one = files.exportOne(customer.customerId)
  expect(await allow()).toEqual(['customers-export'])
  expect((await one)?.text).toContain(customer.name)

  const erased = customers.erase(customer.customerId)
  people.refuse()
  expect(await erased).toBe(false)
  expect(await context.tillDb.customers.count()).toBe(1)
  const again = customers.erase(customer.customerId)
  expect(await allow()).toEqual(['customers-erase'])
  expect(await again).toBe(true)
  expect(await context.tillDb.customers.count()).toBe(0)
})

it('is checked by the till’s actions themselves, whatever a screen allowed', async () => {
  const customer = aCustomer()
  await context.tillDb.customers.add(customer)
  const { customerId } = customer
  const out = { direction: 'out' as const, amountCents: 100, reason: '' }
  expect(await moveCash(context, CASHIER, out)).toEqual(missing('cash-out'))
  expect((await moveCash(context, CASHIER, { ...out, direction: 'in' })).ok).toBe(true)
  expect(await openWithoutSale(context, CASHIER, '')).toEqual(missing('drawer-without-sale'))
  expect(await exportCustomersAsJson(context, CASHIER)).toEqual(missing('customers-export'))
  expect(await exportCustomer(context, CASHIER, customerId)).toEqual(missing('customers-export'))
  expect(await eraseCustomer(context, CASHIER, customerId)).toEqual(missing('customers-erase'))
  expect(await context.tillDb.customers.count()).toBe(1)
})

it('offers as approvers those only who may approve that amount', async () => {
  await context.tillDb.users.add(aUser({ userId: 'manager', name: 'Zoé', role: 'manager' }))
  const people = usePeopleStore()
  await people.refresh()
  const saved = people.saveRights(now => ({
    ...now,
    refundCents: { cashier: 1000, manager: 5000 },
  }))
  expect(await allow()).toEqual(['users'])
  expect(await saved).toBe(true)
  void people.approve({ permission: 'refund', amount: 5000 }, {})
  expect(people.approvers.map(({ name }) => name)).toEqual(['Anne', 'Zoé'])
  void people.approve({ permission: 'refund', amount: 5001 }, {})
  expect(people.approvers.map(({ name }) => name)).toEqual(['Anne'])
  assert(people.request !== null, 'an approval is asked for')
  await people.grant({ userId: 'manager', name: 'Zoé', role: 'manager' }, people.request)
  expect(people.request).not.toBeNull()
  people.refuse()
  const details = (await context.tillDb.journal.toArray()).map(({ event }) =>
    event.kind === 'trace' && event.what === 'setting-changed' ? event.detail : null,
  )
  expect(details.filter(one => one !== null)).toEqual([
    { name: 'refundCents.cashier', before: '3000', after: '1000' },
    { name: 'refundCents.manager', before: 'none', after: '5000' },
  ])
})
