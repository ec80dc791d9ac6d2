import { expect, test, type Page } from '@playwright/test'
import { rowsOf } from './disk'
import { openDemo, openTicket, payExact, sealedIn, tiles } from '../support'

/** Keeps each connection the page opens, so that a test may close them as iOS does. */
function holdConnections(): void {
  const { open } = IDBFactory.prototype
  const held = { connections: new Set<IDBDatabase>(), closedUntil: 0, name: '' }
  Object.assign(window, { held })
  IDBFactory.prototype.open = function (...parts) {
    if (performance.now() < held.closedUntil) throw new DOMException('server lost', held.name)
    const request = open.apply(this, parts)
    request.addEventListener('success', () => held.connections.add(request.result))
    return request
  }
}

/** Closes the databases under the page, with or without telling it; none opens for so long. */
function closeAll(page: Page, ms: number, how: { isTold: boolean; name: string }): Promise<number> {
  return page.evaluate(
    ([forMs, { isTold, name }]) => {
      const { held } = window as unknown as { held: Held }
      held.closedUntil = performance.now() + forMs
      held.name = name
      const { size } = held.connections
      for (const connection of held.connections) {
        connection.close()
        if (isTold) connection.dispatchEvent(new Event('close'))
      }
      held.connections.clear()
      return size
    },
    [ms, how] as const,
  )
}

interface Held {
  connections: Set<IDBDatabase>
  closedUntil: number
  name: string
}

const salesIn = async (page: Page) =>
  (await sealedIn(page)).filter(({ kind }) => kind === 'sale').length

for (const isTold of [true, false]) {
  for (const name of ['UnknownError', 'InvalidStateError']) {
    const how = `${isTold ? 'with' : 'without'} a word, then ${name}`
    const long = isTold || name === 'InvalidStateError' ? ' @long' : ''
    test(`a database closed ${how} for two seconds: the sale is sealed once${long}`, async ({
      page,
    }) => {
      await page.addInitScript(holdConnections)
      await openDemo(page)
      await tiles(page).first().click()
      await openTicket(page)
      await page.getByTestId('pay-cash').last().click()
      await page.locator('[data-testid^="quick-"]').first().click()
      expect(await closeAll(page, 2_000, { isTold, name })).toBeGreaterThan(0)
      await page.getByTestId('validate').click()
      await expect(page.getByTestId('paid-number')).toBeVisible()
      expect(await salesIn(page)).toBe(1)

      // The next sale needs no reload.
      await page.getByTestId('new-ticket').click()
      await tiles(page).nth(1).click()
      await payExact(page)
      await expect(page.getByTestId('paid-number')).toBeVisible()
      expect(await salesIn(page)).toBe(2)
    })
  }
}

test('a database that stays closed: what is said is true, and all is written once it opens', async ({
  page,
}) => {
  await page.addInitScript(holdConnections)
  await openDemo(page)
  await tiles(page).first().click()
  await closeAll(page, 3_600_000, { isTold: true, name: 'UnknownError' })
  await tiles(page).nth(1).click()
  const draft = page.getByTestId('error-ticket-not-written')
  await expect(draft).toContainText('Le ticket n’est plus qu’à l’écran', { timeout: 20_000 })
  await expect(draft).not.toContainText('Libérez')

  await payExact(page)
  const refused = page.getByTestId('error-write-failed')
  await expect(refused).toContainText('ne s’est pas rouverte', { timeout: 20_000 })
  await expect(refused).toContainText('elle ne sera pas comptée deux fois')
  await expect(refused).not.toContainText('Libérez')
  await expect(refused).not.toContainText('gardé')

  await page.evaluate(() =>
    Object.assign((window as unknown as { held: Held }).held, { closedUntil: 0 }),
  )
  await expect(draft).toHaveCount(0, { timeout: 20_000 })
  expect(await ticketLines(page)).toBe(2)
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  expect(await salesIn(page)).toBe(1)
  expect(await ticketLines(page)).toBe(0)
})

/** Lines of the tickets on disk. */
async function ticketLines(page: Page): Promise<number> {
  interface Kept {
    ticket: { lines: unknown[] }
  }
  const kept = await rowsOf<Kept>(page, { of: 'till', store: 'tickets' })
  return kept.reduce((sum, { ticket }) => sum + ticket.lines.length, 0)
}

test('a page that opens again in other books does so, wherever somebody goes meanwhile @long', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config/general/caisse')
  await expect(page.getByTestId('leave-demo')).toBeVisible()
  await page.route(
    url => url.pathname === '/',
    async route => {
      await new Promise(resolve => setTimeout(resolve, 2_000))
      await route.continue()
    },
  )
  await page.getByTestId('leave-demo').click({ noWaitAfter: true })
  await new Promise(resolve => setTimeout(resolve, 500))
  // As a bookmark or a shortcut of the device does.
  await page.goto('/#/articles')
  await expect(page.getByText('Aucune boutique connectée')).toBeVisible()
})
