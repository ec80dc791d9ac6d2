import { expect, test, type Page, type Route } from '@playwright/test'
import { rowsOf } from './device/disk'
import { isPhone, openDemo, openTicket, tiles } from './support'

const PRODUCTS = /\/demo\/api\/products\?/
const GONE_UP_TO = 8

/**
 * Takes the first articles off sale, in the answers to this page only: more than a twentieth of
 * them, so that the owner must approve the import. Counts the requests.
 */
async function withdrawArticles(page: Page): Promise<{ asked: number }> {
  const requests = { asked: 0 }
  await page.context().route(PRODUCTS, async (route: Route) => {
    requests.asked += 1
    const headers = { ...route.request().headers() }
    // Requested in full: otherwise the shop would answer that nothing changed.
    delete headers['local-content-sha1']
    const answer = await route.fetch({ headers })
    const body = (await answer.json()) as { products: Record<string, unknown>[] }
    const isGone = ({ id }: Record<string, unknown>) => Number(id) <= GONE_UP_TO
    const isActiveList = decodeURIComponent(route.request().url()).includes('filter[active]')
    if (isActiveList) body.products = body.products.filter(product => !isGone(product))
    for (const product of body.products) if (isGone(product)) product.active = '0'
    // The hash is of another answer: with it, this one would pass for unchanged.
    const { 'content-sha1': _hash, ...answered } = answer.headers()
    await route.fulfill({ response: answer, headers: answered, json: body })
  })
  return requests
}

/** Waits until the sync at opening is over: the next one is due in half an hour. */
async function afterTheOpening(page: Page): Promise<void> {
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('view-log').check({ force: true })
  await expect(page.getByTestId('sync-log')).toContainText('Automatique', { timeout: 30_000 })
  await expect(page.getByTestId('sync-start')).toBeVisible({ timeout: 30_000 })
  // It found no change: the result of the first sync is still shown.
  await expect(page.getByTestId('sync-rechecked')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('sync-summary').locator('strong').first()).not.toHaveText('0')
  await page.getByTestId('nav-sell').click()
}

test('an automatic sync waits for the end of a payment, and asks the cashier nothing @long', async ({
  page,
}) => {
  await page.clock.install()
  await openDemo(page)
  await page.reload()
  await afterTheOpening(page)
  const requests = await withdrawArticles(page)

  await tiles(page).first().click()
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await expect(page.getByTestId('payment')).toBeVisible()
  // More time passes than the owner's interval, while the customer still looks for change.
  for (const minutes of [40, 5, 5]) {
    await page.clock.fastForward(minutes * 60_000)
    await expect(page.getByTestId('payment')).toBeVisible()
  }
  expect(requests.asked).toBe(0)

  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await page.getByTestId('new-ticket').click()
  expect(requests.asked).toBe(0)
  await page.clock.fastForward(60_000)
  await expect.poll(() => requests.asked, { timeout: 30_000 }).toBeGreaterThan(2)

  // The sync ended with a question: the owner answers it on another page.
  await expect.poll(() => waitingSyncs(page), { timeout: 30_000 }).toBe(1)
  await expect(page.locator('dialog[open]')).toHaveCount(0)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await tiles(page).first().click()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  if (isPhone(page)) await page.getByTestId('sheet-close').click()
  await page.getByTestId('nav-articles').click()
  await expect(page.getByTestId('pending-notice')).toBeVisible()
})

test('an automatic sync that fails says so on the articles page only', async ({ page }) => {
  await page.clock.install()
  await openDemo(page)
  await page.reload()
  await afterTheOpening(page)
  let asked = 0
  await page.context().route('**/demo/api/**', route => {
    asked += 1
    return route.fulfill({ status: 500, body: '' })
  })
  await page.clock.fastForward(40 * 60_000)
  await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(0)
  await tiles(page).first().click()
  await expect(page.locator('dialog[open]')).toHaveCount(0)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByTestId('nav-articles').click()
  await expect(page.getByTestId('error-shop-failing')).toBeVisible({ timeout: 30_000 })
})

/** Syncs that wait for the owner, as the till's own log has them. */
async function waitingSyncs(page: Page): Promise<number> {
  interface Run {
    outcome: string
    trigger: string
  }
  const runs = await rowsOf<Run>(page, { of: 'catalogue', store: 'syncRuns' })
  return runs.filter(run => run.outcome === 'waiting' && run.trigger === 'automatic').length
}
