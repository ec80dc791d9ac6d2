import { expect, test, type Page } from '@playwright/test'
import { axeFindings, centsOf, chooseAction, isPhone, openDemo, openTicket, tiles } from './support'

/** Searches that find one article each: 9,50 € and 4,20 € at 5,5 %, 15,48 € at 20 %, 0 %. */
const HONEY = 'miel de chataignier'
const CHOCOLATE = 'chocolat noir'
const NOTEBOOK = 'carnet renard'
const GIFT_CARD = 'bon cadeau'
/** 55,50 € at 20 %, of which 0,60 € of eco-participation. */
const KETTLE = 'bouilloire électrique'
/** 6,90 €, at 20 % in the shop. */
const SHIPPING = 'frais de livraison'

async function sell(page: Page, ...searches: string[]): Promise<void> {
  for (const text of searches) {
    await page.getByTestId('search').fill(text)
    await expect(tiles(page)).toHaveCount(1)
    await tiles(page).first().click()
  }
  await page.getByTestId('search').fill('')
  await openTicket(page)
}

const lines = (page: Page) => page.locator('.ticket-line')
const total = (page: Page) => page.getByTestId('ticket-total').last()
const lineTotals = async (page: Page) =>
  (await lines(page).locator('strong').allTextContents()).map(centsOf)

async function actOnLine(page: Page, place: number, actId: string): Promise<void> {
  const line = lines(page).nth(place)
  if ((await line.getAttribute('aria-pressed')) !== 'true') await line.click()
  await page.getByTestId('line-menu').click()
  await page.getByTestId(`action-${actId}`).click()
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.getByTestId(`key-${key}`).click()
}

const set = (page: Page) => page.getByTestId('price-set').click()

/** Pays in cash and opens the sealed sale: amounts of its lines, its VAT and its total. */
async function paidSale(page: Page) {
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await page.getByTestId('new-ticket').click()
  await page.goto('/#/sales')
  await page.locator('[data-testid^="sale-"]').first().click()
  await expect(page.getByTestId('seal-check')).toContainText('Sceau vérifié ✓')
  const receipt = page.getByTestId('receipt')
  const tables = receipt.getByRole('table')
  const cells = async (table: number) => {
    const rows = await tables.nth(table).getByRole('row').all()
    const texts = rows.slice(1).map(row => row.locator('th, td').allTextContents())
    return (await Promise.all(texts)).map(row => row.slice(1).map(centsOf))
  }
  return {
    receipt,
    lines: (await cells(0)).flat(),
    vat: await cells(1),
    totalCents: centsOf(await page.getByTestId('receipt-total').textContent()),
  }
}

async function openPrices(page: Page): Promise<void> {
  await page.goto('/#/config/general/prix')
  await expect(page.getByTestId('max-discount')).toBeVisible()
}

async function expectNoViolation(page: Page, where: string): Promise<void> {
  expect(await axeFindings(page), where).toEqual([])
}

test('a discount on a line, in percent then in euros, is changed and taken away', async ({
  page,
}) => {
  await openDemo(page)
  await sell(page, HONEY, NOTEBOOK)
  await actOnLine(page, 0, 'line-discount')
  await page.getByTestId('price-quick-1000').click()
  await expect(page.getByTestId('price-off')).toHaveText('−0,95 €')
  await expect(page.getByTestId('price-total')).toHaveText('24,03 €')
  await expectNoViolation(page, 'discount')
  await set(page)
  await expect(lines(page).nth(0)).toContainText('Remise −0,95 €')
  expect(await lineTotals(page)).toEqual([855, 1548])

  await actOnLine(page, 0, 'line-discount')
  await expect(page.getByTestId('price-value')).toHaveText('−10 %')
  await page.getByTestId('price-kind-amount').check({ force: true })
  await press(page, '2')
  await set(page)
  expect(await lineTotals(page)).toEqual([750, 1548])

  await actOnLine(page, 0, 'line-discount')
  await page.getByTestId('price-kind-percent').check({ force: true })
  await press(page, '1', '2', 'comma', '5')
  await expect(page.getByTestId('price-value')).toHaveText('−12,5 %')
  await page.getByTestId('sheet-close').last().click()
  await actOnLine(page, 0, 'line-discount')
  await page.getByTestId('price-remove').click()
  await expect(total(page)).toHaveText('24,98 €')
  await expect(page.getByTestId('line-discount')).toHaveCount(0)
})

test(
  'a discount on the ticket is spread to the cent, sealed and printed so',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemo(page)
    await sell(page, HONEY, NOTEBOOK, CHOCOLATE, SHIPPING)
    await chooseAction(page, 'discount')
    await press(page, '1', '0')
    await page.getByTestId('pill-loyalty').click()
    await set(page)
    // 2,92 € off 29,18 €: 0,95 + 1,55 + 0,42; shipping is not discounted.
    expect(await lineTotals(page)).toEqual([855, 1393, 378, 690])
    await expect(page.getByTestId('ticket-discount')).toContainText('−2,92 €')

    await page.getByTestId('mark-ticket').click()
    await press(page, '5')
    await set(page)
    await expect(page.getByTestId('mark-ticket')).toContainText('−1,46 €')
    await page.getByTestId('mark-ticket').click()
    await page.getByTestId('price-remove').click()
    await expect(page.getByTestId('mark-ticket')).toHaveCount(0)
    await expect(total(page)).toHaveText('36,08 €')

    await chooseAction(page, 'discount')
    await page.getByTestId('price-quick-1000').click()
    await page.getByTestId('pill-loyalty').click()
    await set(page)
    const sale = await paidSale(page)
    expect(sale.lines).toEqual([855, 1393, 378, 690])
    expect(sale.totalCents).toBe(3316)
    // HT, TVA, TTC: shipping is at 5,5 % with the honey and the chocolate.
    expect(sale.vat).toEqual([
      [1823, 100, 1923],
      [1161, 232, 1393],
    ])
    await expect(sale.receipt).toContainText('Remises comprises')
    await expect(sale.receipt).toContainText('−2,92 €')
    await expect(sale.receipt).not.toContainText('Client fidèle')
    await openPrices(page)
    await page.getByTestId('prints-reasons').check()
    await page.goto('/#/sales')
    await page.locator('[data-testid^="sale-"]').first().click()
    await expect(page.getByTestId('receipt')).toContainText('Client fidèle')
  },
)

test(
  'several lines share a discount, and a lot has one price',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemo(page)
    await sell(page, HONEY, NOTEBOOK, CHOCOLATE)
    await lines(page).nth(0).click()
    await chooseAction(page, 'lines-discount')
    await expect(page.getByTestId('pick-ps-9')).toBeChecked()
    await expect(page.getByTestId('pick-ps-33')).not.toBeChecked()
    await page.getByTestId('pick-ps-14').check()
    await expectNoViolation(page, 'lines')
    await page.getByTestId('pick-next').click()
    await page.getByTestId('price-kind-amount').check({ force: true })
    await page.getByTestId('price-quick-200').click()
    await set(page)
    expect(await lineTotals(page)).toEqual([811, 1548, 359])
    await page.getByTestId('mark-lines').click()
    await page.getByTestId('price-remove').click()

    await chooseAction(page, 'lot')
    await page.getByTestId('pick-ps-14').check()
    await page.getByTestId('pick-next').click()
    await press(page, '9', '9')
    await expect(page.getByTestId('price-set')).toBeDisabled()
    await press(page, 'back', 'back', '1', '2')
    await expect(page.getByTestId('price-off')).toHaveText('−1,70 €')
    await set(page)
    expect(await lineTotals(page)).toEqual([832, 1548, 368])

    // One more piece of an article of the lot is sold at its own price.
    if (isPhone(page)) await page.getByTestId('sheet-close').click()
    await sell(page, HONEY)
    expect(await lineTotals(page)).toEqual([832, 1548, 368, 950])
    const sale = await paidSale(page)
    expect(sale.lines).toEqual([832, 1548, 368, 950])
    expect(sale.totalCents).toBe(3698)
  },
)

test('eco-participation is printed apart, and a percent leaves it as it is @long', async ({
  page,
}) => {
  await openDemo(page)
  await sell(page, KETTLE, KETTLE)
  await expect(page.getByTestId('line-ecotax')).toHaveText(/dont éco-participation 2.×.0,60.€/)
  await actOnLine(page, 0, 'line-discount')
  await page.getByTestId('price-quick-1000').click()
  // 10 % of 2 × 54,90 €.
  await expect(page.getByTestId('price-off')).toHaveText('−10,98 €')
  await set(page)
  const paid = await paidSale(page)
  expect(paid.totalCents).toBe(10_002)
  await expect(paid.receipt).toContainText(/dont éco-participation 2.×.0,60.€/)
  await expect(page.getByTestId('receipt-ecotax')).toHaveText(/dont éco-participation 1,20.€/)
})

test('another price needs a reason, and shows what it was', async ({ page }) => {
  await openDemo(page)
  await sell(page, NOTEBOOK)
  await actOnLine(page, 0, 'line-price')
  await press(page, '1', '2', 'comma', '00')
  await expect(page.getByTestId('price-set')).toBeDisabled()
  await page.getByTestId('pill-other').click()
  await page.getByTestId('reason-typed').fill('Coin corné')
  await set(page)
  await expect(total(page)).toHaveText('12,00 €')
  await expect(lines(page)).toContainText('15,48 €')
  await expect(page.getByTestId('line-reason')).toContainText('Coin corné')

  await actOnLine(page, 0, 'line-price')
  await page.getByTestId('price-remove').click()
  await expect(total(page)).toHaveText('15,48 €')
  await actOnLine(page, 0, 'line-price')
  await press(page, '1', '0')
  await page.getByTestId('pill-damaged').click()
  await set(page)
  const sale = await paidSale(page)
  expect(sale.lines).toEqual([1000])
  await expect(page.getByTestId('receipt-was')).toContainText('15,48 €')
  await expect(sale.receipt).not.toContainText('Article abîmé')
})

test('a discount is given by keyboard alone once its sheet is open @long', async ({ page }) => {
  await openDemo(page)
  await sell(page, HONEY)
  await actOnLine(page, 0, 'line-discount')
  await expect(page.getByTestId('price-value')).toBeVisible()
  await page.keyboard.type('15', { delay: 120 })
  await expect(page.getByTestId('price-value')).toHaveText('−15 %')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('2,5', { delay: 120 })
  await expect(page.getByTestId('price-value')).toHaveText('−12,5 %')
  await page.keyboard.press('Enter')
  await expect(total(page)).toHaveText('8,31 €')
})

test('a discount above the owner’s limit is marked before it is given @long', async ({ page }) => {
  await openDemo(page)
  await openPrices(page)
  await page.getByTestId('max-discount').fill('10')
  await page.getByTestId('max-discount').press('Tab')
  await expect(page.getByTestId('max-discount-saved')).toBeVisible()
  await page.reload()
  await expect(page.getByTestId('max-discount')).toHaveValue('10')
  await page.goto('/#/sell')
  await sell(page, HONEY, NOTEBOOK)

  await chooseAction(page, 'discount')
  await page.getByTestId('price-quick-1000').click()
  await expect(page.getByTestId('price-above')).toHaveCount(0)
  await page.getByTestId('price-quick-2000').click()
  await expect(page.getByTestId('price-above')).toContainText('10 %')
  await page.getByTestId('price-quick-500').click()
  await set(page)
  // Together, 5 % then 6 % are 10,7 %.
  await actOnLine(page, 0, 'line-discount')
  await press(page, '5')
  await expect(page.getByTestId('price-above')).toHaveCount(0)
  await press(page, 'back', '6')
  await expect(page.getByTestId('price-above')).toBeVisible()
  await page.getByTestId('sheet-close').last().click()
  await actOnLine(page, 1, 'line-price')
  await press(page, '1', '4')
  await expect(page.getByTestId('price-above')).toBeVisible()
})

test('the VAT of shipping follows the goods as lines come and go', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('search').fill(SHIPPING)
  await expect(tiles(page).first()).toContainText('TVA auto')
  await sell(page, NOTEBOOK, SHIPPING)
  const shipping = lines(page).filter({ hasText: 'Frais de livraison' })
  await expect(shipping).toContainText('TVA 20 % — comme les articles')
  if (isPhone(page)) await page.getByTestId('sheet-close').click()
  await sell(page, HONEY)
  await expect(shipping).toContainText('TVA 5,5 % — taux le plus bas du ticket')
  if (isPhone(page)) await page.getByTestId('sheet-close').click()
  await sell(page, GIFT_CARD)
  await expect(shipping).toContainText('TVA 5,5 % — taux le plus bas du ticket')
  for (const name of ['Carnet renard', 'Miel de châtaignier']) {
    const line = lines(page).filter({ hasText: name })
    await line.click()
    await page.getByTestId('line-remove').click()
    await expect(line).toHaveCount(0)
  }
  await expect(shipping).toContainText('TVA 0 % — articles sans TVA')
  await page.getByTestId('ticket-undo').click()
  await expect(shipping).toContainText('TVA 5,5 %')
  const sale = await paidSale(page)
  await expect(sale.receipt.getByRole('row', { name: 'Frais de livraison' })).toContainText(
    'TVA 5,5 %',
  )
})

test('the owner may choose the article’s own rate, or a split @long', async ({ page }) => {
  await openDemo(page)
  await openPrices(page)
  await page.getByTestId('shipping-rule-own-rate').check()
  await page.goto('/#/sell')
  await page.getByTestId('search').fill(SHIPPING)
  await expect(tiles(page)).toHaveCount(1)
  await expect(tiles(page).first()).not.toContainText('TVA auto')
  await sell(page, HONEY, SHIPPING)
  await expect(lines(page).nth(1)).toContainText('TVA 20 % — taux de la livraison')
  await page.getByTestId('ticket-clear').click()

  await openPrices(page)
  await expectNoViolation(page, 'prices')
  await page.getByTestId('shipping-rule-in-proportion').check()
  await page.goto('/#/sell')
  await sell(page, HONEY, NOTEBOOK, SHIPPING)
  await expect(lines(page).nth(2)).toContainText('TVA 5,5 % et 20 % — répartie selon les articles')
  const sale = await paidSale(page)
  // 6,90 € is split in proportion to 9,50 € and 15,48 €: 2,62 € and 4,28 €.
  expect(sale.lines).toEqual([950, 1548, 262, 428])
  expect(sale.vat.map(row => row.at(-1))).toEqual([1212, 1976])
  expect(sale.totalCents).toBe(3188)
})

test('a delivery method adds its article once, and removes it again @long', async ({ page }) => {
  await openDemo(page)
  await openPrices(page)
  await page.getByTestId('delivery-article-delivery').selectOption('ps-61')
  await page.goto('/#/sell')
  await sell(page, HONEY)
  await chooseAction(page, 'delivery')
  await expectNoViolation(page, 'delivery')
  await page.getByTestId('delivery-delivery').click()
  expect(await lineTotals(page)).toEqual([950, 690])
  await expect(lines(page).nth(1)).toContainText('TVA 5,5 % — comme les articles')
  await expect(page.getByTestId('mark-delivery')).toContainText('Livraison')

  await page.getByTestId('mark-delivery').click()
  await page.getByTestId('delivery-delivery').click()
  expect(await lineTotals(page)).toEqual([950, 690])
  await chooseAction(page, 'delivery')
  await page.getByTestId('delivery-take-away').click()
  expect(await lineTotals(page)).toEqual([950])
  await chooseAction(page, 'delivery')
  await page.getByTestId('delivery-counter').click()
  await expect(page.getByTestId('mark-delivery')).toHaveCount(0)

  await chooseAction(page, 'delivery')
  await page.getByTestId('delivery-delivery').click()
  const sale = await paidSale(page)
  expect(sale.lines).toEqual([950, 690])
  await expect(page.getByTestId('receipt-delivery')).toContainText('Livraison')
})

test('the owner flags an article as shipping, or not @long', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('articles-search').fill(SHIPPING)
  await page.getByTestId('article-ps-61').click()
  await expect(page.getByTestId('article-shipping')).toBeChecked()
  await page.getByTestId('article-shipping').uncheck()
  await page.getByTestId('article-save').click()
  await page.getByTestId('nav-sell').click()
  await sell(page, HONEY, SHIPPING)
  await expect(lines(page).nth(1)).toContainText('TVA 20 %')
  await expect(lines(page).nth(1)).not.toContainText('—')
})
