import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { decodeEscPos } from '../../support/printer/decodeEscPos'
import {
  chooseDevice,
  emulatePrinter,
  type EmulatedPrinter,
} from '../../support/printer/emulatedBluetooth'
import { linesOf } from '../../support/printer/roll'
import { chromiumArguments, wholeChromiumPath } from '../playwright.config'
import { openDemo } from '../support'
import { sellOne } from './sellOne'

// The browser's own Web Bluetooth; Chromium emulates the radio and the printer below it.
let browser: Browser
let page: Page
let printer: EmulatedPrinter

test.beforeEach(async ({ baseURL }) => {
  browser = await chromium.launch({
    executablePath: wholeChromiumPath,
    args: [...chromiumArguments, '--enable-features=WebBluetooth'],
  })
  printer = await emulatePrinter(browser)
  page = await browser.newPage({ baseURL, locale: 'fr-FR', serviceWorkers: 'block' })
  await openDemo(page)
  await chooseDevice(page)
  await page.goto('/#/config/general/imprimante')
  await page.getByTestId('printer-choose-bluetooth').click()
  await expect(page.getByTestId('printer-card')).toContainText('MTP-II')
})
test.afterEach(() => browser.close())

const linesAt = (at: number) =>
  linesOf(decodeEscPos(Uint8Array.from(printer.jobs[at] ?? []), 48)).join('\n')

test('a receipt goes to a Bluetooth printer byte for byte, each part answered for', async () => {
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => printer.jobs[0]?.slice(-3)).toEqual([0x1d, 0x56, 1])
  expect(linesAt(0)).toContain('Total TTC')
  expect(new Set(printer.writes)).toEqual(new Set(['write-with-response']))
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => printer.jobs[1]?.slice(-3)).toEqual([0x1d, 0x56, 1])
  expect(linesAt(1)).toContain('DUPLICATA')
})

test('a Bluetooth printer that goes out of reach in the midst is told, and prints nothing twice', async () => {
  printer.script.leavesAfter = 300
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('peut-être sorti')
  await expect(page.getByTestId('print-again')).toHaveCount(0)
  expect(printer.jobs).toHaveLength(1)
  printer.script.leavesAfter = Infinity
  await page.getByTestId('print-leave').click()
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => printer.jobs.at(-1)?.slice(-3)).toEqual([0x1d, 0x56, 1])
  expect(printer.jobs).toHaveLength(2)
  expect(linesAt(1)).toContain('DUPLICATA')
})
