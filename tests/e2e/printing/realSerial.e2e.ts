import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { decodeEscPos } from '../../support/printer/decodeEscPos'
import { aPrinter, type FakePrinter } from '../../support/printer/fakePrinter'
import { linesOf } from '../../support/printer/roll'
import {
  aSerialLine,
  browserWithLine,
  whyNoSerialLine,
  type SerialLine,
} from '../../support/printer/serialLine'
import { chromiumArguments, wholeChromiumPath } from '../playwright.config'
import { openDemo } from '../support'
import { sellOne } from './sellOne'

// The browser's own Web Serial, and a port that exists for the system: nothing of it is replaced but
// the person who chooses the port in the browser's list, which has no window here.
const why = whyNoSerialLine()
test.skip(why !== '', `no serial port can be lent to a browser: ${why}`)

let fake: FakePrinter
let line: SerialLine
let browser: Browser
let page: Page

test.beforeEach(async ({ baseURL }) => {
  fake = await aPrinter()
  line = await aSerialLine(fake.port)
  browser = await chromium.launch({
    executablePath: browserWithLine(wholeChromiumPath, line.path, baseURL ?? ''),
    args: chromiumArguments,
  })
  page = await browser.newPage({ baseURL, locale: 'fr-FR', serviceWorkers: 'block' })
  await page.addInitScript(() => {
    Serial.prototype.requestPort = async function requestPort() {
      const [only] = await this.getPorts()
      if (!only) throw new DOMException('No port selected by the user.', 'NotFoundError')
      return only
    }
  })
  await openDemo(page)
  await page.goto('/#/config/general/imprimante')
  await page.getByTestId('printer-choose-serial').click()
  await expect(page.getByTestId('printer-card')).toBeVisible()
})
test.afterEach(async () => {
  await browser.close()
  await line.cut()
  await fake.close()
})

const linesAt = (at: number) => linesOf(decodeEscPos(fake.papers[at] ?? new Uint8Array(), 48))

test('a receipt goes out over a real serial port, byte for byte, and again after a reload', async () => {
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toHaveText('Elle est prête.')
  await sellOne(page)
  const number = /[A-Z]+-\d+/.exec((await page.getByTestId('paid-number').textContent()) ?? '')?.[0]
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => fake.papers.length).toBe(1)
  expect(linesAt(0).join('\n')).toContain(number ?? 'a number')
  expect(linesAt(0).join('\n')).toContain('Total TTC')
  await page.reload()
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => fake.papers.length).toBe(2)
  expect(linesAt(1).join('\n')).toContain('Total TTC')
})

test('over a real serial port, paper that is out and a cable that is cut are told in words', async () => {
  fake.script.paper = 'out'
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('plus de papier')
  await expect(page.getByTestId('printer-fault')).toContainText('rien n’est sorti')
  fake.script.paper = 'there'
  await page.getByTestId('print-again').click()
  await expect.poll(() => fake.papers.length).toBe(1)
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  // The printer takes a part of the next one, then its cable is out.
  await page.getByTestId('new-ticket').click()
  fake.script.cutsAfter = 300
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('peut-être sorti')
  await expect(page.getByTestId('print-again')).toHaveCount(0)
  expect(fake.papers).toHaveLength(2)
  // Without its cable it is not reached, which is not told as a ticket that may have come out.
  await page.getByTestId('print-leave').click()
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('rien n’est sorti')
})
