import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aMeans, anArticle, anEntry, aTicket, aTill, CONTEXT } from '../../support/factory'
import { NO_FIELDS } from '@/core/customers/customer'
import type { SaleEntry } from '@/core/journal/journal'
import { settle } from '@/core/payment/settle'
import { chooseMethod, takePart } from '@/core/payment/openPayment'
import { typeKey } from '@/core/payment/enterAmount'
import { useDebtStore } from '@/stores/payment/debt'
import { keepDebtTaken } from '@/till/payment/keepDebtTaken'
import { listDebts, openDebt, payDebt, type OpenedDebt } from '@/till/payment/payDebt'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))
vi.mock('@/till/payment/payDebt', () => ({
  listDebts: vi.fn(),
  payDebt: vi.fn(),
  openDebt: vi.fn(),
}))
vi.mock('@/till/payment/keepDebtTaken', () => ({ keepDebtTaken: vi.fn() }))

const answers = new Map<string, () => void>()

beforeEach(() => {
  context = aTill()
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  setActivePinia(createPinia())
  vi.mocked(listDebts).mockResolvedValue([])
  vi.mocked(payDebt).mockResolvedValue({
    ok: false,
    error: { code: 'debt-changed', stillDueCents: 0 },
  })
  vi.mocked(openDebt).mockImplementation(
    (_till, _user, sale) =>
      new Promise<OpenedDebt>(answer => {
        answers.set(sale.eventId, () => {
          const rest = { stillDueCents: 500, foodLeftCents: null, taken: [] }
          answer({ sale, payments: [], ownCount: 0, dropped: [], ...rest })
        })
      }),
  )
})

function aSale(eventId: string): SaleEntry {
  const ticket = { ...aTicket([anArticle()], eventId), customerId: 'customer-1' }
  const sale = settle(ticket, [], { ...CONTEXT, mayOwe: true })
  if (!sale.ok) throw new Error(sale.error.code)
  return anEntry({ ...sale.value, document: { series: 'A', number: 1 } }, { eventId })
}

it('shows the debt of the sale opened last, whichever answer comes last', async () => {
  const debts = useDebtStore()
  const opening = [debts.open(aSale('slow')), debts.open(aSale('quick'))]
  answers.get('quick')?.()
  answers.get('slow')?.()
  await Promise.all(opening)
  expect(debts.debt?.sale.eventId).toBe('quick')
})

it('does not return, once paid, to a sale that is no longer shown', async () => {
  const debts = useDebtStore()
  const opening = debts.open(aSale('paid'))
  answers.get('paid')?.()
  await opening
  const paying = debts.pay([])
  const next = debts.open(aSale('next'))
  answers.get('next')?.()
  await next
  await paying
  expect(debts.debt?.sale.eventId).toBe('next')
  expect(openDebt).toHaveBeenCalledTimes(4)
})

it('stores a tender for its sale, whichever sale is shown once it is written', async () => {
  const debts = useDebtStore()
  const opening = debts.open(aSale('paid'))
  answers.get('paid')?.()
  await opening
  let written = () => {}
  vi.mocked(keepDebtTaken).mockImplementation(
    () => new Promise(resolve => (written = () => resolve({ ok: true, value: true }))),
  )
  await debts.begin()
  const named = chooseMethod(typeKey(debts.openPayment, '2'), aMeans('card'), debts.toPay)
  if (!named.ok) throw new Error(named.error.code)
  const taking = debts.goOn(takePart(named.value, debts.toPay))
  expect(debts.openPayment.taken).toEqual([])
  const next = debts.open(aSale('next'))
  answers.get('next')?.()
  await next
  written()
  await taking
  expect(debts.debt).toMatchObject({ sale: { eventId: 'next' }, taken: [] })
  expect(vi.mocked(keepDebtTaken).mock.lastCall?.[2]).toMatchObject({ eventId: 'paid' })
})

it('gives the customers of all debts and of the sale shown, without erased ones', async () => {
  const debts = useDebtStore()
  const sale = aSale('owed')
  const known = { customerId: 'customer-1', ...NO_FIELDS, name: 'Zoé Lefèvre', createdAt: '' }
  const look = async () => {
    vi.mocked(listDebts).mockResolvedValue([
      {
        sale,
        journal: null,
        payments: [],
        ownCount: 0,
        stillDueCents: 500,
        foodLeftCents: null,
        taken: [],
      },
    ])
    const opening = debts.open(sale)
    answers.get('owed')?.()
    await Promise.all([opening, debts.list()])
  }
  await context.tillDb.customers.put(known)
  await look()
  expect(debts.debtor).toEqual(known)
  expect(debts.debtors.get('customer-1')).toEqual(known)
  await context.tillDb.customers.clear()
  await look()
  expect(debts.debtor).toBeNull()
  expect(debts.debtors.size).toBe(0)
})
