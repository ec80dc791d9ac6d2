import { expect, type Page } from '@playwright/test'

/** Opens the till in the demo shop's books, with its articles on the device. */
export async function openDemo(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await page.getByTestId('nav-sell').click()
  await expect(tiles(page).first()).toBeVisible()
}

/** Waits until the service worker serves this page, so that it opens with no network. */
export async function readyOffline(page: Page): Promise<void> {
  const isServed = () => page.evaluate(() => navigator.serviceWorker.controller !== null)
  await expect.poll(isServed, { timeout: 30_000 }).toBe(true)
}

/** Tiles of plain articles, in sight. */
export const tiles = (page: Page) => page.locator('[data-testid^="tile-ps-"]')

export const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 960

/** On a phone the ticket is folded; on a tablet it is always there. */
export async function openTicket(page: Page): Promise<void> {
  if (isPhone(page)) await page.getByTestId('ticket-open').click()
}

/** `67,23 €` in cents. */
export function centsOf(text: string | null): number {
  const digits = (text ?? '').replace(/[^\d,-]/g, '').replace(',', '.')
  return Math.round(Number(digits) * 100)
}

/** Pays what is on the ticket in cash, the exact amount. */
export async function payExact(page: Page): Promise<void> {
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
}
