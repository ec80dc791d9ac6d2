import { expect, test, type Page } from '@playwright/test'
import { expectSync, openDemo, openTicket, sealedIn, syncsIn, tiles, typeAmount } from './support'

/** Searches that find one article each: 9,50 € of food, 15,48 € of stationery. */
const HONEY = 'miel de chataignier'
const NOTEBOOK = 'carnet renard'
const FOOD = 'ps-3'
/** A department two levels below it. */
const GREEN_TEAS = 'ps-8'

const vouchers = (page: Page) => page.getByTestId('means-meal-voucher')

/** The shop takes meal vouchers, for its food only. */
async function markFood(page: Page): Promise<void> {
  await page.goto('/#/config/general/reglements')
  await expect(page.getByTestId('means-save')).toBeVisible()
  await expect(page.getByTestId('food')).toHaveCount(0)
  await page.getByTestId('means-row-meal-voucher').getByTestId('means-on').check()
  await expect(page.getByTestId('food-none')).toBeVisible()
  await page.getByTestId('food').locator('summary').click()
  await page.getByTestId(`food-${FOOD}`).check()
  await expect(page.getByTestId(`food-${GREEN_TEAS}`)).toBeChecked()
  await expect(page.getByTestId('food-none')).toHaveCount(0)
  await page.getByTestId('means-save').click()
  await expect(page.getByTestId('means-saved')).toBeVisible()
}

async function beginToPay(page: Page, ...searches: string[]): Promise<void> {
  await page.goto('/#/sell')
  for (const text of searches) {
    await page.getByTestId('search').fill(text)
    await expect(tiles(page)).toHaveCount(1)
    await tiles(page).first().click()
  }
  await page.getByTestId('search').fill('')
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
}

test(
  'vouchers pay for the food the owner marked, and the sale says how much that was',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemo(page)
    await markFood(page)
    await expect
      .poll(async () => (await sealedIn(page)).findLast(({ kind }) => kind === 'trace')?.detail)
      .toMatchObject({ name: 'mealVoucherDepartments', after: `["${FOOD}"]` })

    await beginToPay(page, HONEY, NOTEBOOK)
    await expect(vouchers(page)).toHaveText(/^Titre-restaurant au plus 9,50.€, part alimentaire$/)
    await vouchers(page).click()
    await expect(page.getByTestId('entered')).toHaveText(/^9,50/)
    await typeAmount(page, 951)
    const refused = page.getByTestId('error-meal-voucher-food')
    await expect(refused).toContainText('part alimentaire : 9,50')
    await expect(page.getByTestId('validate')).toBeDisabled()
    await page.getByTestId('key-clear').click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('taken')).toHaveCount(1)
    await expect(vouchers(page)).toBeDisabled()
    await page.getByTestId('means-card').click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toBeVisible()
    await expect
      .poll(async () => (await sealedIn(page)).findLast(({ kind }) => kind === 'sale'))
      .toMatchObject({
        totalCents: 2_498,
        foodCents: 950,
        tenders: [
          { kind: 'meal-voucher', givenCents: 950 },
          { kind: 'card', givenCents: 1_548 },
        ],
      })
  },
)

test('an article may differ from its department, also after a sync @long', async ({ page }) => {
  await openDemo(page)
  await markFood(page)
  await beginToPay(page, NOTEBOOK)
  await expect(vouchers(page)).toBeDisabled()
  await expect(vouchers(page)).toHaveText('Titre-restaurant rien d’alimentaire à payer')
  await page.getByTestId('sheet-close').last().click()

  await page.getByTestId('nav-articles').click()
  await page.getByTestId('articles-search').fill(NOTEBOOK)
  const found = page.locator('[data-testid^="article-ps-"]')
  await expect(found).toHaveCount(1)
  await found.click()
  await page.getByTestId('article-vouchers').selectOption('yes')
  await page.getByTestId('article-save').click()
  await expect(page.getByTestId('article-sheet')).toHaveCount(0)
  const before = await syncsIn(page)
  await page.getByTestId('sync-all').click()
  await expectSync(page, before)

  await page.getByTestId('nav-sell').click()
  await page.getByTestId('pay-cash').last().click()
  await expect(vouchers(page)).toHaveText(/Titre-restaurant · 15,48/)
})
