import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { decodeEscPos } from '../../support/printer/decodeEscPos'
import { decodeStarPrnt } from '../../support/printer/decodeStarPrnt'
import { aWebPrntPrinter, type FakeWebPrinter } from '../../support/printer/fakeWebPrinter'
import { aRawBtService, type FakeRawBt } from '../../support/printer/fakeRawBt'
import { chromiumArguments, wholeChromiumPath } from '../playwright.config'
import { payExact, tiles } from '../support'

let fake: FakeWebPrinter
let rawBt: FakeRawBt
let browser: Browser

test.beforeEach(async () => {
  fake = await aWebPrntPrinter()
  rawBt = await aRawBtService()
})
test.afterEach(async () => {
  await browser.close()
  await fake.close()
  await rawBt.close()
})

/** Opens the till in a browser that knows the fake printer as `star.local`, and the networks of both. */
async function openTill(
  baseURL: string,
  { spaces = '', userAgent }: { spaces?: string; userAgent?: string } = {},
): Promise<Page> {
  browser = await chromium.launch({
    executablePath: wholeChromiumPath,
    args: [
      ...chromiumArguments,
      `--host-resolver-rules=MAP star.local 127.0.0.1:${fake.port},MAP localhost:40213 127.0.0.1:${rawBt.port}`,
      `--ip-address-space-overrides=127.0.0.1:${fake.port}=local${spaces}`,
    ],
  })
  const context = await browser.newContext({
    baseURL,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
    ...(userAgent ? { userAgent } : {}),
  })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  return page
}

async function nameStar(page: Page): Promise<void> {
  await page.goto('/#/config/general/imprimante')
  const star = page.getByTestId('printer-webprnt')
  await star.getByTestId('printer-host').fill('star.local')
  await star.getByTestId('printer-plain').check()
  await star.getByTestId('printer-use-host').click()
  await expect(page.getByTestId('printer-card')).toContainText('star.local')
}

test('a page of this computer prints on a Star printer of the network, with no server between', async ({
  baseURL,
}) => {
  const page = await openTill(baseURL ?? '')
  await page.goto('/#/config/general/imprimante')
  await expect(page.getByTestId('printer-use-rawbt')).toHaveCount(0)
  const star = page.getByTestId('printer-webprnt')
  await star.getByTestId('printer-host').fill('8.8.8.8')
  await star.getByTestId('printer-use-host').click()
  await expect(star.getByTestId('printer-host-wrong')).toContainText('réseau de la boutique')
  await nameStar(page)
  await expect(page.getByTestId('printer-language-star-prnt')).toBeChecked()
  fake.script.slowMs = 8_000
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toHaveText('Elle est prête.')
  fake.script.slowMs = 0
  await page.getByTestId('printer-try').click()
  await expect.poll(() => fake.papers.length).toBe(1)
  const sheet = decodeStarPrnt(fake.papers[0] ?? new Uint8Array(), 48)
  expect(JSON.stringify(sheet)).toContain('é è ê à ù ç ô ï')

  fake.script.paper = 'out'
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toContainText('plus de papier')
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
  await payExact(page)
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('plus de papier')
  fake.script.paper = 'there'
  await page.getByTestId('print-again').click()
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  await expect.poll(() => fake.papers.length).toBe(2)
  // No question of the browser's own went before a request: a printer that answers needs none.
  expect(new Set(fake.asked)).toEqual(new Set(['POST /StarWebPRNT/SendMessage']))
  // One that ends each connection is told.
  fake.script.does = 'cut'
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toBeVisible()
})

test('a page of another network prints once it may reach the local one, and says so until then', async ({
  baseURL,
}) => {
  const { port } = new URL(baseURL ?? '')
  const page = await openTill(baseURL ?? '', {
    spaces: `,127.0.0.1:${port}=public,[::1]:${port}=public`,
  })
  await nameStar(page)
  const session = await browser.newBrowserCDPSession()
  const { targetInfo } = await (
    await page.context().newCDPSession(page)
  ).send('Target.getTargetInfo')
  const allow = (setting: 'denied' | 'granted') =>
    session.send('Browser.setPermission', {
      permission: { name: 'local-network' },
      setting,
      ...(targetInfo.browserContextId ? { browserContextId: targetInfo.browserContextId } : {}),
    })
  await allow('denied')
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toContainText('pas le droit')
  await expect(page.getByTestId('printer-remedy')).toContainText('accès au réseau local')
  expect(fake.asked).toHaveLength(0)
  await allow('granted')
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toHaveText('Elle est prête.')
  await page.getByTestId('printer-try').click()
  await expect.poll(() => fake.papers.length).toBe(1)
})

test('on Android the printer that RawBT holds prints through its service', async ({ baseURL }) => {
  const page = await openTill(baseURL ?? '', {
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36',
  })
  await page.goto('/#/config/general/imprimante')
  await page.getByTestId('printer-use-rawbt').click()
  await expect(page.getByTestId('printer-card')).toContainText('RawBT')
  await page.getByTestId('printer-try').click()
  await expect.poll(() => rawBt.papers.length).toBe(1)
  const sheet = decodeEscPos(rawBt.papers[0] ?? new Uint8Array(), 48)
  expect(JSON.stringify(sheet)).toContain('é è ê à ù ç ô ï')
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  rawBt.script.says = 'error'
  await page.getByTestId('printer-try').click()
  await expect(page.getByTestId('printer-fault')).toContainText('pas prête')
  await expect(page.getByTestId('print-again')).toHaveCount(0)
})
