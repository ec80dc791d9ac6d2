import { expect, test, type Page } from '@playwright/test'
import { keysOf } from './disk'
import { codeOf, scanInPage } from '../scanner'
import { openDemo, openTicket, sealedIn, tiles } from '../support'

/** Holds the page's question for every article, as a shop of 50,000 does on a slow tablet. */
function holdWhole(): void {
  const { postMessage } = Worker.prototype
  const held: (() => void)[] = []
  let isFree = false
  Object.assign(window, {
    readWhole: () => {
      isFree = true
      for (const send of held.splice(0)) send()
    },
  })
  Worker.prototype.postMessage = function (this: Worker, ...parts: unknown[]) {
    const [message] = parts as [{ path?: string[] } | null]
    const send = () => void Reflect.apply(postMessage, this, parts)
    if (message?.path?.includes('readCatalogue') && !isFree) held.push(send)
    else send()
  }
}

const readWhole = (page: Page) =>
  page.evaluate(() => (window as unknown as { readWhole: () => void }).readWhole())

const lines = (page: Page) => page.locator('.ticket-line')
const shown = (page: Page) => tiles(page).evaluateAll(all => all.map(one => one.dataset.testid))

test('on opening, the shelf sells before every article is here, and nothing that is asked is lost @phone', async ({
  page,
}) => {
  await openDemo(page)
  const whole = await shown(page)
  const wasKept = async () =>
    (await keysOf(page, { of: 'catalogue', store: 'shopRecords' })).includes('firstShelf')
  await expect.poll(wasKept).toBe(true)

  await page.addInitScript(holdWhole)
  await page.reload()
  await expect(tiles(page).first()).toBeVisible()
  expect(await shown(page)).toEqual(whole)
  await tiles(page).first().click()
  // Asked for before the articles are here: a code, a search, a payment.
  await scanInPage(page, codeOf(9))
  await openTicket(page)
  await expect(lines(page)).toHaveCount(1)
  await page.getByTestId('pay-cash').last().click()
  await readWhole(page)
  await expect(page.getByTestId('validate')).toBeVisible()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  const sale = (await sealedIn(page)).find(({ kind }) => kind === 'sale')
  expect(sale?.tenders).toHaveLength(1)
})

test('a code scanned and a department chosen on opening wait for the articles', async ({
  page,
}) => {
  await openDemo(page)
  await page.addInitScript(holdWhole)
  await page.reload()
  await expect(tiles(page).first()).toBeVisible()
  const before = await shown(page)
  await scanInPage(page, codeOf(9))
  await page.getByTestId('search').fill('miel')
  await expect(page.locator('[data-found-for]')).toHaveCount(0)
  await readWhole(page)
  await expect(page.locator('[data-found-for="miel"]')).toBeVisible()
  await page.getByTestId('search').fill('')
  await expect(lines(page)).toHaveCount(1)
  await expect(lines(page)).toContainText('Miel')
  await expect.poll(() => shown(page)).toEqual(before)
})

test('a page that shows no shelf has every article', async ({ page }) => {
  await openDemo(page)
  await page.goto('/#/articles')
  await page.reload()
  await expect(page.getByTestId('sync-start')).toBeVisible()
  await page.getByTestId('nav-sell').click()
  await page.getByTestId('search').fill('miel')
  await expect(page.locator('[data-found-for="miel"]')).toBeVisible()
})
