import { expect, test, type Browser, type Page } from '@playwright/test'
import { startCounterServer, type CounterServer } from '../payment/counterServer'
import { centsOf, openTicket, tiles } from '../support'

let server: CounterServer
test.beforeEach(async () => {
  server = await startCounterServer({})
})
test.afterEach(() => server.kill())

async function openTill(page: Page): Promise<void> {
  await page.goto(`${server.origin}/`)
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
}

/** The address that the owner shows for another device, with the host by which tests reach the server. */
async function openRoom(page: Page): Promise<string> {
  await page.goto(`${server.origin}/#/config/general/caisse`)
  await page.getByTestId('room-open').click()
  const shown = (await page.getByTestId('room-address').textContent()) ?? ''
  expect(shown).toMatch(/#\/afficheur\/(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
  return `${server.origin}/${new URL(shown).hash}`
}

/** Another device: a browser of its own, of a phone's size. */
async function aPhone(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'fr-FR',
    serviceWorkers: 'block',
  })
  const phone = await context.newPage()
  await phone.goto(address)
  return phone
}

async function addOne(page: Page, at: number): Promise<void> {
  await tiles(page).nth(at).click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
}

const totalOn = async (screen: Page) =>
  centsOf(await screen.getByTestId('customer-total').textContent())
const shots = process.env.COMPTOIR_SHOTS

test('a phone is the customer’s screen: the same cents, the change, the code, and no old total', async ({
  page,
  browser,
}) => {
  await openTill(page)
  const address = await openRoom(page)
  await expect(page.getByTestId('room-screens')).toContainText('Aucun appareil')
  const phone = await aPhone(browser, address)
  await expect(phone.locator('[data-view="idle"]')).toBeVisible()
  await expect(page.getByTestId('room-screens')).toHaveText('1 appareil montre cette caisse.')
  await expect(phone.getByRole('heading')).not.toHaveText('')
  if (shots) {
    await page.screenshot({ path: `${shots}/room-till-1280.png` })
    await phone.screenshot({ path: `${shots}/room-idle-390.png` })
  }

  await page.getByTestId('nav-sell').click()
  for (let at = 1; at <= 4; at += 1) await addOne(page, at)
  await openTicket(page)
  const onTill = centsOf(await page.getByTestId('ticket-total').last().textContent())
  await expect(phone.locator('[data-view="ticket"]')).toBeVisible()
  await expect.poll(() => totalOn(phone)).toBe(onTill)
  if (shots) await phone.screenshot({ path: `${shots}/room-ticket-390.png` })

  // The server goes: the phone shows no total that may be over, and the till sells on.
  await server.kill()
  await expect(phone.locator('[data-view="idle"]')).toBeVisible()
  await addOne(page, 0)
  const larger = centsOf(await page.getByTestId('ticket-total').last().textContent())
  expect(larger).toBeGreaterThan(onTill)
  await server.start()
  await expect(phone.locator('[data-view="ticket"]')).toBeVisible({ timeout: 40_000 })
  await expect.poll(() => totalOn(phone)).toBe(larger)

  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').last().click()
  await page.getByTestId('validate').click()
  await expect(phone.locator('[data-view="paid"]')).toBeVisible()
  expect(await totalOn(phone)).toBe(larger)
  await expect(phone.getByRole('img')).toBeVisible()
  if ((await page.getByTestId('change-due').count()) > 0) {
    expect(centsOf(await phone.getByTestId('customer-change').textContent())).toBe(
      centsOf(await page.getByTestId('change-due').last().textContent()),
    )
  }
  if (shots) await phone.screenshot({ path: `${shots}/room-paid-390.png` })
  await page.getByTestId('new-ticket').click()
  await expect(phone.locator('[data-view="idle"]')).toBeVisible()

  // It is kept on the device; a till that is closed shows nothing, and one that is opened again does.
  await addOne(page, 1)
  await expect(phone.locator('[data-view="ticket"]')).toBeVisible()
  await page.goto('about:blank')
  await expect(phone.locator('[data-view="idle"]')).toBeVisible()
  await page.goto(`${server.origin}/`)
  await expect(phone.locator('[data-view="ticket"]')).toBeVisible()

  // Its owner ends it: the phone sees nothing more.
  await page.goto(`${server.origin}/#/config/general/caisse`)
  await page.getByTestId('room-close').click()
  await expect(page.getByTestId('room-open')).toBeVisible()
  await expect(phone.locator('[data-view="idle"]')).toBeVisible()
  await phone.context().close()
})

test('an address that is not whole says so', async ({ browser }) => {
  const phone = await aPhone(browser, `${server.origin}/#/afficheur/K7QM-2XHD`)
  await expect(phone.getByText('Il manque une partie de l’adresse')).toBeVisible()
  await phone.context().close()
})
