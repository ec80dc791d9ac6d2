import { expect, test, type Page } from '@playwright/test'
import { centsOf, chooseAction, isPhone, openDemo, openTicket, payExact, tiles } from './support'

/** Everything happens on one day, whenever the tests run: a forgotten day would add an entry. */
test.beforeEach(async ({ page }) => {
  await page.clock.setFixedTime('2026-11-24T12:00:00+01:00')
})

/** Adds the article that a search on the shelf finds. */
async function add(page: Page, name: string, times = 1): Promise<void> {
  await page.getByTestId('search').fill(name)
  await expect(tiles(page)).toHaveCount(1)
  for (let time = 0; time < times; time += 1) await tiles(page).first().click()
  await page.getByTestId('search').fill('')
}

/** Sells three jars of honey (9,50 € each) and a tea for exact cash: entry 2, A-000001. */
async function sellHoneyAndTea(page: Page): Promise<void> {
  await openDemo(page)
  await add(page, 'Miel de châtaignier', 3)
  await add(page, 'Sencha')
  await payExact(page)
  await page.getByTestId('new-ticket').click()
}

async function startRefund(page: Page, entry = 2): Promise<void> {
  await page.goto(`/#/sales/${entry}`)
  await page.getByTestId('refund').click()
  await expect(page.getByTestId('refund-sheet')).toBeVisible()
}

const total = async (page: Page) =>
  centsOf(await page.getByTestId('ticket-total').last().textContent())

test(
  'a whole sale is refunded, once, and the refund prints again',
  { tag: '@phone' },
  async ({ page }) => {
    await sellHoneyAndTea(page)
    await startRefund(page)
    await page.getByTestId('refund-all').click()
    const toGive = centsOf(await page.getByTestId('refund-total').textContent())
    await page.getByTestId('refund-now').click()

    expect(centsOf(await page.getByTestId('due').textContent())).toBe(toGive)
    await expect(page.getByTestId('means-cash')).toHaveAttribute('aria-pressed', 'true')
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toHaveText('Remboursement AR-000001')
    await page.getByTestId('new-ticket').click()

    // The sale says so, offers no second refund, and leads to its refund; the refund leads back.
    await page.goto('/#/sales/2')
    await expect(page.getByTestId('receipt')).toContainText('A-000001')
    await expect(page.getByTestId('seal-check')).toContainText('Sceau vérifié ✓')
    await expect(page.getByTestId('refund')).toHaveCount(0)
    await page.getByTestId('refund-3').click()
    const receipt = page.getByTestId('receipt')
    await expect(receipt).toContainText('Remboursement n° AR-000001')
    await expect(receipt).toContainText('Rendu du ticket A-000001')
    await expect(receipt).toContainText('−3 ×')
    expect(centsOf(await receipt.getByTestId('receipt-total').textContent())).toBe(0 - toGive)
    // A refund without an invoice has no credit note: its four buttons leave no hole.
    const leftOf = async (testId: string) => (await page.getByTestId(testId).boundingBox())?.x
    expect(await leftOf('show-code')).toBe(await leftOf('print'))
    expect(await leftOf('send-receipt')).toBe(await leftOf('print-a4'))

    await page.evaluate(() => {
      window.print = () => {
        const area = document.querySelector('.print-area')
        document.title = `printed ${area?.textContent?.slice(0, 2000)}`
      }
    })
    await page.getByTestId('print').click()
    await expect(page).toHaveTitle(/printed .*AR-000001.*Signature/)
    await page.getByTestId('source-2').click()
    await expect(receipt).toContainText('Ticket n° A-000001')
    await page.goto('/#/sales')
    await expect(page.getByTestId('sale-2').getByTestId('given-back')).toBeVisible()
  },
)

test('one line of three, part by part, and never more than was sold', async ({ page }) => {
  await sellHoneyAndTea(page)
  await startRefund(page)
  await page.getByTestId('refund-line-0-more').click()
  expect(centsOf(await page.getByTestId('refund-total').textContent())).toBe(950)
  await page.getByTestId('refund-now').click()
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await page.getByTestId('means-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000001')
  await page.getByTestId('new-ticket').click()

  // The same tap parks a ticket in progress.
  await add(page, 'Sencha')
  await startRefund(page)
  await page.getByTestId('refund-line-0-more').click()
  await page.getByTestId('refund-line-0-more').click()
  await expect(page.getByTestId('refund-line-0')).toHaveText('2')
  await expect(page.getByTestId('refund-line-0-more')).toBeDisabled()
  await page.getByTestId('refund-now').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000002')
  await page.getByTestId('new-ticket').click()
  await page.getByTestId('ticket-park').click()
  await page.locator('[data-testid^="parked-"]').click()
  await expect(page.locator('.ticket-line')).toHaveCount(1)

  await startRefund(page)
  await expect(page.getByTestId('refund-line-0-more')).toBeDisabled()
  await expect(page.getByTestId('refund-line-1-more')).toBeEnabled()
})

test('goods given back meanwhile are refused, and the ticket is kept', async ({ page }) => {
  await sellHoneyAndTea(page)
  // The tea is on the ticket, to be exchanged; before the ticket is paid, another tab gives the tea
  // back.
  await startRefund(page)
  await page.getByTestId('refund-line-1-more').click()
  await page.getByTestId('refund-exchange').click()
  const kept = await keptTicket(page)
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000001')

  await putBack(page, { ...kept, ticketId: 'kept-in-another-tab' })
  await page.reload()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await page.getByTestId('pay-cash').last().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('payment').getByRole('alert')).toContainText('a déjà été rendu')
  await page.getByTestId('sheet-close').last().click()
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await page.goto('/#/sales')
  await expect(page.locator('[data-testid^="sale-"]')).toHaveCount(2)
})

test(
  'an exchange: for more, for less and for the same, in one ticket each',
  { tag: '@phone-only' },
  async ({ page }) => {
    await sellHoneyAndTea(page)
    await startRefund(page)
    await page.getByTestId('refund-line-0-more').click()
    await page.getByTestId('refund-exchange').click()
    await openTicket(page)
    expect(await total(page)).toBe(-950)
    await page.locator('.ticket-line').first().click()
    for (const act of ['line-less', 'line-more', 'line-quantity', 'line-menu']) {
      await expect(page.getByTestId(act)).toBeDisabled()
    }
    if (isPhone(page)) await page.getByTestId('sheet-close').click()
    await add(page, 'Sencha')
    await openTicket(page)
    await expect(page.getByTestId('line-refund')).toContainText('A-000001')
    const toPay = await total(page)
    expect(toPay).toBeGreaterThan(0)
    await page.getByTestId('pay-cash').last().click()
    await page.getByTestId(`quick-${toPay}`).click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toContainText('A-000002')
    await page.getByTestId('new-ticket').click()

    await startRefund(page)
    await page.getByTestId('refund-line-0-more').click()
    await page.getByTestId('refund-line-0-more').click()
    await page.getByTestId('refund-exchange').click()
    await add(page, 'Sencha')
    await openTicket(page)
    const toGive = await total(page)
    expect(toGive).toBe(toPay - 950)
    expect(toGive).toBeLessThan(0)
    await page.getByTestId('pay-cash').last().click()
    expect(centsOf(await page.getByTestId('due').textContent())).toBe(0 - toGive)
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toContainText('A-000003')
    await page.getByTestId('new-ticket').click()

    // An exchange for the same article: nothing to pay or to give back.
    await startRefund(page)
    await page.getByTestId('refund-line-1-more').click()
    await page.getByTestId('refund-exchange').click()
    await add(page, 'Sencha')
    await openTicket(page)
    expect(await total(page)).toBe(0)
    await page.getByTestId('pay-cash').last().click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toContainText('A-000004')

    await page.goto('/#/config/general/caisse')
    await page.getByTestId('check-journal').click()
    await expect(page.getByTestId('journal-check')).toContainText('5 écritures vérifiées')
  },
)

test('a return without a ticket: at most its price, with a reason', async ({ page }) => {
  await openDemo(page)
  await openTicket(page)
  await chooseAction(page, 'return')
  await page.getByTestId('return-search').fill('châtaignier')
  await page.locator('[data-testid^="return-ps-"]').first().click()
  await page.getByTestId('return-quantity-more').click()
  await expect(page.getByTestId('return-set')).toBeDisabled()
  await page.getByTestId('return-reason').fill('Pot ébréché')
  await page.getByTestId('return-price').fill('9,51')
  await expect(page.getByTestId('return-set')).toBeDisabled()
  await page.getByTestId('return-price').fill('8')
  await page.getByTestId('return-set').click()
  expect(await total(page)).toBe(-1600)
  await expect(page.locator('.ticket-line')).toContainText('Pot ébréché')
  await page.getByTestId('pay-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000001')
  await page.goto('/#/sales/2')
  await expect(page.getByTestId('receipt')).toContainText('Retour sans ticket')
  await expect(page.getByTestId('receipt')).toContainText('Pot ébréché')
})

test(
  'a sale is found by its number, amount, article, date and kind',
  { tag: '@phone-only' },
  async ({ page }) => {
    await sellHoneyAndTea(page)
    await add(page, 'Sencha')
    await payExact(page)
    await startRefund(page)
    await page.getByTestId('refund-line-0-more').click()
    await page.getByTestId('refund-now').click()
    await page.getByTestId('validate').click()
    await page.goto('/#/sales')
    const search = page.getByTestId('sales-search')
    const rows = page.locator('[data-testid^="sale-"]')
    await expect(rows).toHaveCount(3)

    for (const [typed, entries] of [
      ['A-000002', [3]],
      ['AR-000001', [4]],
      ['9,5', [4]],
      ['châtaignier', [4, 2]],
      ['SENCHA', [3, 2]],
      ['2900000000094', [4, 2]],
      ['rien de tel', []],
    ] as const) {
      await search.fill('')
      // At a person's pace: at once, it would be a scanner's code.
      await search.pressSequentially(typed, { delay: 120 })
      await expect(rows).toHaveCount(entries.length)
      for (const entry of entries) await expect(page.getByTestId(`sale-${entry}`)).toBeVisible()
    }
    await search.fill('')
    await page.getByTestId('pill-refunds').click()
    await expect(rows).toHaveCount(1)
    await page.getByTestId('pill-all').click()

    const today = await page.evaluate(() => new Date().toLocaleDateString('sv-SE'))
    await page.getByTestId('sales-days').click()
    await page.getByTestId('sales-from').fill('2020-01-01')
    await expect(rows).toHaveCount(0)
    await page.getByTestId('sales-to').fill(today)
    await expect(rows).toHaveCount(3)
    await page.getByTestId('sales-days').click()
    await search.fill(today.split('-').reverse().join('/'))
    await expect(rows).toHaveCount(3)

    // A scanner types the receipt's code, then Enter.
    await search.fill('A-000001')
    await search.press('Enter')
    await expect(page).toHaveURL(/#\/sales\/2$/)
    await expect(page.getByTestId('receipt')).toContainText('Ticket n° A-000001')
  },
)

interface KeptRow {
  ticketId: string
}

/** The ticket in progress, as the device stores it. */
function keptTicket(page: Page): Promise<KeptRow> {
  return expect
    .poll(() => onTickets(page, null))
    .toHaveLength(1)
    .then(async () => (await onTickets(page, null))[0] as KeptRow)
}

/** Stores a ticket, as another tab would have. */
async function putBack(page: Page, kept: KeptRow): Promise<void> {
  await onTickets(page, {
    ...kept,
    ticket: { ...(kept as { ticket?: object }).ticket, ticketId: kept.ticketId },
  })
}

function onTickets(page: Page, put: object | null): Promise<unknown[]> {
  return page.evaluate(
    row =>
      new Promise<unknown[]>((resolve, reject) => {
        const open = indexedDB.open('comptoir-till-demo')
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const store = open.result.transaction('tickets', 'readwrite').objectStore('tickets')
          if (row) store.put(row)
          const all = store.getAll()
          all.addEventListener('success', () => {
            open.result.close()
            resolve(all.result as unknown[])
          })
        })
      }),
    put,
  )
}
