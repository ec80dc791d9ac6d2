import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test, type Page } from '@playwright/test'
import { balanceOf, readFec } from '../core/reports/fec/readFec'
import { centsIn, centsOf, openDemo, payExact, readyOffline, sealedIn, tiles } from './support'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

/** Everything happens on one day, whenever the test runs. */
const NOON = '2026-11-24T12:00:00+01:00'

/** Name and bytes of the file that a press saves. */
async function saved(page: Page, testId: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download')
  await page.getByTestId(testId).click()
  const download = await coming
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

test('figures and files agree with what was sealed, without a network', async ({
  page,
  context,
}) => {
  test.setTimeout(150_000)
  await page.clock.setFixedTime(NOON)
  await openDemo(page)
  await readyOffline(page)
  await context.setOffline(true)
  for (const place of [0, 1, 2]) {
    await tiles(page).nth(place).click()
    await payExact(page)
    await page.getByTestId('new-ticket').click()
  }
  const sales = (await sealedIn(page)).filter(event => event.kind === 'sale')
  expect(sales).toHaveLength(3)
  const totalCents = sales.reduce((sum, sale) => sum + sale.totalCents, 0)

  await page.goto('/#/sales')
  await page.getByTestId('reports').click()
  await expect(page.getByTestId('figure-tickets')).toHaveText('3')
  expect(await centsIn(page, 'figure-total')).toBe(totalCents)
  const net = await centsIn(page, 'figure-net')
  expect(net + (await centsIn(page, 'figure-vat'))).toBe(totalCents)
  await expect(page.getByTestId('chart')).toBeVisible()
  await page.getByTestId('pill-article').click()
  await expect(page.getByTestId('report-table').locator('tbody tr')).toHaveCount(3)
  await page.getByTestId('period-month').check({ force: true })
  await expect(page.getByTestId('figure-tickets')).toHaveText('3')

  const csv = await saved(page, 'export-sales-csv')
  expect(csv.name).toMatch(/^comptoir-ventes-\d{4}-\d{2}-01-.*\.csv$/)
  const rows = csv.bytes.toString('utf8').trim().split('\r\n')
  const [head = '', ...told] = rows.map(row => row.split(';').map(cell => cell.replaceAll('"', '')))
  const grossAt = [...head].indexOf('TTC')
  expect(told).toHaveLength(3)
  expect(told.reduce((sum, row) => sum + centsOf(row[grossAt] ?? ''), 0)).toBe(totalCents)

  const xlsx = await saved(page, 'export-daily-xlsx')
  const parts = unzipSync(new Uint8Array(xlsx.bytes))
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
  expect(sheet.match(/<row /g)?.length).toBeGreaterThan(1)

  await page.getByTestId('export-fec').click()
  await expect(page.getByTestId('error-fec-nothing-closed')).toBeVisible()

  await page.goto('/#/config/general/boutique')
  await page.getByTestId('seller-siret').fill('73282932000074')
  await page.getByTestId('seller-vatNumber').fill('FR44732829320')
  await page.getByTestId('seller-save').click()
  await page.goto('/#/closings/open')
  await page.getByTestId('close-day').click()
  await page.getByTestId('close-uncounted').click()
  await expect(page.getByTestId('closing-number')).toContainText('AZ-000001')
  await page.goto('/#/reports')
  const fec = await saved(page, 'export-fec')
  expect(fec.name).toMatch(/^732829320FEC\d{8}\.txt$/)
  const { rows: booked, faults } = readFec(new Uint8Array(fec.bytes))
  expect(faults).toEqual([])
  expect(balanceOf(booked, '7', '44571')).toBe(0 - totalCents)

  const traces = (await sealedIn(page)).filter(({ what }) => what === 'figures-exported')
  expect(traces.map(({ detail }) => detail)).toMatchObject([
    { what: 'sales' },
    { what: 'daily' },
    { what: 'fec' },
  ])
})

test('accounts are stored once they are valid, and their change is sealed @long', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config')
  await page.getByTestId('config-comptabilite').click()
  await page.getByTestId('account-sales-2000').fill('7')
  await expect(page.getByTestId('accounts-save')).toBeDisabled()
  await page.getByTestId('account-sales-2000').fill('7071')
  await page.getByTestId('fiscal-year-end').selectOption('6')
  await page.getByTestId('accounts-save').click()
  await expect(page.getByTestId('accounts-saved')).toBeVisible()
  await page.reload()
  await expect(page.getByTestId('account-sales-2000')).toHaveValue('7071')
  const trace = (await sealedIn(page)).find(({ what }) => what === 'setting-changed')
  expect(trace?.detail).toMatchObject({ name: 'accounts' })
})
