import { expect, test, type Page } from '@playwright/test'
import { connectShop, foundShop, openDevice, pair, type Device } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { centsOf, chooseAction, openTicket, payExact, readyOffline, tiles } from '../support'

let server: ShopServer
/** Closed whatever happens. */
const opened: Device[] = []
const missing = whyNoServer()
test.skip(missing !== undefined, missing ?? '')

test.beforeAll(async () => {
  if (!missing) server = await startShopServer()
})
test.afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})
test.afterAll(async () => {
  if (!missing) await server.close()
})

async function open(kind: 'phone' | 'tablet'): Promise<Device> {
  const device = await openDevice(server.origin, kind)
  opened.push(device)
  return device
}
/** A picture for a person to look at, at the size that is asked for. */
const shot = async (page: Page, name: string) => {
  if (!process.env.COMPTOIR_SHOTS) return
  const size = page.viewportSize()
  await page.screenshot({ path: `${process.env.COMPTOIR_SHOTS}/${name}.png` })
  if (process.env.COMPTOIR_SHOTS_OF !== 'upright') return
  await page.setViewportSize({ width: 800, height: 1280 })
  await page.screenshot({ path: `${process.env.COMPTOIR_SHOTS}/${name}-upright.png` })
  if (size) await page.setViewportSize(size)
}

/** Two tills of one shop, `Devant` and `Comptoir`, that both sell. */
async function openTills(): Promise<{ front: Page; back: Page }> {
  const front = await open('tablet')
  await connectShop(front, server.origin)
  await foundShop(front, 'Devant')
  const back = await open(process.env.COMPTOIR_SHOTS_OF === 'phone' ? 'phone' : 'tablet')
  await pair(front, back, 'Comptoir')
  await expect(back.page.getByTestId('joining-member')).toContainText('caisse B')
  await back.page.goto('/#/sell')
  await expect(tiles(back.page).first()).toBeVisible({ timeout: 30_000 })
  return { front: front.page, back: back.page }
}

/** Sells one article in cash; returns the number on the receipt. */
async function sell(page: Page): Promise<string> {
  await page.goto('/#/sell')
  await tiles(page).first().click()
  await payExact(page)
  const number = /[A-Z]+-\d+/.exec((await page.getByTestId('paid-number').textContent()) ?? '')
  await page.getByTestId('new-ticket').click()
  return number?.[0] ?? ''
}

/** Opens the sale of any till by its number, as it is typed; waits until it is here. */
async function openSale(page: Page, number: string): Promise<void> {
  await expect(async () => {
    await page.goto('/#/sales')
    await page.getByTestId('sales-search').fill(number)
    await page.getByTestId('sales-search').press('Enter')
    await expect(page.getByTestId('receipt')).toContainText(number, { timeout: 4_000 })
  }).toPass({ timeout: 60_000 })
}

async function chooseAll(page: Page): Promise<void> {
  await page.getByTestId('refund').click()
  await page.getByTestId('refund-all').click()
}

async function giveBack(page: Page): Promise<void> {
  await expect(page.getByTestId('due')).toBeVisible()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('Remboursement')
  await page.getByTestId('new-ticket').click()
}

test('a ticket of one till is refunded on the other, once; done twice, it is to be verified @long', async () => {
  test.setTimeout(300_000)
  const { front, back } = await openTills()
  const first = await sell(front)
  const second = await sell(front)
  const third = await sell(front)

  // Found by its number, given back as an own ticket is; then its own till gives it back no more.
  await openSale(back, first)
  await expect(back.getByTestId('copy-note')).toContainText('caisse A (Devant)')
  await shot(back, 'refund-copied-sale')
  await chooseAll(back)
  await shot(back, 'refund-sheet')
  await back.getByTestId('refund-now').click()
  await giveBack(back)
  await openSale(front, first)
  await expect(front.getByTestId(/^refund-\d+$/)).toContainText('BR-000001', { timeout: 60_000 })
  await expect(front.getByTestId('refund')).toHaveCount(0)
  await front.getByTestId(/^refund-\d+$/).click()
  await expect(front.getByTestId('copy-note')).toContainText('Comptoir')
  await expect(front.getByTestId('receipt')).toContainText('Rendu du ticket')

  // While one till gives it back, the other is told who does.
  await openSale(back, second)
  await chooseAll(back)
  await back.getByTestId('refund-now').click()
  await expect(back.getByTestId('due')).toBeVisible()
  await openSale(front, second)
  await chooseAll(front)
  await front.getByTestId('refund-now').click()
  await expect(front.getByRole('dialog').last()).toContainText('Comptoir rembourse déjà ce ticket')
  await shot(front, 'refund-held')
  await front.getByTestId('claim-question-no').click()
  await expect(front.getByTestId('refund-sheet')).toBeVisible()
  await giveBack(back)

  // Without a network a person decides; here both give it back.
  await openSale(back, third)
  await readyOffline(back)
  await back.context().setOffline(true)
  await chooseAll(back)
  await back.getByTestId('refund-now').click()
  await expect(back.getByTestId('claim-question')).toContainText('Devant')
  await shot(back, 'refund-unreachable')
  await back.getByTestId('claim-question-yes').click()
  await giveBack(back)
  await openSale(front, third)
  await chooseAll(front)
  await front.getByTestId('refund-now').click()
  await giveBack(front)
  await back.context().setOffline(false)
  await back.goto('/#/config/appareils')
  await expect(back.getByTestId('devices-sent')).toContainText('B-', { timeout: 60_000 })
  for (const page of [front, back]) {
    await page.goto('/#/sales')
    const list = page.getByRole('region', { name: 'Liste des ventes' })
    const links = list.getByTestId('refunded-twice').getByRole('link')
    await expect(links).toHaveCount(3, { timeout: 60_000 })
    await expect(links.first()).toContainText(third)
  }
  await shot(back, 'refund-verify')
})

test('what is owed on one till is paid on the other @long', async () => {
  test.setTimeout(300_000)
  const { front, back } = await openTills()
  await front.goto('/#/sell')
  await tiles(front).first().click()
  await openTicket(front)
  await chooseAction(front, 'customer')
  await front.getByTestId('customer-search').fill('Zoé Durand')
  await front.getByTestId('customer-add').click()
  await front.getByTestId('customer-save').click()
  await front.getByTestId('pay-card').last().click()
  await front.getByTestId('leave-due').click()
  await front.getByTestId('new-ticket').click()

  await back.goto('/#/sales')
  await back.getByTestId('pill-due').click({ timeout: 60_000 })
  const owed = back.locator('.list [data-testid^="sale-"]')
  await expect(owed).toContainText('Caisse A')
  await shot(back, 'debt-list')
  await owed.click()
  await expect(back.getByTestId('debtor')).toContainText('Zoé Durand')
  expect(centsOf(await back.getByTestId('still-due').textContent())).toBeGreaterThan(0)
  await shot(back, 'debt-copied-sale')
  await back.getByTestId('pay-debt').click()
  await back.getByTestId('means-cash').click()
  await back.locator('[data-testid^="quick-"]').first().click()
  await back.getByTestId('validate').click()
  await expect(back.getByTestId('payment-receipt')).toContainText('BP-000001')
  await expect(back.getByTestId('pay-debt')).toHaveCount(0)

  // Its own till hears of it: nothing is due any more, and it prints no receipt of the other till.
  await openSale(front, 'A-000001')
  const card = front.getByTestId('debt')
  await expect(card).toContainText('BP-000001', { timeout: 60_000 })
  await expect(front.getByTestId('pay-debt')).toHaveCount(0)
  await expect(card.locator('[data-testid^="print-payment-"]')).toHaveCount(0)
  await shot(front, 'debt-settled')
})
