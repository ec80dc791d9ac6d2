import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test, type Page } from '@playwright/test'
import {
  axeFindings,
  chooseAction,
  expectSync,
  isPhone,
  openDemo,
  openTicket,
  payExact,
  readyOffline,
  syncsIn,
  tiles,
} from './support'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

const DATABASE = 'comptoir-till-demo'
/** Whether a request contains her name or her telephone, however it is encoded. */
const isAboutZoe = (sent: string) =>
  /durand|zo(é|%C3%A9|\\u00e9)|612345678/i.test(sent.replace(/%20|%2B|[\s+.()-]/gi, ''))

test(
  'a customer, their sales, their invoices: offline, gapless, exported, erased',
  { tag: '@phone' },
  async ({ page, context }) => {
    test.setTimeout(150_000)
    const sent: string[] = []
    context.on('request', request => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await openDemo(page)
    await readyOffline(page)

    await context.setOffline(true)
    await tiles(page).first().click()
    await openTicket(page)
    await chooseAction(page, 'customer')
    await page.getByTestId('customer-search').fill('Zoé Durand')
    await page.getByTestId('customer-add').click()
    await expect(page.getByTestId('customer-field-name')).toHaveValue('Zoé Durand')
    await page.getByTestId('customer-field-phone').fill('06 12 34 56')
    await expect(page.getByTestId('customer-warning-phone')).toBeVisible()
    await page.getByTestId('customer-field-phone').fill('06 12 34 56 78')
    await expect(page.getByTestId('customer-warning-phone')).toHaveCount(0)
    await page.getByTestId('customer-save').click()
    await expect(page.getByTestId('ticket-customer')).toContainText('Zoé Durand')

    // Chosen before the restart, still on the ticket after it.
    await page.reload()
    await openTicket(page)
    await expect(page.getByTestId('ticket-customer')).toContainText('Zoé Durand')
    await pay(page)
    await expect(page.getByTestId('ticket-customer')).toHaveCount(0)
    await tiles(page).nth(1).click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toContainText('A-000002')

    // Without an address no invoice number is taken.
    await page.goto('/#/sales/2')
    await page.getByTestId('invoice').click()
    await expect(page.getByTestId('error-invoice-customer-incomplete')).toBeVisible()
    await expect(page.getByTestId('invoice-confirm')).toBeDisabled()
    await page.getByTestId('invoice-complete').click()
    await page.getByTestId('customer-field-address').fill('3 rue du Port\n44000 Nantes')
    await page.getByTestId('customer-save').click()
    await page.getByTestId('invoice-confirm').click()
    await expect(page.getByTestId('invoice-paper')).toContainText('AF-000001')
    await page.getByTestId('sheet-close').click()

    // A sale without a customer, invoiced to a customer found by phone.
    await page.goto('/#/sales/3')
    await page.getByTestId('invoice').click()
    await page.getByTestId('customer-search').fill('0612')
    await page.getByTestId('customer-search').press('Enter')
    await page.getByTestId('invoice-confirm').click()
    await expect(page.getByTestId('invoice-paper')).toContainText('AF-000002')

    // Opened again after a restart, it is the same invoice.
    await page.goto('/#/sales/2')
    await page.reload()
    await expect(page.getByTestId('invoice')).toContainText('AF-000001')
    await page.getByTestId('invoice').click()
    await expect(page.getByTestId('invoice-paper')).toContainText('3 rue du Port')
    await page.getByTestId('sheet-close').click()
    await page.goto('/#/invoices')
    await expect(page.locator('[data-testid^="invoice-AF-"]')).toHaveCount(2)
    expect(await countIn(page, 'journal')).toBe(5)

    await page.goto('/#/customers')
    const json = await downloaded(page, 'customers-json')
    expect(JSON.parse(json)).toMatchObject({
      customers: [{ name: 'Zoé Durand', phone: '06 12 34 56 78' }],
    })
    expect(await downloaded(page, 'customers-csv')).toContain('"Zoé Durand";"";"\t06 12 34 56 78";')
    // The telephone stays text for a spreadsheet, with its leading zero.
    const workbook = page.waitForEvent('download')
    await page.getByTestId('customers-xlsx').click()
    const parts = unzipSync(readFileSync(await (await workbook).path()))
    const [sheet = '', texts = ''] = ['worksheets/sheet1', 'sharedStrings'].map(name =>
      strFromU8(parts[`xl/${name}.xml`] ?? new Uint8Array()),
    )
    expect(texts).toContain('>06 12 34 56 78<')
    expect(sheet).toMatch(/<c r="C2"[^>]* t="s">/)
    await page.locator('button[data-testid^="customer-"]', { hasText: 'Zoé Durand' }).click()
    await expect(page.getByTestId('customer-purchases').getByRole('link')).toHaveCount(2)
    const own = JSON.parse(await downloaded(page, 'customer-export')) as Record<string, unknown[]>
    expect([own.sales?.length, own.invoices?.length]).toEqual([2, 2])

    await page.getByTestId('customer-erase').click()
    await expect(page.getByTestId('customer-erasing')).toContainText('2 factures')
    await page.getByTestId('customer-erase-confirm').click()
    await expect(page.locator('button[data-testid^="customer-"]', { hasText: 'Zoé' })).toHaveCount(
      0,
    )
    expect(await countIn(page, 'customers')).toBe(0)
    expect(await countIn(page, 'journal')).toBe(5)

    await page.goto('/#/sales/2')
    await expect(page.getByTestId('seal-check')).toContainText('Sceau vérifié ✓')
    await page.getByTestId('invoice').click()
    await expect(page.getByTestId('invoice-paper')).toContainText('Zoé Durand')
    await page.getByTestId('sheet-close').click()
    await page.goto('/#/config/general/caisse')
    await page.getByTestId('check-journal').click()
    await expect(page.getByTestId('journal-check')).toContainText('5 écritures vérifiées')

    await page.goto('/#/articles')
    const syncs = await syncsIn(page)
    const sentBefore = sent.length
    await context.setOffline(false)
    await page.getByTestId('sync-start').click()
    await expectSync(page, syncs)
    expect(sent.slice(sentBefore).filter(one => /\/demo\/api\/products\?/.test(one))).not.toEqual(
      [],
    )
    expect(sent.filter(isAboutZoe)).toEqual([])
  },
)

test('a customer is taken off a ticket, and an erased one leaves it @long', async ({ page }) => {
  await openDemo(page)
  await addCustomer(page, { name: 'Anne Martin', email: 'anne@martin.fr' })
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await openTicket(page)
  await putOnTicket(page, 'mart')
  await page.getByTestId('ticket-customer').click()
  await page.getByTestId('customer-take-off').click()
  await expect(page.getByTestId('ticket-customer')).toHaveCount(0)

  await putOnTicket(page, 'anne@martin.fr')
  await page.goto('/#/customers')
  await page.locator('button[data-testid^="customer-"]', { hasText: 'Anne' }).click()
  await page.getByTestId('customer-erase').click()
  await page.getByTestId('customer-erase-confirm').click()
  await expect.poll(() => countIn(page, 'customers')).toBe(0)
  await page.goto('/#/sell')
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await expect(page.getByTestId('ticket-customer')).toHaveCount(0)
  await page.reload()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await expect(page.getByTestId('ticket-customer')).toHaveCount(0)
})

test('a customer with the same e-mail is suggested, and can be taken instead @long', async ({
  page,
}) => {
  await openDemo(page)
  await addCustomer(page, { name: 'Anne Martin', email: 'anne@martin.fr' })
  await page.goto('/#/customers')
  await page.getByTestId('customer-add').click()
  await page.getByTestId('customer-field-email').fill('ANNE@martin.fr')
  await expect(page.getByTestId('customer-alike')).toContainText('Anne Martin')
  await page.getByTestId('customer-use-known').click()
  await expect(page.getByTestId('customer-details')).toContainText('anne@martin.fr')
  expect(await countIn(page, 'customers')).toBe(1)
})

test('an invoice prints alone, on A4, with what the law asks', async ({ page }) => {
  await openDemo(page)
  await addCustomer(page, {
    name: 'Anne Martin',
    company: 'Martin SARL',
    address: '5 quai de la Fosse\n44000 Nantes',
    vatNumber: 'FR44732829320',
  })
  await page.goto('/#/sell')
  await tiles(page).nth(0).click()
  await tiles(page).nth(1).click()
  await openTicket(page)
  await putOnTicket(page, 'martin sarl')
  await pay(page)
  await page.evaluate(() => {
    window.print = () => {
      const area = document.querySelector<HTMLElement>('.print-area')
      document.title = `${document.documentElement.className} | ${area?.textContent}`
    }
  })
  await page.goto('/#/sales/2')
  await page.getByTestId('invoice').click()
  await page.getByTestId('invoice-confirm').click()
  await page.getByTestId('invoice-print').click()
  await expect(page).toHaveTitle(/^prints-a4 \| /)
  const printed = await page.title()
  for (const said of [
    /Facture n°.AF-000001/,
    /Atelier Colibri/,
    /12 rue des Lilas/,
    /SIRET 000/,
    /TVA FR12000000000/,
    /Martin SARL/,
    /5 quai de la Fosse/,
    /TVA FR44732829320/,
    /P\.U\. HT/,
    /Total TTC/,
    /Réglée en totalité/,
    /40.€ pour frais de recouvrement/,
  ]) {
    expect(printed).toMatch(said)
  }
  // It can be printed any number of times.
  await page.evaluate(() => (document.title = ''))
  await page.getByTestId('invoice-print').click()
  await expect(page).toHaveTitle(/AF-000001/)
})

test('a refund of what was invoiced has a credit note that names the invoice @long', async ({
  page,
}) => {
  await openDemo(page)
  await addCustomer(page, { name: 'Anne Martin', address: '5 quai de la Fosse, 44000 Nantes' })
  await page.goto('/#/sell')
  await tiles(page).first().click()
  await payExact(page)
  await page.goto('/#/sales/2')
  await page.getByTestId('invoice').click()
  await page.getByTestId('customer-search').fill('anne')
  await page.getByTestId('customer-search').press('Enter')
  await page.getByTestId('invoice-confirm').click()
  await expect(page.getByTestId('invoice-paper')).toContainText('AF-000001')

  await keepRefundTicket(page, 2)
  await page.goto('/#/sell')
  await page.reload()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await page.getByTestId('pay-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toContainText('AR-000001')

  await page.goto('/#/sales/4')
  await expect(page.getByTestId('invoice')).toContainText('Avoir')
  await page.getByTestId('invoice').click()
  await expect(page.getByTestId('invoice-confirming')).toContainText('AF-000001')
  await page.getByTestId('invoice-confirm').click()
  const note = page.getByTestId('invoice-paper')
  await expect(note).toContainText(/Avoir n°.AF-000002/)
  await expect(note).toContainText(/Corrige la facture\s*AF-000001/)
  await expect(note).toContainText('Anne Martin')
})

test('among 5,000 customers one is found at a keystroke @long', async ({ page }) => {
  await openDemo(page)
  await seedCustomers(page, 5000)
  await page.reload()
  await tiles(page).first().click()
  await openTicket(page)
  await chooseAction(page, 'customer')
  await expect(page.getByTestId('customers-found')).toContainText(/5.000 clients/)
  await page.getByTestId('customer-search').fill('elodie 4323')
  await expect(page.getByTestId('customers-found')).toContainText(/^\s*1 client\s*$/)
  await page.getByTestId('customer-search').press('Enter')
  await expect(page.getByTestId('ticket-customer')).toContainText('Élodie 4323')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(
    `customers and invoices are usable by all, ${colorScheme} @long`,
    {
      tag: colorScheme === 'dark' ? '@phone-only' : [],
    },
    async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await openDemo(page)
      await page.goto('/#/customers')
      await expectUsable(page, 'no customers')
      await page.getByTestId('customer-add').click()
      await page.getByTestId('customer-field-phone').fill('06')
      await page.getByTestId('customer-field-name').fill('Anne Martin')
      await page.getByTestId('customer-field-address').fill('5 quai de la Fosse')
      await expectUsable(page, 'form')
      await page.getByTestId('customer-save').click()
      await expect(page.getByTestId('customer-details')).toBeVisible()
      await page.getByTestId('customer-erase').click()
      await expectUsable(page, 'customer')

      await page.goto('/#/sell')
      await tiles(page).first().click()
      await openTicket(page)
      await chooseAction(page, 'customer')
      await expectUsable(page, 'picker')
      await page.locator('button[data-testid^="customer-"]', { hasText: 'Anne' }).click()
      await expect(page.getByTestId('ticket-customer')).toBeVisible()
      await expectUsable(page, 'ticket')
      await pay(page)
      await page.goto('/#/sales/2')
      await page.getByTestId('invoice').click()
      await expectUsable(page, 'confirm')
      await page.getByTestId('invoice-confirm').click()
      await expect(page.getByTestId('invoice-paper')).toBeVisible()
      await expectUsable(page, 'invoice')
      await page.getByTestId('sheet-close').click()
      await page.goto('/#/invoices')
      await expect(page.getByTestId('invoice-AF-000001')).toBeVisible()
      await expectUsable(page, 'invoices')
    },
  )
}

async function expectUsable(page: Page, where: string): Promise<void> {
  expect(await axeFindings(page), where).toEqual([])
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  expect(isWide, where).toBe(false)
}

async function addCustomer(page: Page, fields: Record<string, string>): Promise<void> {
  await page.goto('/#/customers')
  await page.getByTestId('customer-add').click()
  for (const [field, value] of Object.entries(fields)) {
    await page.getByTestId(`customer-field-${field}`).fill(value)
  }
  await page.getByTestId('customer-save').click()
  await expect(page.getByTestId('customer-details')).toBeVisible()
}

async function putOnTicket(page: Page, query: string): Promise<void> {
  await chooseAction(page, 'customer')
  await page.getByTestId('customer-search').fill(query)
  await page.getByTestId('customer-search').press('Enter')
  await expect(page.getByTestId('ticket-customer')).toBeVisible()
}

/** Pays the open ticket in cash, the exact amount; then a new ticket begins. */
async function pay(page: Page): Promise<void> {
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await page.getByTestId('new-ticket').click()
  if (isPhone(page)) await expect(page.getByTestId('ticket-open')).toBeVisible()
}

async function downloaded(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(button).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}

function seedCustomers(page: Page, count: number): Promise<void> {
  return page.evaluate(
    ([database, wanted]) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open(database)
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const writing = open.result.transaction('customers', 'readwrite')
          for (let index = 0; index < wanted; index += 1) {
            writing.objectStore('customers').put({
              customerId: `seeded-${index}`,
              name: `${['Élodie', 'Zoé', 'Jean-Luc'][index % 3]} ${index}`,
              company: index % 5 === 0 ? `Société ${index}` : '',
              phone: `06 ${String(10_000_000 + index)}`,
              email: `client${index}@exemple.fr`,
              address: '3 rue du Port\n44000 Nantes',
              vatNumber: '',
              note: '',
              createdAt: '2026-01-02T10:00:00.000+01:00',
            })
          }
          writing.addEventListener('complete', () => {
            open.result.close()
            resolve()
          })
        })
      }),
    [DATABASE, count] as const,
  )
}

/** Puts on the counter a ticket that gives back the whole first line of a sale. */
function keepRefundTicket(page: Page, saleNumber: number): Promise<void> {
  return page.evaluate(
    ([database, number]) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open(database)
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const writing = open.result.transaction(['journal', 'tickets'], 'readwrite')
          const sale = writing.objectStore('journal').get(['A', number])
          sale.addEventListener('success', () => {
            const { at, event } = sale.result as { at: string; event: Sealed }
            const [line] = event.lines
            const source = { till: 'A', entry: number, line: 0, document: event.document }
            const back = {
              ...line,
              lineId: 'back-1',
              departmentName: line?.department,
              quantityMilli: 0 - (line?.quantityMilli ?? 0),
              pictureId: null,
              refund: { source, grossCents: line?.grossCents },
            }
            const ticket = { ticketId: 'back', openedAt: at, lines: [back] }
            writing.objectStore('tickets').put({ ticketId: 'back', till: 'A', ticket, keptAt: at })
          })
          writing.addEventListener('complete', () => {
            open.result.close()
            resolve()
          })
        })
      }),
    [DATABASE, saleNumber] as const,
  )
}

interface Sealed {
  document: object
  lines: { department: string; quantityMilli: number; grossCents: number }[]
}

/** Counts in the database itself, not on the screen. */
function countIn(page: Page, store: string): Promise<number> {
  return page.evaluate(
    ([database, table]) =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open(database)
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const count = open.result.transaction(table).objectStore(table).count()
          count.addEventListener('success', () => {
            open.result.close()
            resolve(count.result)
          })
        })
      }),
    [DATABASE, store] as const,
  )
}
