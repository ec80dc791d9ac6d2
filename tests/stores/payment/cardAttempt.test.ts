import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  aMeans,
  anArticle,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  SELLER,
} from '../../support/factory'
import {
  after,
  approve,
  aTerminal,
  cutAfter,
  partial,
  refuse,
  silent,
  type FakeTerminal,
} from '../../support/terminal/fakeTerminal'
import { stubPage } from '../stubPage'
import { assert } from '@/core/assert'
import type { SaleEntry } from '@/core/journal/journal'
import { openAgent } from '@/proxy/agent/openAgent'
import { useCounterStore } from '@/stores/counter'
import { useCardAttemptStore } from '@/stores/payment/cardAttempt'
import { useCardTerminalStore } from '@/stores/payment/cardTerminal'
import { useDebtStore } from '@/stores/payment/debt'
import { useOpenPaymentStore } from '@/stores/payment/openPayment'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'
import { useTicketStore } from '@/stores/ticket/ticket'
import { sellTicket } from '@/till/payment/sellTicket'
import { openTill } from '@/till/openTill'
import { keepSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

/* The page's stores, the server's own code and a terminal over TCP; only the browser is missing. */

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

/** Whoever asks the server is on its own machine. */
const THIS_MACHINE = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }

let terminal: FakeTerminal
let folder: string
/** Whether the server answers. */
let isThere = true

beforeEach(async () => {
  terminal = await aTerminal()
  folder = mkdtempSync(join(tmpdir(), 'comptoir-attempt-'))
  isThere = true
  context = aTill({ newId: () => crypto.randomUUID() })
  await openTill(context)
  await keepSetting(context, 'seller', SELLER)
  stubPage()
  vi.stubGlobal('document', { baseURI: 'http://localhost:4173/' })
  startServer()
  await openPage()
})
afterEach(() => terminal.close())

function startServer(): void {
  const env = {
    COMPTOIR_TERMINAL: `Comptoir=127.0.0.1:${terminal.port}`,
    COMPTOIR_ALLOW_LOOPBACK: '1',
  }
  const times = { answerMs: 5_000, silenceMs: 30 }
  const agent = openAgent({ env, stateFolder: folder, times, say: () => undefined })?.routes
  assert(agent !== undefined, 'a terminal is listed')
  vi.stubGlobal('fetch', (address: string, init: RequestInit) =>
    isThere
      ? Promise.resolve(
          agent.request(new URL(address).pathname.replace('/agent', ''), init, THIS_MACHINE),
        )
      : Promise.reject(new TypeError('Failed to fetch')),
  )
}

/** A page that is opened anew, as after a reload. */
async function openPage(): Promise<void> {
  context = anotherTab(context)
  setActivePinia(createPinia())
  await useSettingsStore().start()
  await useTicketStore().start()
  const listed = await fetch('http://localhost:4173/agent/equipment', {
    headers: { 'X-Comptoir': '1' },
  }).then(
    answer => answer.json() as Promise<{ equipment: { id: string; name: string }[] }>,
    () => null,
  )
  const [first] = listed?.equipment ?? []
  if (!first) return
  const chosen = { terminalId: first.id, name: first.name }
  await keepSetting(context, 'cardTerminal', chosen)
  useCardTerminalStore().become(chosen)
}

/** Puts an article of 15,48 € on the counter, and asks the terminal for it, or for a part. */
async function askFor(amountCents = 1_548): Promise<ReturnType<typeof useCardAttemptStore>> {
  useTicketStore().begin(aTicket([anArticle()], 'counter'))
  useTicketStore().change(now => ({ ...now, note: 'x' }))
  useOpenPaymentStore().begin(aMeans('card'))
  usePaymentPhaseStore().ask('ticket')
  useCardTerminalStore().ask({ amountCents, method: aMeans('card') })
  const store = useCardAttemptStore()
  await store.takeUp()
  return store
}

const eventsIn = async () => (await context.tillDb.journal.toArray()).map(({ event }) => event)
const salesIn = async () => (await eventsIn()).filter(({ kind }) => kind === 'sale')
const tracesIn = async () =>
  (await eventsIn()).flatMap(event =>
    event.kind === 'trace' && event.what.startsWith('card-') ? event.what : [],
  )
const card = { kind: 'card', name: 'card', account: '530' }

describe('a card asked of a terminal', () => {
  it('pays the ticket, which is sealed at once', async () => {
    const store = await askFor()
    expect(await salesIn()).toMatchObject([{ tenders: [{ ...card, givenCents: 1_548 }] }])
    expect(store.shown).toBe('none')
    expect(useCardTerminalStore()).toMatchObject({ isActive: false, isShown: false })
    expect(usePaymentPhaseStore().phase).toBe('idle')
    expect(await context.tillDb.tickets.count()).toBe(0)
    expect(terminal.moved).toEqual([1_548])
  })

  it.each([true, false])('offers a slip only of a terminal that has slips: %s', async hasSlip => {
    const terminalStore = useCardTerminalStore()
    const { chosen } = terminalStore
    assert(chosen !== null, 'a terminal is chosen')
    terminalStore.become({ ...chosen, hasSlip, wantsSlip: true })
    await askFor()
    expect(await salesIn()).toHaveLength(1)
    expect(terminalStore.slipped).toHaveLength(hasSlip ? 1 : 0)
  })

  it('pays a part, and leaves the rest', async () => {
    terminal.does(partial(500))
    const store = await askFor()
    expect(store.shown).toBe('ended')
    expect(useTicketStore().ticket.taken).toEqual([{ ...card, givenCents: 500 }])
    expect(useOpenPaymentStore().openPayment).toMatchObject({ method: null, typed: '' })
    expect(await salesIn()).toEqual([])
  })

  it('is refused, and may be asked again', async () => {
    terminal.does(refuse())
    const store = await askFor()
    expect(store.end?.outcome).toEqual({ state: 'refused', why: 'refused' })
    terminal.does(approve())
    await store.again()
    expect(await salesIn()).toHaveLength(1)
    expect(await tracesIn()).toEqual(['card-asked', 'card-answered', 'card-asked', 'card-answered'])
  })

  it('pays the ticket as it was asked for: no tap changes what is sealed', async () => {
    let isTapping = false
    vi.stubGlobal('requestAnimationFrame', (action: () => void) =>
      setTimeout(() => {
        const { ticket, setQuantity } = useTicketStore()
        if (isTapping) for (const { lineId } of ticket.lines) setQuantity(lineId, 7_000)
        action()
      }),
    )
    terminal.does((...connection) => {
      isTapping = true
      return approve()(...connection)
    })
    await askFor()
    expect(await salesIn()).toMatchObject([
      { totalCents: 1_548, tenders: [{ ...card, givenCents: 1_548 }] },
    ])
  })

  it('leaves what is still owed and what vouchers paid as it was read', async () => {
    terminal.does(after(400, partial(500)))
    const open = useOpenPaymentStore()
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    open.debtCents = 300
    open.vouchersPaidCents = 200
    await asking
    expect(open).toMatchObject({ debtCents: 300, vouchersPaidCents: 200 })
  })

  it('is noted as the meal-voucher card that it turned out to be, whoever says so', async () => {
    useRulesStore().rules = {
      ...useRulesStore().rules,
      tenderMeans: [aMeans('card'), aMeans('meal-voucher')],
      mealVoucherDepartments: [],
    }
    terminal.does(after(1_500, approve({ CC: '10E', CB: '0500' })))
    const asking = askFor(500)
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    isThere = false
    const store = useCardAttemptStore()
    await vi.waitFor(() => expect(store.shown).toBe('silent'), { timeout: 10_000 })
    isThere = true
    await store.answer(500)
    await asking
    expect(useTicketStore().ticket.taken).toMatchObject([{ kind: 'meal-voucher', givenCents: 500 }])
  })

  it('asks nothing where the server does not answer', async () => {
    isThere = false
    const store = await askFor()
    expect(store.problem).toEqual({ code: 'terminal-server-silent' })
    expect(await tracesIn()).toEqual([])
    store.putAside()
    expect(useCardTerminalStore().isActive).toBe(false)
  })

  it('is asked by hand for one payment only', () => {
    const switches = useCardTerminalStore()
    usePaymentPhaseStore().ask('ticket')
    switches.bypass()
    expect(switches.isOn).toBe(false)
    usePaymentPhaseStore().close('ticket')
    expect(switches.isOn).toBe(true)
  })
})

describe('a card whose answer is not known', () => {
  it('is for a person to judge, and nothing more is asked meanwhile', async () => {
    terminal.does(cutAfter(9))
    const store = await askFor()
    expect(store.shown).toBe('unclear')
    terminal.does(approve())
    useCardTerminalStore().ask({ amountCents: 1_548, method: aMeans('card') })
    await store.takeUp()
    expect(terminal.requests).toHaveLength(1)
    await store.answer(1_548)
    expect(await salesIn()).toMatchObject([{ tenders: [{ ...card, givenCents: 1_548 }] }])
    expect(await tracesIn()).toEqual(['card-asked', 'card-unclear', 'card-checked'])
  })

  it('found again and refused is not asked again: nothing is paid here', async () => {
    terminal.does(after(400, refuse()))
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    useCounterStore().isElsewhere = true
    await asking
    await openPage()
    const store = useCardAttemptStore()
    await store.takeUp()
    expect(store).toMatchObject({ shown: 'ended', mayAskAgain: false })
    store.takeByHand()
    expect(useCardTerminalStore().isOn).toBe(true)
  })

  it('is found again by the next page', async () => {
    terminal.does(cutAfter(9))
    await askFor()
    await openPage()
    await useCardTerminalStore().ready()
    expect(useCardTerminalStore().isActive).toBe(true)
    const store = useCardAttemptStore()
    await store.takeUp()
    expect(store.shown).toBe('unclear')
    await store.answer(null)
    expect(store.end?.outcome.state).toBe('refused')
    expect(useTicketStore().ticket.taken).toEqual([])
  })

  it('is told by the terminal after all where the server knows by then', async () => {
    terminal.does(after(1_500, approve()))
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    isThere = false
    const store = useCardAttemptStore()
    await vi.waitFor(() => expect(store.shown).toBe('silent'), { timeout: 10_000 })
    isThere = true
    // A person in a hurry says no, and the terminal had said yes.
    await store.answer(null)
    await asking
    expect(await salesIn()).toMatchObject([{ tenders: [{ ...card, givenCents: 1_548 }] }])
    expect(await tracesIn()).toEqual(['card-asked', 'card-answered'])
  })

  it('is not said to be nothing by a person while the terminal waits for the card', async () => {
    let present: () => void = () => undefined
    const presented = new Promise<void>(resolve => (present = resolve))
    terminal.does(async (...connection) => {
      await presented
      await approve()(...connection)
    })
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    const store = useCardAttemptStore()
    isThere = false
    await vi.waitFor(() => expect(store.shown).toBe('silent'), { timeout: 10_000 })
    isThere = true
    await store.answer(null)
    await asking
    expect(store.shown).toBe('waiting')
    expect(await tracesIn()).toEqual(['card-asked'])
    present()
    await vi.waitFor(async () => expect(await salesIn()).toHaveLength(1), { timeout: 10_000 })
    expect(await tracesIn()).toEqual(['card-asked', 'card-answered'])
  })

  it('is left waiting by whoever locks the screen, and comes back with its answer', async () => {
    let present: () => void = () => undefined
    const presented = new Promise<void>(resolve => (present = resolve))
    terminal.does(async (...connection) => {
      await presented
      await approve()(...connection)
    })
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    const store = useCardAttemptStore()
    store.putAside()
    expect(useCardTerminalStore()).toMatchObject({ isShown: false, isActive: true })
    // Nothing keeps the screen from being locked.
    expect(usePaymentPhaseStore().isPaying).toBe(false)
    present()
    await asking
    expect(useCardTerminalStore().isShown).toBe(true)
    expect(store).toMatchObject({ shown: 'ended', mayAskAgain: false })
    expect(useTicketStore().ticket.taken).toEqual([{ ...card, givenCents: 1_548 }])
    expect(await salesIn()).toEqual([])
  })

  it('is not taken by hand while it may be debited still', async () => {
    terminal.does(cutAfter(9))
    const store = await askFor()
    store.takeByHand()
    expect(store).toMatchObject({ shown: 'unclear' })
    expect(useCardTerminalStore().isOn).toBe(true)
  })

  it('is over here where it was answered otherwise', async () => {
    terminal.does(cutAfter(9))
    const store = await askFor()
    await keepSetting(context, 'cardAttempt', null)
    await store.answer(1_548)
    expect(store).toMatchObject({ shown: 'none', attempt: null })
    expect(useCardTerminalStore().isActive).toBe(false)
  })

  it('goes on where the next page finds it waiting', async () => {
    terminal.does(after(1_000, approve()))
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    // Another page takes the counter: this one stops, and shows nothing of it.
    useCounterStore().isElsewhere = true
    await asking
    expect(useTicketStore().ticket.taken).toEqual([])
    await openPage()
    await useCardTerminalStore().ready()
    const store = useCardAttemptStore()
    await store.takeUp()
    expect(store.end?.tender).toMatchObject({ givenCents: 1_548 })
    expect(useTicketStore().ticket.taken).toHaveLength(1)
    expect(terminal.requests).toHaveLength(1)
  })

  it('is unknown, never failed, where the server was restarted', async () => {
    terminal.does(silent)
    const asking = askFor()
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    startServer()
    await asking
    expect(useCardAttemptStore()).toMatchObject({ shown: 'unclear' })
    expect(useCardAttemptStore().attempt?.doubt).toBe('restarted')
  })

  it('that is answered when the ticket was paid otherwise is told to be too much', async () => {
    terminal.does(cutAfter(9))
    const store = await askFor()
    useTicketStore().begin()
    await context.tillDb.tickets.clear()
    await store.answer(1_548)
    expect(store.end).toMatchObject({ tender: null, isTicketGone: true })
    expect(useTicketStore().ticket.taken).toEqual([])
  })
})

describe('a card asked for a debt', () => {
  let sale: SaleEntry

  beforeEach(async () => {
    const owing = { ...aTicket([anArticle()], 'sold'), customerId: 'customer-1' }
    const sold = await sellTicket(context, owing, [aTender(548)], { ...CONTEXT, mayOwe: true })
    if (!sold.ok) throw new Error(sold.error.code)
    sale = sold.value
  })

  /** Opens the payment of the 10,00 € still due, and asks the terminal for it, or for a part. */
  async function askForDebt(amountCents = 1_000): Promise<ReturnType<typeof useCardAttemptStore>> {
    const debt = useDebtStore()
    await debt.open(sale)
    await debt.begin()
    const { eventId: saleId, till, number } = sale
    const wanted = { amountCents, method: aMeans('card'), debt: { saleId, till, number } }
    useCardTerminalStore().ask(wanted)
    const store = useCardAttemptStore()
    await store.takeUp()
    return store
  }
  const paymentsIn = async () => (await eventsIn()).filter(({ kind }) => kind === 'payment')

  it('pays it, and the payment is sealed at once', async () => {
    const store = await askForDebt()
    expect(await paymentsIn()).toMatchObject([{ tenders: [{ ...card, givenCents: 1_000 }] }])
    expect(useDebtStore()).toMatchObject({
      paid: { event: { kind: 'payment' } },
      debt: { stillDueCents: 0, taken: [] },
    })
    expect(store.shown).toBe('none')
    expect(usePaymentPhaseStore().phase).toBe('idle')
    expect(await tracesIn()).toEqual(['card-asked', 'card-answered'])
    expect(terminal.moved).toEqual([1_000])
  })

  it('pays a part, which is kept for the rest', async () => {
    terminal.does(partial(300))
    const store = await askForDebt()
    expect(store.shown).toBe('ended')
    expect(useDebtStore().openPayment).toMatchObject({
      taken: [{ ...card, givenCents: 300 }],
      typed: '',
    })
    expect(await paymentsIn()).toEqual([])
  })

  it('asks nothing more while a ticket waits for its own answer', async () => {
    terminal.does(cutAfter(9))
    await askFor()
    usePaymentPhaseStore().close('ticket')
    const store = await askForDebt()
    expect(terminal.requests).toHaveLength(1)
    expect(store).toMatchObject({ shown: 'unclear', attempt: { ticketId: 'counter' } })
    await store.answer(null)
    // What was asked for is of the ticket: the debt is not asked for instead.
    expect(store.mayAskAgain).toBe(false)
  })

  it('is found again by the next page, which shows another screen', async () => {
    terminal.does(cutAfter(9))
    await askForDebt()
    await openPage()
    await useCardTerminalStore().ready()
    const store = useCardAttemptStore()
    await store.takeUp()
    expect(store.shown).toBe('unclear')
    await store.answer(1_000)
    expect(store.end).toMatchObject({ isTicketGone: false, tender: { givenCents: 1_000 } })
    expect(useTicketStore().ticket.taken).toEqual([])
    await useDebtStore().open(sale)
    expect(useDebtStore().debt?.taken).toEqual([{ ...card, givenCents: 1_000 }])
  })

  it('that is answered when it was settled otherwise is told to be too much', async () => {
    terminal.does(cutAfter(9))
    const store = await askForDebt()
    store.putAside()
    await useDebtStore().pay([aTender(1_000)])
    await store.answer(1_000)
    expect(store.end).toMatchObject({ tender: null, isTicketGone: true })
    expect(useDebtStore().debt?.taken).toEqual([])
  })
})
