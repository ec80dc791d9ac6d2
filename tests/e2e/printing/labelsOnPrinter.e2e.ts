import { expect, test } from '@playwright/test'
import { startCounterServer, type CounterServer } from '../payment/counterServer'
import { axeFindings } from '../support'
import { decodeEscPos } from '../../support/printer/decodeEscPos'
import { aPrinter, type FakePrinter } from '../../support/printer/fakePrinter'
import { linesOf } from '../../support/printer/roll'

const COFFEES = 'ps-4'
let fake: FakePrinter
let server: CounterServer
test.beforeEach(async () => {
  fake = await aPrinter()
  server = await startCounterServer({ COMPTOIR_PRINTER: `Comptoir=127.0.0.1:${fake.port}` })
})
test.afterEach(async () => {
  await server.kill()
  await fake.close()
})

test('labels come out of the receipt printer as one job, at the till’s prices, with their codes', async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-browser-printed', '')
  })
  await page.goto(`${server.origin}/`)
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('labels-open').click()
  await page.getByTestId('labels-department').selectOption(COFFEES)
  await page.getByTestId('labels-add-department').click()
  // Without a printer, the browser prints alone.
  await expect(page.getByTestId('labels-on-printer')).toHaveCount(0)

  await page.goto(`${server.origin}/#/config/general/imprimante`)
  await page.getByTestId('printer-network').click()
  await expect(page.getByTestId('printer-card')).toBeVisible()
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('labels-open').click()
  const labels = page.getByTestId('label')
  const names = (await page.locator('.label__name').allTextContents()).map(one => one.trim())
  const codes = (await page.locator('.label__text').allTextContents()).map(one => one.trim())
  expect(names.length).toBeGreaterThan(2)
  await expect(labels).toHaveCount(names.length)
  expect(await axeFindings(page)).toEqual([])
  const shots = process.env.COMPTOIR_SHOTS
  if (shots) await page.screenshot({ path: `${shots}/labels-on-printer-1280.png` })
  await page.getByTestId('labels-on-printer').click()
  await expect(page.getByTestId('labels-given')).toContainText('parties à l’imprimante')
  await expect.poll(() => fake.papers.length).toBe(1)

  const printed = decodeEscPos(fake.papers[0] ?? new Uint8Array(), 48)
  const text = linesOf(printed).join(' ').replaceAll(/\s+/g, ' ')
  for (const name of names) expect(text).toContain(name.replaceAll(/\s+/g, ' '))
  expect(printed.flatMap(one => (one.kind === 'barcode' ? [one.text] : []))).toEqual(codes)
  expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(1)
  await expect(page.locator('body')).not.toHaveAttribute('data-browser-printed')
})
