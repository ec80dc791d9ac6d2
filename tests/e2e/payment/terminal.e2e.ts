import { expect, test as base, type Page } from '@playwright/test'
import {
  axeFindings,
  centsOf,
  chooseAction,
  openTicket,
  sealedIn,
  tiles,
  typeAmount,
} from '../support'
import {
  after,
  approve,
  approveWithSlip,
  aTerminal,
  cutAfter,
  partial,
  refuse,
  silent,
  type FakeTerminal,
} from '../../support/terminal/fakeTerminal'
import { beginToPay, openShop, panel, shownState } from './terminalShop'
import { startCounterServer, type CounterServer } from './counterServer'

const test = base.extend<{ terminal: FakeTerminal; server: CounterServer }>({
  terminal: async ({ browserName: _browser }, use) => {
    const terminal = await aTerminal()
    await use(terminal)
    await terminal.close()
  },
  server: async ({ terminal }, use) => {
    const server = await startCounterServer({
      COMPTOIR_TERMINAL: `Comptoir=127.0.0.1:${terminal.port}`,
    })
    await use(server)
    await server.kill()
  },
  baseURL: async ({ server }, use) => use(server.origin),
})

const BOOKS = 'shop'
const tracesIn = async (page: Page) =>
  (await sealedIn(page, BOOKS)).filter(
    event => event.kind === 'trace' && String(event.what).startsWith('card-'),
  )
const salesIn = async (page: Page) =>
  (await sealedIn(page, BOOKS)).filter(event => event.kind === 'sale')

test(
  'a card is asked of the terminal, and its answer pays the ticket',
  { tag: '@phone' },
  async ({ page, baseURL, terminal }) => {
    await openShop(page, baseURL)
    let present: () => void = () => undefined
    const card = new Promise<void>(resolve => (present = resolve))
    terminal.does(async (socket, heard) => {
      await card
      await approve()(socket, heard)
    })
    const dueCents = await beginToPay(page)
    await page.getByTestId('validate').click()
    await shownState(page, 'waiting')
    await expect(panel(page)).toContainText('Présentez la carte')
    expect(centsOf(await page.getByTestId('terminal-amount').textContent())).toBe(dueCents)
    expect(await axeFindings(page)).toEqual([])
    // It is sealed before anything is asked, and nothing is sold yet.
    expect((await tracesIn(page)).map(({ what }) => what)).toEqual(['card-asked'])
    expect(await salesIn(page)).toEqual([])

    present()
    await expect(page.getByTestId('paid-number')).toHaveText('Ticket A-000001', { timeout: 20_000 })
    expect(terminal.moved).toEqual([dueCents])
    const [sale] = await salesIn(page)
    expect(sale?.tenders).toMatchObject([{ kind: 'card', givenCents: dueCents }])
    const sealed = JSON.stringify(await sealedIn(page, BOOKS))
    expect(sealed).toContain('184117')
    expect(sealed).not.toContain('4970101234567890')
  },
)

test(
  'refused, then accepted in part: the rest is paid otherwise',
  { tag: '@phone-long' },
  async ({ page, baseURL, terminal }) => {
    await openShop(page, baseURL)
    terminal.does(refuse('06'))
    const dueCents = await beginToPay(page)
    await page.getByTestId('validate').click()
    await shownState(page, 'ended')
    await expect(page.getByTestId('terminal-reason')).toHaveText('Abandonné sur le terminal.')
    expect(await axeFindings(page)).toEqual([])
    terminal.does(partial(300))
    await page.getByTestId('terminal-again').click()
    await expect(page.getByTestId('terminal-end-accepted')).toContainText('3,00')
    await page.getByTestId('terminal-close').click()
    expect(centsOf(await page.getByTestId('left').last().textContent())).toBe(dueCents - 300)
    await page.getByTestId('means-cash').click()
    await page.locator('[data-testid^="quick-"]').first().click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toBeVisible()
    const [sale] = await salesIn(page)
    expect(sale?.tenders).toMatchObject([
      { kind: 'card', givenCents: 300 },
      { kind: 'cash', givenCents: dueCents - 300 },
    ])
    expect(terminal.moved).toEqual([300])
  },
)

test(
  'cut: to be checked, over a reload, until a person answers',
  { tag: '@phone-long' },
  async ({ page, baseURL, terminal }) => {
    await openShop(page, baseURL)
    terminal.does(cutAfter(20))
    const dueCents = await beginToPay(page)
    await page.getByTestId('validate').click()
    await shownState(page, 'unclear')
    await expect(page.getByTestId('terminal-check')).toContainText('coupée')
    expect(await axeFindings(page)).toEqual([])
    await page.getByTestId('terminal-later').click()
    await expect(page.getByTestId('card-to-check')).toBeVisible()
    // Nothing more is asked of the terminal before it is answered.
    await page.getByTestId('validate').click()
    await shownState(page, 'unclear')
    expect(terminal.requests).toHaveLength(1)

    await page.reload()
    await shownState(page, 'unclear')
    await page.getByTestId('terminal-accepted').click()
    await expect(page.getByTestId('terminal-end-accepted')).toBeVisible()
    await page.getByTestId('terminal-close').click()
    await openTicket(page)
    await page.getByTestId('ticket-taken').click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toBeVisible()
    const [sale] = await salesIn(page)
    expect(sale?.tenders).toMatchObject([{ kind: 'card', givenCents: dueCents }])
    expect((await tracesIn(page)).map(({ what }) => what)).toEqual([
      'card-asked',
      'card-unclear',
      'card-checked',
    ])
    expect(terminal.moved).toEqual([dueCents])
  },
)

test('the tab is closed while the terminal is asked: its answer is found again @long', async ({
  page,
  baseURL,
  terminal,
  context,
}) => {
  await openShop(page, baseURL)
  terminal.does(after(2_000, approve()))
  const dueCents = await beginToPay(page)
  await page.getByTestId('validate').click()
  await shownState(page, 'waiting')
  await page.close()
  const again = await context.newPage()
  await again.goto('/#/sell')
  await expect(again.getByTestId('terminal-end-accepted')).toBeVisible({ timeout: 20_000 })
  await again.getByTestId('terminal-close').click()
  await again.getByTestId('ticket-taken').click()
  await again.getByTestId('validate').click()
  await expect(again.getByTestId('paid-number')).toBeVisible()
  expect((await salesIn(again))[0]?.tenders).toMatchObject([{ givenCents: dueCents }])
  expect(terminal.moved).toEqual([dueCents])
})

test('the server dies while the terminal is asked: unknown, never failed', async ({
  page,
  baseURL,
  terminal,
  server,
}) => {
  await openShop(page, baseURL)
  terminal.does(silent)
  const dueCents = await beginToPay(page)
  await page.getByTestId('validate').click()
  await shownState(page, 'waiting')
  await expect.poll(() => terminal.requests.length).toBe(1)
  await server.kill()
  await shownState(page, 'silent')
  await server.start()
  await shownState(page, 'unclear')
  await expect(page.getByTestId('terminal-check')).toContainText('s’est arrêté')
  // The ticket is paid in cash meanwhile.
  await page.getByTestId('terminal-later').click()
  await page.getByTestId('means-cash').click()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  // The card had paid as well: that is told, and traced.
  await page.getByTestId('card-check').click()
  await page.getByTestId('terminal-accepted').click()
  await expect(page.getByTestId('terminal-end-accepted')).toContainText('recréditez-la')
  expect((await tracesIn(page)).at(-1)?.detail).toMatchObject({
    outcome: 'accepted',
    acceptedCents: dueCents,
    ticketGone: true,
  })
  expect((await salesIn(page))[0]?.tenders).toMatchObject([{ kind: 'cash' }])
})

test('a terminal that is off: nothing was asked, and the card is taken by hand @long', async ({
  page,
  baseURL,
  terminal,
}) => {
  await openShop(page, baseURL)
  await terminal.close()
  await beginToPay(page)
  await typeAmount(page, 200)
  await page.getByTestId('validate').click()
  await shownState(page, 'ended')
  await expect(page.getByTestId('terminal-reason')).toContainText('injoignable')
  await page.getByTestId('terminal-by-hand').click()
  await expect(page.getByTestId('validate')).toHaveText('Paiement accepté')
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('taken')).toHaveCount(1)
})

test('the customer’s card slip is printed on request, masked, where the owner wants it', async ({
  page,
  baseURL,
  terminal,
}) => {
  await openShop(page, baseURL)
  await page.goto('/#/config/general/reglements')
  await page.getByTestId('terminal-slip').check()
  await page.reload()
  await expect(page.getByTestId('terminal-slip')).toBeChecked()
  expect(await axeFindings(page)).toEqual([])
  await page.goto('/#/sell')
  terminal.does(approveWithSlip('CB SANS CONTACT\n4970 1012 3456 7890\nA CONSERVER'))
  await beginToPay(page)
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible({ timeout: 20_000 })
  await page.evaluate(() => {
    window.print = () => {
      document.title = `printed ${document.querySelector('.print-area')?.textContent}`
    }
  })
  await page.getByTestId('card-slip').click()
  await expect(page).toHaveTitle(/^printed.*CB SANS CONTACT.*\*{4} 7890.*A CONSERVER/s)
  // Nothing of it is kept by the till.
  expect(JSON.stringify(await sealedIn(page, BOOKS))).not.toContain('SANS CONTACT')
})

test('a debt is asked of the terminal; cut, it is answered after a reload', async ({
  page,
  baseURL,
  terminal,
}) => {
  await openShop(page, baseURL)
  await tiles(page).first().click()
  await chooseAction(page, 'customer')
  await page.getByTestId('customer-search').fill('Zoé Lefèvre')
  await page.getByTestId('customer-add').click()
  await page.getByTestId('customer-save').click()
  await page.getByTestId('pay-cash').last().click()
  const dueCents = centsOf(await page.getByTestId('due').last().textContent())
  await page.getByTestId('leave-due').click()
  await expect(page.getByTestId('paid-due')).toBeVisible()

  const number = await openDebtSheet(page)
  terminal.does(partial(200))
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('terminal-end-accepted')).toContainText('2,00')
  await page.getByTestId('terminal-close').click()
  expect(centsOf(await page.getByTestId('left').last().textContent())).toBe(dueCents - 200)
  terminal.does(cutAfter(20))
  await page.getByTestId('means-card').click()
  await page.getByTestId('validate').click()
  await shownState(page, 'unclear')
  expect((await tracesIn(page)).at(-1)?.detail).toMatchObject({ saleTill: 'A', saleNumber: number })

  await page.reload()
  await shownState(page, 'unclear')
  await page.getByTestId('terminal-accepted').click()
  await page.getByTestId('terminal-close').click()
  await page.getByTestId('pill-due').click()
  await page.getByTestId('ticket-taken').click()
  await expect(page.getByTestId('taken')).toHaveCount(2)
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('payment-receipt')).toContainText('AP-000001')
  const payments = (await sealedIn(page, BOOKS)).filter(event => event.kind === 'payment')
  expect(payments).toMatchObject([
    { dueCents: 0, tenders: [{ givenCents: 200 }, { givenCents: dueCents - 200 }] },
  ])
  expect(terminal.moved).toEqual([200, dueCents - 200])
})

/** Opens the payment by card of what the only sale left due; its number. */
async function openDebtSheet(page: Page): Promise<number> {
  await page.goto('/#/sales')
  const owed = page.locator('.list [data-testid^="sale-"]').first()
  const testId = (await owed.getAttribute('data-testid')) ?? ''
  await owed.click()
  await page.getByTestId('pay-debt').click()
  await page.getByTestId('means-card').click()
  await expect(page.getByTestId('validate')).toHaveText('Demander au terminal')
  return Number(testId.replace('sale-', ''))
}
