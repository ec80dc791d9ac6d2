import { expect, test, type Page } from '@playwright/test'
import { centsOf, isPhone, openDemo, openTicket, payExact, tiles } from '../support'

/** Opens the customer's screen beside the till, as the owner does. */
async function openCustomerScreen(page: Page): Promise<Page> {
  await page.goto('/#/config/general/caisse')
  const opened = page.context().waitForEvent('page')
  await page.getByTestId('open-customer-screen').click()
  const screen = await opened
  await expect(screen.locator('[data-view="idle"]')).toBeVisible()
  await expect(page.getByTestId('customer-screen-there')).toBeVisible()
  await page.getByTestId('nav-sell').click()
  await expect(tiles(page).first()).toBeVisible()
  return screen
}

const totalOn = async (screen: Page) =>
  centsOf(await screen.getByTestId('customer-total').textContent())

test('the customer sees each line, the total to the cent, the change and the receipt’s code', async ({
  page,
}) => {
  await openDemo(page)
  const screen = await openCustomerScreen(page)
  for (let count = 1; count <= 4; count += 1) {
    await tiles(page).nth(count).click()
    const combination = page.getByTestId('combination').first()
    if (await combination.isVisible()) await combination.click()
  }
  await openTicket(page)
  const onTill = centsOf(await page.getByTestId('ticket-total').last().textContent())
  expect(onTill).toBeGreaterThan(0)
  await expect.poll(() => totalOn(screen)).toBe(onTill)
  const SHOTS = process.env.COMPTOIR_SHOTS
  if (SHOTS) await screen.screenshot({ path: `${SHOTS}/customer-ticket.png` })

  // More cash than is due: the change is on both screens.
  if (isPhone(page)) await page.keyboard.press('Escape')
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').last().click()
  await page.getByTestId('validate').click()
  await expect(screen.locator('[data-view="paid"]')).toBeVisible()
  expect(await totalOn(screen)).toBe(onTill)
  const change = screen.getByTestId('customer-change')
  if ((await page.getByTestId('change-due').count()) > 0) {
    expect(centsOf(await change.textContent())).toBe(
      centsOf(await page.getByTestId('change-due').last().textContent()),
    )
  }
  await expect(screen.getByRole('img')).toBeVisible()
  if (SHOTS) await screen.screenshot({ path: `${SHOTS}/customer-paid.png` })

  // The next ticket takes its place.
  await page.getByTestId('new-ticket').click()
  await expect(screen.locator('[data-view="idle"]')).toBeVisible()
})

test('a customer’s screen that is opened late, or again, shows what is there', async ({ page }) => {
  await openDemo(page)
  await tiles(page).first().click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
  const screen = await page.context().newPage()
  await screen.goto('/#/afficheur-demo')
  await expect(screen.locator('[data-view="ticket"]')).toBeVisible()
  await screen.reload()
  await expect(screen.locator('[data-view="ticket"]')).toBeVisible()
  // The real shop's screen, in the same browser, shows nothing of the demo.
  const ofShop = await page.context().newPage()
  await ofShop.goto('/#/afficheur')
  await expect(ofShop.locator('[data-view="idle"]')).toBeVisible()
  await tiles(page).first().click()
  if (await combination.isVisible()) await combination.click()
  await expect(screen.getByRole('listitem')).not.toHaveCount(0)
  await expect(ofShop.locator('[data-view="idle"]')).toBeVisible()
  await expect(ofShop.getByRole('heading')).toHaveText('')
  // It is no till: nothing of it holds the counter.
  await openTicket(page)
  if (isPhone(page)) await page.keyboard.press('Escape')
  await payExact(page)
  await expect(screen.locator('[data-view="paid"]')).toBeVisible()
})
