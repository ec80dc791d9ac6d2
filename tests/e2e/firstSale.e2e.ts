import { expect, test } from '@playwright/test'
import { centsOf, openDemo, openTicket, readyOffline, tiles } from './support'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

test(
  'from the first opening to an offline sale found again after a restart',
  { tag: '@phone' },
  async ({ page, context }) => {
    await openDemo(page)
    await readyOffline(page)

    await context.setOffline(true)
    await page.reload()
    await expect(page.getByTestId('offline-badge')).toBeVisible()
    await expect(tiles(page).first()).toBeVisible()
    const picture = tiles(page).first().locator('img')
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0)

    for (const index of [0, 1, 2]) await tiles(page).nth(index).click()
    await openTicket(page)
    await expect(page.locator('.ticket-line')).toHaveCount(3)
    const totalCents = centsOf(await page.getByTestId('ticket-total').textContent())
    expect(totalCents).toBeGreaterThan(0)

    await page.getByTestId('pay-cash').last().click()
    for (const key of ['5', '0', 'comma', '00']) await page.getByTestId(`key-${key}`).click()
    await expect(page.getByTestId('change-due')).toHaveText(/\d/)
    expect(centsOf(await page.getByTestId('change-due').textContent())).toBe(5000 - totalCents)
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toHaveText('Ticket A-000001')

    await page.reload()
    await page.goto('/#/sales')
    await page.getByTestId('sale-2').click()
    const receipt = page.getByTestId('receipt')
    await expect(receipt).toContainText('A-000001')
    await expect(receipt).toContainText('SIRET')
    await expect(receipt).toContainText('Rendu')
    await expect(page.getByTestId('seal-check')).toContainText('Sceau vérifié ✓')

    await page.goto('/#/config/general/caisse')
    await expect(page.getByTestId('opens-offline')).toContainText('elle s’ouvre sans réseau')
    await page.getByTestId('check-journal').click()
    await expect(page.getByTestId('journal-check')).toContainText('2 écritures vérifiées')
  },
)

test(
  'three articles for exact cash take at most six taps',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemo(page)
    let taps = 0
    const tap = async (what: ReturnType<typeof page.getByTestId>) => {
      taps += 1
      await what.click()
    }
    for (const index of [0, 1, 2]) await tap(tiles(page).nth(index))
    await tap(page.getByTestId('pay-cash').last())
    await tap(page.locator('[data-testid^="quick-"]').first())
    await tap(page.getByTestId('validate'))
    await expect(page.getByTestId('paid-number')).toBeVisible()
    expect(taps).toBeLessThanOrEqual(6)
  },
)

test('a card pays the exact amount', async ({ page }) => {
  await openDemo(page)
  await tiles(page).first().click()
  await openTicket(page)
  await page.getByTestId('pay-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await page.getByTestId('new-ticket').click()
  await page.goto('/#/sales/2')
  await expect(page.getByTestId('receipt')).toContainText('Carte')
})

test('articles are found by name, reference and code, whatever the accents', async ({ page }) => {
  await openDemo(page)
  const search = page.getByTestId('search')
  await search.fill('CHATAIGNIER')
  await expect(tiles(page)).toHaveCount(1)
  await expect(tiles(page).first()).toContainText('Miel de châtaignier')
  await search.fill('col-014')
  await expect(tiles(page).first()).toContainText('Chocolat noir')
  // At a person's pace: at once, it would be a scanner's code.
  await search.fill('')
  await search.pressSequentially('2900000000094', { delay: 120 })
  await expect(tiles(page).first()).toContainText('Miel de châtaignier')
  await search.press('Enter')
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveText(/Miel de châtaignier/)
})

test('a family of combinations is one tile that offers its members @long', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('search').fill('t-shirt colibri')
  await page.getByTestId('tile-family-ps-52').click()
  await page.getByTestId('variant-ps-52-523').click()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toContainText('T-shirt colibri')
  await expect(page.getByTestId('ticket-total').last()).toHaveText('30,72 €')
})

test('quantities change, lines are removed, and one action can be undone @long', async ({
  page,
}) => {
  await openDemo(page)
  await tiles(page).first().click()
  await openTicket(page)
  const total = page.getByTestId('ticket-total').last()
  const one = centsOf(await total.textContent())
  await page.getByTestId('line-more').click()
  await page.getByTestId('line-more').click()
  await expect.poll(async () => centsOf(await total.textContent())).toBe(3 * one)
  await page.getByTestId('line-quantity').click()
  for (const key of ['1', '2']) await page.getByTestId(`key-${key}`).click()
  await page.getByTestId('quantity-set').click()
  await expect.poll(async () => centsOf(await total.textContent())).toBe(12 * one)
  await page.getByTestId('line-remove').click()
  await expect(page.locator('.ticket-line')).toHaveCount(0)
  await page.getByTestId('ticket-undo').click()
  await expect.poll(async () => centsOf(await total.textContent())).toBe(12 * one)
})

test('English from end to end', async ({ page }) => {
  await page.goto('/')
  await page.getByTestId('language-en').check({ force: true })
  await expect(page.getByTestId('try-demo')).toContainText('demo')
  await page.getByTestId('connect-shop').click()
  await expect(page.getByTestId('connect-save')).toHaveText('Save')
  await page.reload()
  await expect(page.getByTestId('connect-save')).toHaveText('Save')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('pictures come to tiles that were shown before the till could serve any @long', async ({
  page,
}) => {
  // A slow host: the service worker, which alone serves pictures, takes the page over late.
  await page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype
    ServiceWorkerContainer.prototype.register = function (...given) {
      const later = new Promise(resolve => setTimeout(resolve, 9_000))
      return later.then(() => register.apply(this, given))
    }
  })
  await openDemo(page)
  const drawnPx = async () => {
    const widths = await tiles(page)
      .first()
      .locator('img')
      .evaluateAll(images => images.map(image => (image as HTMLImageElement).naturalWidth))
    return widths[0] ?? 0
  }
  expect(await drawnPx(), 'nothing serves pictures yet').toBe(0)
  await expect.poll(drawnPx, { timeout: 25_000 }).toBeGreaterThan(0)
})
