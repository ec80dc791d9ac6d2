import { expect, test, type Page } from '@playwright/test'
import { openDemo, openTicket, payExact, sealedIn, tiles } from './support'

test('a ticket in progress survives a reload and a killed tab', async ({ page, context }) => {
  await openDemo(page)
  await tiles(page).nth(0).click()
  await tiles(page).nth(1).click()
  await page.reload()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(2)

  await page.close()
  const again = await context.newPage()
  await again.goto('/#/sell')
  await openTicket(again)
  await expect(again.locator('.ticket-line')).toHaveCount(2)
})

test('a tab killed at any moment of a payment leaves the ticket or the sale, never neither nor both', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await openDemo(page)
  let current = page
  let sold = 0
  for (const delayMs of [0, 1, 2, 4, 8, 15, 30, 60, 120]) {
    await expect(tiles(current).first()).toBeVisible()
    if ((await linesIn(current)) === 0) await tiles(current).first().click()
    await openTicket(current)
    await current.getByTestId('pay-cash').last().click()
    await current.locator('[data-testid^="quick-"]').first().click()
    await current.getByTestId('validate').click({ noWaitAfter: true })
    if (delayMs > 0) await new Promise(resolve => setTimeout(resolve, delayMs))
    await current.close({ runBeforeUnload: false })

    current = await context.newPage()
    await current.goto('/#/sell')
    await expect(tiles(current).first()).toBeVisible()
    const sales = await salesIn(current)
    const lines = await linesIn(current)
    expect([sold, sold + 1], `after ${delayMs} ms`).toContain(sales)
    expect(lines > 0, `after ${delayMs} ms`).toBe(sales === sold)
    sold = sales
  }
  await current.goto('/#/config/general/caisse')
  await current.getByTestId('check-journal').click()
  await expect(current.getByTestId('journal-check')).toContainText('vérifiée')
})

test('a tab killed while several tenders are taken leaves the ticket or the whole sale @long', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await openDemo(page)
  let current = page
  let sold = 0
  for (const step of ['taken', 'chosen', 0, 3, 10, 30, 100] as const) {
    if ((await linesIn(current)) === 0) await tiles(current).first().click()
    await openTicket(current)
    await current.getByTestId('pay-cash').last().click()
    // Tenders taken before the tab died are there again, and are not taken twice.
    const taken = current.getByTestId('taken')
    if ((await taken.count()) === 0) {
      await current.getByTestId('split').click()
      await current.getByTestId('key-1').click()
      await current.getByTestId('means-card').click()
      await current.getByTestId('validate').click()
    }
    if (step !== 'taken') {
      await expect(taken).toHaveCount(1)
      await current.getByTestId('means-cheque').click()
    }
    if (typeof step === 'number') {
      await current.getByTestId('validate').click({ noWaitAfter: true })
      if (step > 0) await new Promise(resolve => setTimeout(resolve, step))
    }
    await current.close({ runBeforeUnload: false })

    current = await context.newPage()
    await current.goto('/#/sell')
    await expect(tiles(current).first()).toBeVisible()
    if (step === 'chosen') await expect(current.getByTestId('ticket-taken')).toBeVisible()
    const sales = (await sealedIn(current)).filter(event => event.kind === 'sale')
    const lines = await linesIn(current)
    const most = typeof step === 'number' ? sold + 1 : sold
    expect([sold, most], `after ${step}`).toContain(sales.length)
    expect(lines > 0, `after ${step}`).toBe(sales.length === sold)
    for (const { tenders, totalCents } of sales) {
      expect(tenders.map(tender => tender.givenCents)).toEqual([100, totalCents - 100])
    }
    sold = sales.length
  }
})

test('a tab killed in the middle of a sync keeps the old catalogue', async ({ page, context }) => {
  await openDemo(page)
  const before = await articlesIn(page)
  await page.getByTestId('nav-articles').click()
  await expect(page.getByTestId('sync-start')).toBeVisible({ timeout: 20_000 })
  await context.route('**/demo/api/**', async route => {
    await new Promise(resolve => setTimeout(resolve, 700))
    await route.continue()
  })
  await page.getByTestId('sync-start').click()
  await expect(page.getByTestId('sync-progress')).toBeVisible()
  await page.waitForTimeout(1500)
  await page.close()
  await context.unrouteAll({ behavior: 'ignoreErrors' })

  const again = await context.newPage()
  await again.goto('/#/sell')
  await expect(tiles(again).first()).toBeVisible()
  expect(await articlesIn(again)).toBe(before)
})

test('a second tab offers to take the counter, and its ticket', async ({ page, context }) => {
  await openDemo(page)
  await tiles(page).first().click()
  const second = await context.newPage()
  await second.goto('/#/sell')
  await second.getByTestId('take-over').click()
  await expect(tiles(second).first()).toBeVisible()
  await openTicket(second)
  await expect(second.locator('.ticket-line')).toHaveCount(1)
  await expect(page.getByTestId('take-over')).toBeVisible()
})

/** Counts in the database itself, not on the screen. */
function countIn(page: Page, database: string, store: string, kind?: string): Promise<number> {
  return page.evaluate(
    ([name, table, wanted]) =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open(name)
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const all = open.result.transaction(table).objectStore(table).getAll()
          all.addEventListener('success', () => {
            const rows = all.result as { event?: { kind: string }; bytes?: Uint8Array }[]
            open.result.close()
            // Articles are stored by the hundred, as bytes of JSON.
            const every = rows.flatMap(row =>
              row.bytes ? (JSON.parse(new TextDecoder().decode(row.bytes)) as unknown[]) : [row],
            )
            const isWanted = (row: unknown) =>
              wanted === '' || (row as { event?: { kind: string } }).event?.kind === wanted
            resolve(every.filter(isWanted).length)
          })
        })
      }),
    [database, store, kind ?? ''] as const,
  )
}

const salesIn = (page: Page) => countIn(page, 'comptoir-till-demo', 'journal', 'sale')
const linesIn = (page: Page) => countIn(page, 'comptoir-till-demo', 'tickets')
const articlesIn = (page: Page) => countIn(page, 'comptoir-catalogue-demo', 'articleChunks')

/**
 * Makes the last sale another, by writes to the database alone: sealed again, the end noted to fit,
 * and its signature deleted.
 */
function forgeLastSale(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error(String(request.error))))
      })
    interface Row {
      number: number
      seal: string
      event: { kind: string; note: string }
    }
    const db = await asked(indexedDB.open('comptoir-till-demo'))
    const rows = (await asked(db.transaction('journal').objectStore('journal').getAll())) as Row[]
    const last = rows.toSorted((a, b) => a.number - b.number).at(-1)
    if (!last) throw new Error('something was sold')
    const { seal: _old, ...entry } = last
    if (entry.event.kind === 'sale') entry.event.note = 'autre chose'
    const canonical = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(canonical)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([one], [other]) => (one < other ? -1 : 1))
                .map(([name, inner]) => [name, canonical(inner)]),
            )
          : value
    const text = new TextEncoder().encode(JSON.stringify(canonical(entry)))
    const bytes = await crypto.subtle.digest('SHA-256', text)
    const seal = [...new Uint8Array(bytes)].map(one => one.toString(16).padStart(2, '0')).join('')
    const writing = db.transaction(['journal', 'signatures', 'heads'], 'readwrite')
    writing.objectStore('journal').put({ ...entry, seal })
    writing.objectStore('signatures').delete(['A', last.number])
    const head = (await asked(writing.objectStore('heads').get('A'))) as object
    writing.objectStore('heads').put({ ...head, seal })
    await new Promise(resolve => writing.addEventListener('complete', resolve))
    db.close()
  })
}

async function sellOne(page: Page): Promise<void> {
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('new-ticket')).toBeVisible()
}

test('a journal changed by writes to the database is told at the next start, and selling goes on under the next letter', async ({
  page,
}) => {
  await openDemo(page)
  await sellOne(page)
  await page.getByTestId('new-ticket').click()
  await expect(page.getByTestId('journal-fault')).toBeHidden()
  await forgeLastSale(page)
  await page.goto('/#/sell')
  await page.reload()

  const notice = page.getByTestId('journal-fault')
  await expect(notice).toContainText('Le journal de la lettre A n’est plus tel')
  await expect(notice).toContainText('continue sous la lettre B')
  // On a phone one line of it leaves the shelf in sight, until somebody reads it.
  const size = page.viewportSize() ?? { width: 1280, height: 800 }
  await page.setViewportSize({ width: 390, height: 844 })
  expect((await notice.boundingBox())?.height).toBeLessThan(70)
  await expect(notice.getByTestId('journal-fault-seen')).toBeHidden()
  await notice.getByTestId('notice-read').click()
  await expect(notice.getByTestId('journal-fault-seen')).toBeVisible()
  await page.setViewportSize(size)
  await sellOne(page)
  await expect(page.getByText('B-000001').first()).toBeVisible()
  await page.getByTestId('new-ticket').click()

  await page.goto('/#/config/general/caisse')
  await expect(page.getByTestId('journal-faults')).toContainText('Lettre A')
  await notice.getByTestId('journal-fault-seen').click()
  await expect(notice).toBeHidden()
  await page.reload()
  await expect(page.getByTestId('journal-faults')).toContainText('n’ont pas de signature')
  await expect(notice).toBeHidden()
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-check')).toContainText('vérifiée')
})

test('found while selling, it keeps the ticket and sells it under the next letter @long', async ({
  page,
}) => {
  await openDemo(page)
  await sellOne(page)
  await page.getByTestId('new-ticket').click()
  await forgeLastSale(page)
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('journal-fault')).toBeVisible({ timeout: 20_000 })
  await payExact(page)
  await expect(page.getByText('B-000001').first()).toBeVisible()
})
