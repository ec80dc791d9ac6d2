import { expect, type Page } from '@playwright/test'
import { keysOf } from '../e2e/device/disk'
import { chooseAction, typeAmount } from '../e2e/support'
import type { Sold } from './ledger'
import type { Shop } from './shop'

/** What a tap and a payment took, from the press to the next paint of what it changes. */
export interface Times {
  tap: number[]
  pay: number[]
}

/** Presses an element in the page; resolves with the milliseconds until another shows what it did. */
function pressTimed(page: Page, press: string, shows: string): Promise<number> {
  return page.evaluate(
    ([press, shows]) =>
      new Promise<number>((resolve, reject) => {
        const pressed = [...document.querySelectorAll<HTMLElement>(`[data-testid="${press}"]`)]
        const target = pressed.findLast(one => one.checkVisibility())
        if (!target) return reject(new Error(`${press} is not there`))
        const shown = () =>
          [...document.querySelectorAll(`[data-testid="${shows}"]`)].at(-1)?.textContent ?? ''
        const before = shown()
        const late = setTimeout(() => reject(new Error(`${press} changed no ${shows}`)), 20_000)
        const startedAt = performance.now()
        const seen = new MutationObserver(() => {
          if (shown() === before) return
          seen.disconnect()
          clearTimeout(late)
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startedAt)))
        })
        seen.observe(document.body, { childList: true, subtree: true, characterData: true })
        target.click()
      }),
    [press, shows] as const,
  )
}

/** Puts articles on the ticket, some of them several times; what they cost by the shop's prices. */
export async function fillTicket(page: Page, shop: Shop, next: () => number, times: Times) {
  const sold: Sold[] = []
  const lines = 1 + Math.floor(next() * 4)
  for (let line = 0; line < lines; line += 1) {
    const article = shop.articles[Math.floor(next() * shop.articles.length)]!
    const pieces = next() < 0.2 ? 3 : 1
    for (let piece = 0; piece < pieces; piece += 1) {
      times.tap.push(await pressTimed(page, `tile-ps-${article.id}`, 'ticket-total'))
      sold.push({ grossCents: article.priceCents, vatRate: article.vatRate })
    }
  }
  return sold
}

export const totalOf = (sold: readonly Sold[]) =>
  sold.reduce((sum, { grossCents }) => sum + grossCents, 0)

/** Pays in one of four ways; what is kept by each means. */
export async function pay(
  page: Page,
  due: number,
  next: () => number,
  times: Times,
): Promise<Record<string, number>> {
  const way = next()
  const validate = async () => {
    times.pay.push(await pressTimed(page, 'validate', 'paid-number'))
    await page.getByTestId('new-ticket').click()
    await expect(page.getByTestId('paid-number')).toHaveCount(0)
  }
  if (way < 0.3) {
    await page.getByTestId('pay-card').last().click()
    await validate()
    return { card: due }
  }
  await page.getByTestId('pay-cash').last().click()
  if (way < 0.6) await page.locator('[data-testid^="quick-"]').first().click()
  else if (way < 0.85 || due < 400) await typeAmount(page, Math.ceil((due + 1) / 2000) * 2000)
  else {
    // A part by card, the rest in cash with change.
    const part = Math.floor(due / 300) * 100
    await page.getByTestId('split').click()
    await typeAmount(page, part)
    await page.getByTestId('means-card').click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('taken')).toHaveCount(1)
    await page.getByTestId('means-cash').click()
    await typeAmount(page, due - part + 50)
    await validate()
    return { card: part, cash: due - part }
  }
  await validate()
  return { cash: due }
}

export async function park(page: Page): Promise<void> {
  await page.getByTestId('ticket-park').click()
  await expect(page.locator('.ticket-line')).toHaveCount(0)
}

export async function resume(page: Page): Promise<void> {
  await chooseAction(page, 'parked')
  await page.locator('button[data-testid^="parked-"]').first().click()
  await expect(page.locator('.ticket-line').first()).toBeVisible()
}

/** Gives all of a sale back, in cash; `entry` is its number in the journal. */
export async function refund(page: Page, entry: number): Promise<void> {
  await page.goto(`/#/sales/${entry}`)
  await page.getByTestId('refund').click()
  await page.getByTestId('refund-all').click()
  await page.getByTestId('refund-now').click()
  await page.getByTestId('means-cash').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-')
  await page.getByTestId('new-ticket').click()
  await page.goto('/#/sell')
}

/** Number of the entry that was sealed last. */
export async function lastEntry(page: Page): Promise<number> {
  const keys = await keysOf<[till: string, number: number]>(page, { of: 'till', store: 'journal' })
  return keys.at(-1)?.[1] ?? 0
}
