import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { keysOf, rowsOf } from './device/disk'

/** Opens the till in the demo's space, with its articles on the device. */
export async function openDemo(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await page.getByTestId('nav-sell').click()
  await expect(tiles(page).first()).toBeVisible()
}

/** Waits until the service worker serves this page, so that it opens without a network. */
export async function readyOffline(page: Page): Promise<void> {
  const isServed = () => page.evaluate(() => navigator.serviceWorker.controller !== null)
  await expect.poll(isServed, { timeout: 30_000 }).toBe(true)
}

/** Visible tiles of plain articles. */
export const tiles = (page: Page) => page.locator('[data-testid^="tile-ps-"]')

export const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 960

/** On a phone the ticket is folded; on a tablet it is always there. */
export async function openTicket(page: Page): Promise<void> {
  if (isPhone(page)) await page.getByTestId('ticket-open').click()
}

/** Groups of the ticket's menu, but for the first, which is open. */
const ACTION_GROUPS: Record<string, readonly string[]> = {
  prices: ['discount', 'lines-discount', 'lot'],
  share: ['split', 'share', 'merge'],
  drawer: [
    'cash-movement',
    'drawer-float',
    'cash-count',
    'drawer-open',
    'drawer',
    'x-report',
    'close-day',
  ],
}

/** Opens the ticket's menu at the group of an action, without choosing the action. */
export async function openActions(page: Page, actionId: string): Promise<void> {
  await page.getByTestId('ticket-menu').click()
  const group = Object.keys(ACTION_GROUPS).find(one => ACTION_GROUPS[one]?.includes(actionId))
  if (group) await page.getByTestId(`pill-${group}`).click()
}

/** Chooses an action of the ticket's menu. */
export async function chooseAction(page: Page, actionId: string): Promise<void> {
  await openActions(page, actionId)
  await page.getByTestId(`action-${actionId}`).click()
}

/** `67,23 €` in cents. */
export function centsOf(text: string | null): number {
  const digits = (text ?? '')
    .replace('−', '-')
    .replace(/[^\d,-]/g, '')
    .replace(',', '.')
  return Math.round(Number(digits) * 100)
}

/** Cents that an element shows. */
export const centsIn = async (page: Page, testId: string): Promise<number> =>
  centsOf(await page.getByTestId(testId).textContent())

/** Pays the ticket in cash, the exact amount. */
export async function payExact(page: Page): Promise<void> {
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
}

/** An entry of the journal, with the fields that tests read. */
export interface SealedEvent {
  kind: string
  totalCents: number
  changeCents: number
  dueCents: number
  tenders: { kind: string; name: string; account: string; givenCents: number }[]
  [field: string]: unknown
}

/** Events sealed in a journal, the demo's or the shop's, read from the disk itself, oldest first. */
export async function sealedIn(
  page: Page,
  books: 'demo' | 'shop' = 'demo',
): Promise<SealedEvent[]> {
  interface Row {
    number: number
    event: SealedEvent
  }
  const rows = await rowsOf<Row>(page, { of: 'till', store: 'journal', books })
  return rows.sort((a, b) => a.number - b.number).map(row => row.event)
}

/** Number of ended syncs of the demo shop, read from their log on disk. */
export const syncsIn = async (page: Page): Promise<number> =>
  (await keysOf(page, { of: 'catalogue', store: 'syncRuns' })).length

/** Waits for the end of a sync that began after so many syncs. */
export async function expectSync(page: Page, before: number): Promise<void> {
  await expect.poll(() => syncsIn(page), { timeout: 30_000 }).toBeGreaterThan(before)
}

/** Changes the ticket in progress on the disk, and opens the till again on it. */
export async function changeKeptTicket(
  page: Page,
  change: { customerId?: string; givenBackLines?: number[] },
): Promise<void> {
  await expect.poll(() => ticketsIn(page)).toBeGreaterThan(0)
  await page.evaluate(
    wanted =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('comptoir-till-demo')
        open.addEventListener('success', () => {
          const writing = open.result.transaction('tickets', 'readwrite')
          const store = writing.objectStore('tickets')
          const all = store.getAll()
          all.addEventListener('success', () => {
            for (const kept of all.result as KeptTicket[]) {
              kept.ticket.customerId = wanted.customerId ?? null
              for (const place of wanted.givenBackLines ?? []) {
                const line = kept.ticket.lines[place]
                if (line) line.quantityMilli = -line.quantityMilli
              }
              store.put(kept)
            }
          })
          writing.addEventListener('error', () => reject(new Error(String(writing.error))))
          writing.addEventListener('complete', () => {
            open.result.close()
            resolve()
          })
        })
      }),
    change,
  )
  await page.reload()
  await expect(tiles(page).first()).toBeVisible()
}

interface KeptTicket {
  ticket: { customerId: string | null; lines: { quantityMilli: number }[] }
}

const ticketsIn = async (page: Page): Promise<number> =>
  (await keysOf(page, { of: 'till', store: 'tickets' })).length

/** Types an amount on the till's own keypad, as a cashier does: euros, a comma, cents. */
export async function typeAmount(page: Page, cents: number): Promise<void> {
  for (const key of (cents / 100).toFixed(2).replace(/\.00$/, '')) {
    await page.getByTestId(`key-${key === '.' ? 'comma' : key}`).click()
  }
}

/**
 * Faults that axe finds on the page, with their elements. It runs in the page itself: a till has no
 * frames, and a separate page for each look takes half as long again.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)
}
