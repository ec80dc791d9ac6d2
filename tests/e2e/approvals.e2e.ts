import { expect, test, type Page } from '@playwright/test'
import { centsOf, chooseAction, payExact, sealedIn, tiles, typeAmount } from './support'
import { CASHIER, chip, OWNER, openDemoWithTeam, switchTo, tapPin } from './team'

/** Everything happens on one day: a forgotten day would add an entry. */
test.beforeEach(async ({ page }) => {
  await page.clock.setFixedTime('2026-11-24T12:00:00+01:00')
})

const approval = (page: Page) => page.getByTestId('approval')

const euros = (cents: number) => (cents / 100).toFixed(2).replace('.', ',')

/** The owner's PIN approves the one action that waits for it. */
async function allow(page: Page): Promise<void> {
  const sheet = page.getByTestId('approval')
  for (const digit of OWNER.pin) await sheet.getByTestId(`key-${digit}`).click()
  await sheet.getByTestId('pin-enter').click()
  await expect(sheet).toHaveCount(0)
}

const totalCents = async (page: Page) =>
  centsOf(await page.getByTestId('ticket-total').textContent())

const refuse = (page: Page) => page.getByTestId('sheet-close').last().click()

test('a PIN approves one discount, one cash-out and one return of a cashier, and each is sealed', async ({
  page,
}) => {
  await openDemoWithTeam(page)
  await page.goto('/#/config/general/prix')
  await page.getByTestId('max-discount').fill('10')
  await page.getByTestId('max-discount').press('Tab')
  await expect(page.getByTestId('max-discount-saved')).toBeVisible()
  await page.getByTestId('nav-sell').click()
  await switchTo(page, CASHIER)

  // A discount above the limit: refused first, then approved.
  await tiles(page).first().click()
  const fullCents = await totalCents(page)
  await chooseAction(page, 'discount')
  await page.getByTestId('price-quick-2000').click()
  await page.getByTestId('price-set').click()
  await expect(page.getByTestId('approval')).toContainText(CASHIER.name)
  const cutCents = fullCents - Math.round(fullCents / 5)
  await expect(approval(page)).toContainText(
    new RegExp(`Remise de ${euros(fullCents - cutCents)}.€ sur le ticket`),
  )
  await refuse(page)
  expect(await totalCents(page)).toBe(fullCents)
  await page.getByTestId('price-set').click()
  await allow(page)
  await expect.poll(async () => totalCents(page)).toBe(cutCents)

  // More goods under the same percentage: the amount approved does not cover them.
  await tiles(page).first().click()
  await expect.poll(async () => totalCents(page)).toBeGreaterThan(cutCents)
  const twoCents = fullCents * 2 - Math.round((fullCents * 2) / 5)
  await page.getByTestId('pay-card').click()
  const bothOff = euros(fullCents * 2 - twoCents)
  await expect(approval(page)).toContainText(new RegExp(`Remise de ${bothOff}.€ sur le ticket`))
  await refuse(page)
  await expect(page.getByTestId('validate')).toHaveCount(0)
  await page.getByTestId('pay-card').click()
  await allow(page)
  await page.getByTestId('validate').click()
  await page.getByTestId('new-ticket').click()

  // Cash taken out.
  await chooseAction(page, 'cash-movement')
  await page.getByTestId('cash-out').check({ force: true })
  await typeAmount(page, 730)
  await page.getByTestId('reason-words').fill('Timbres')
  await page.getByTestId('cash-move').click()
  await expect(approval(page)).toContainText('Sortie d’argent de la caisse : 7,30')
  await allow(page)
  await page.getByTestId('sealed-close').click()

  // Goods taken back without their ticket.
  await chooseAction(page, 'return')
  await page.getByTestId('return-search').fill('châtaignier')
  await page.locator('[data-testid^="return-ps-"]').first().click()
  await page.getByTestId('return-reason').fill('Pot ébréché')
  await page.getByTestId('return-set').click()
  await allow(page)
  await expect(page.locator('.ticket-line')).toContainText('Pot ébréché')
  await page.getByTestId('pay-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000001')

  await expect(chip(page)).toContainText(CASHIER.name)
  const events = await sealedIn(page)
  const of = (kind: string) => events.filter(event => event.kind === kind)
  expect(of('sale')).toMatchObject([
    {
      totalCents: twoCents,
      user: { name: CASHIER.name },
      discounts: [{ value: 2000, approvedBy: { name: OWNER.name } }],
    },
  ])
  expect(of('cash-movement')).toMatchObject([{ amountCents: 730, user: { name: CASHIER.name } }])
  expect(of('refund')).toMatchObject([{ user: { name: CASHIER.name } }])
  const approvals = of('trace').filter(({ what }) => what === 'approval')
  expect(approvals.slice(0, 2).map(({ detail }) => detail)).toMatchObject([
    { offCents: fullCents - cutCents, isOnTicket: true },
    { offCents: fullCents * 2 - twoCents, isOnTicket: true },
  ])
  expect(approvals.map(({ detail }) => (detail as { act: string }).act)).toEqual([
    'discount-above-limit',
    'discount-above-limit',
    'cash-out',
    'refund-without-ticket',
  ])
})

/** Sells so many jars of honey (9,50 € each) for exact cash. */
async function sellHoney(page: Page, jars: number): Promise<void> {
  await page.getByTestId('nav-sell').click()
  await page.getByTestId('search').fill('Miel de châtaignier')
  await expect(tiles(page)).toHaveCount(1)
  for (let jar = 0; jar < jars; jar += 1) await tiles(page).first().click()
  await page.getByTestId('search').fill('')
  await payExact(page)
  await page.getByTestId('new-ticket').click()
}

async function openSale(page: Page): Promise<void> {
  await page.getByTestId('nav-sales').click()
  await page.locator('[data-testid^="sale-"]').first().click()
  await page.getByTestId('refund').click()
  await expect(page.getByTestId('refund-sheet')).toBeVisible()
}

const acts = async (page: Page) =>
  (await sealedIn(page))
    .filter(({ kind, what }) => kind === 'trace' && what === 'approval')
    .map(({ detail }) => (detail as { act: string }).act)

test(
  'a cashier gives back little of a ticket alone; more asks a PIN, and is sealed with who approved',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemoWithTeam(page)
    await switchTo(page, CASHIER)
    await sellHoney(page, 5)

    // One jar: nobody is asked.
    await openSale(page)
    await page.getByTestId('refund-line-0-more').click()
    await expect(page.getByTestId('refund-above')).toHaveCount(0)
    await page.getByTestId('refund-now').click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toContainText('AR-000001')
    await page.getByTestId('new-ticket').click()

    // The rest of the ticket: above 30 €, and the whole of it.
    await page.goto(`/#/sales/${await entryOfSale(page)}`)
    await page.getByTestId('refund').click()
    await page.getByTestId('refund-all').click()
    await expect(page.getByTestId('refund-above')).toContainText('30,00')
    await expect(page.getByTestId('refund-above')).toContainText('entier')
    await page.getByTestId('refund-now').click()
    await expect(approval(page)).toContainText('Remboursement au-dessus de la limite')
    await expect(approval(page)).toContainText('Remboursement d’un ticket entier')
    await refuse(page)
    await expect(page.getByTestId('refund-sheet')).toBeVisible()
    expect((await sealedIn(page)).filter(({ kind }) => kind === 'refund')).toHaveLength(1)

    await page.getByTestId('refund-now').click()
    await allow(page)
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toContainText('AR-000002')
    await expect(chip(page)).toContainText(CASHIER.name)
    const [, refund] = (await sealedIn(page)).filter(({ kind }) => kind === 'refund')
    expect(refund).toMatchObject({
      totalCents: -3800,
      user: { name: CASHIER.name },
      refundApprovedBy: [{ name: OWNER.name }],
    })
    expect(await acts(page)).toEqual(['refund', 'refund-whole'])
  },
)

/** Number of the sale among the entries of the journal, from 1. */
async function entryOfSale(page: Page): Promise<number> {
  const events = await sealedIn(page)
  return events.findIndex(({ kind }) => kind === 'sale') + 1
}

test('half off and customers’ details wait for a PIN in a shop that changed no right @long', async ({
  page,
}) => {
  await openDemoWithTeam(page)
  await switchTo(page, CASHIER)
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await chooseAction(page, 'discount')
  await page.getByTestId('price-quick-1000').click()
  await expect(page.getByTestId('price-above')).toHaveCount(0)
  await page.getByTestId('price-quick-5000').click()
  await expect(page.getByTestId('price-above')).toContainText('10')
  await page.getByTestId('price-set').click()
  await allow(page)
  await payExact(page)
  await page.getByTestId('new-ticket').click()
  const sale = (await sealedIn(page)).find(({ kind }) => kind === 'sale')
  expect(sale).toMatchObject({ discounts: [{ value: 5000, approvedBy: { name: OWNER.name } }] })

  // A cashier keeps customers; their details leave the till, or vanish, with an approval only.
  await page.getByTestId('nav-sales').click()
  await page.getByTestId('customers').click()
  await page.getByTestId('customer-add').click()
  await page.getByTestId('customer-field-name').fill('Zoé Durand')
  await page.getByTestId('customer-save').click()
  for (const act of ['customers-csv', 'customers-json', 'customer-export'] as const) {
    await page.getByTestId(act).click()
    await expect(approval(page)).toContainText('Export de clients')
    await refuse(page)
  }
  const download = page.waitForEvent('download')
  await page.getByTestId('customers-csv').click()
  await allow(page)
  await download

  await page.getByTestId('customer-erase').click()
  await page.getByTestId('customer-erase-confirm').click()
  await expect(approval(page)).toContainText('Effacement d’un client')
  await refuse(page)
  await expect(page.locator('button[data-testid^="customer-"]', { hasText: 'Zoé' })).toBeVisible()
  await page.getByTestId('customer-erase-confirm').click()
  await allow(page)
  await expect(page.locator('button[data-testid^="customer-"]', { hasText: 'Zoé' })).toHaveCount(0)
  expect(await acts(page)).toEqual(['discount-above-limit', 'customers-export', 'customers-erase'])
})

test('the owner changes the rights, the page says them, and the journal keeps them @long', async ({
  page,
}) => {
  await openDemoWithTeam(page)
  const cashier = page.getByTestId('may-cashier')
  await expect(cashier).toContainText('jusqu’à 30,00 € d’un même ticket')
  await expect(cashier).toContainText('jusqu’à 10 %')
  await expect(page.getByTestId('may-owner')).toContainText('Exporter les clients')
  await page.getByTestId('rights-change').click()
  await page.getByTestId('refund-limit-cashier').fill('beaucoup')
  await expect(page.getByTestId('rights-save')).toBeDisabled()
  await page.getByTestId('refund-limit-cashier').fill('100')
  await page.getByTestId('right-refund-whole').selectOption('cashier')
  await page.getByTestId('right-settings').selectOption('manager')
  await page.getByTestId('rights-save').click()
  await expect(cashier).toContainText('jusqu’à 100,00 € d’un même ticket')
  await expect(cashier).toContainText('Rembourser un ticket entier')
  await expect(page.getByTestId('may-manager')).toContainText('Ouvrir les réglages')
  const traces = (await sealedIn(page)).filter(({ what }) => what === 'setting-changed')
  expect(traces.map(({ detail }) => detail)).toEqual([
    { name: 'right.refund-whole', before: 'manager', after: 'cashier' },
    { name: 'right.settings', before: 'owner', after: 'manager' },
    { name: 'refundCents.cashier', before: '3000', after: '10000' },
  ])

  await page.reload()
  await expect(cashier).toContainText('jusqu’à 100,00 € d’un même ticket')
  await switchTo(page, CASHIER)
  await sellHoney(page, 5)
  await openSale(page)
  await page.getByTestId('refund-all').click()
  await expect(page.getByTestId('refund-above')).toHaveCount(0)
  await page.getByTestId('refund-now').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000001')
})

test('an approved visit to the settings does not open the team @long', async ({ page }) => {
  await openDemoWithTeam(page)
  await page.getByTestId('nav-sell').click()
  await switchTo(page, CASHIER)
  await page.getByTestId('nav-config').click()
  await tapPin(page, OWNER.pin)
  await page.getByTestId('config-equipe').click()
  await expect(approval(page)).toBeVisible()
  await refuse(page)
  await expect(page.getByTestId('config-equipe')).toBeVisible()
})
