import { expect, test, type Page } from '@playwright/test'
import { centsOf, sealedIn, tiles, typeAmount } from './support'
import { CASHIER, chip, OWNER, openDemoWithTeam, switchTo } from './team'

async function openAct(page: Page, act: string): Promise<void> {
  await page.getByTestId('ticket-menu').click()
  await page.getByTestId(`action-${act}`).click()
}

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
  await openAct(page, 'discount')
  await page.getByTestId('price-quick-2000').click()
  await page.getByTestId('price-set').click()
  await expect(page.getByTestId('approval')).toContainText(CASHIER.name)
  await refuse(page)
  expect(await totalCents(page)).toBe(fullCents)
  await page.getByTestId('price-set').click()
  await allow(page)
  const cutCents = fullCents - Math.round(fullCents / 5)
  await expect.poll(async () => totalCents(page)).toBe(cutCents)
  await page.getByTestId('pay-card').click()
  await page.getByTestId('validate').click()
  await page.getByTestId('new-ticket').click()

  // Cash taken out.
  await openAct(page, 'cash-movement')
  await page.getByTestId('cash-out').check({ force: true })
  await typeAmount(page, 730)
  await page.getByTestId('reason-words').fill('Timbres')
  await page.getByTestId('cash-move').click()
  await allow(page)
  await page.getByTestId('sealed-close').click()

  // Goods taken back without their ticket.
  await openAct(page, 'return')
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
      totalCents: cutCents,
      user: { name: CASHIER.name },
      discounts: [{ value: 2000, approvedBy: { name: OWNER.name } }],
    },
  ])
  expect(of('cash-movement')).toMatchObject([{ amountCents: 730, user: { name: CASHIER.name } }])
  expect(of('refund')).toMatchObject([{ user: { name: CASHIER.name } }])
  const approvals = of('trace').filter(({ what }) => what === 'approval')
  expect(approvals.map(({ detail }) => (detail as { act: string }).act)).toEqual([
    'discount-above-limit',
    'cash-out',
    'refund-without-ticket',
  ])
})
