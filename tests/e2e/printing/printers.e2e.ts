import { expect, test, type Page } from '@playwright/test'
import { aPrinter, type FakePrinter } from '../../support/printer/fakePrinter'
import { onStaticHost } from './withoutServer'
import { startCounterServer, type CounterServer } from '../payment/counterServer'
import { chooseAction, openDemo, openTicket, tiles, typeAmount } from '../support'
import { sellOne } from './sellOne'

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

async function openTill(page: Page): Promise<void> {
  await page.goto(`${server.origin}/`)
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
}

async function choosePrinter(page: Page): Promise<void> {
  await page.goto(`${server.origin}/#/config/general/imprimante`)
  await expect(page.getByTestId('printer-network')).toHaveText('Comptoir')
  // This server is the one in the shop: nothing is to be paired.
  await expect(page.getByTestId('agent-served-here')).toBeVisible()
  await expect(page.getByTestId('agent-pair')).toHaveCount(0)
  await page.getByTestId('printer-network').click()
  await expect(page.getByTestId('printer-card')).toBeVisible()
}

/** What came to the printer as text, its orders left out. */
const textOf = (bytes: Uint8Array | undefined) =>
  new TextDecoder('windows-1252').decode(bytes).replace(/[^\u0020-\uffff\n]/g, '')
const PULSE = [0x1b, 0x70, 0x00]
const isPulse = (bytes: Uint8Array) => PULSE.every((byte, at) => bytes[at] === byte)
const papers = () => fake.papers.filter(bytes => !isPulse(bytes))
const pulses = () => fake.papers.filter(isPulse)

test('a printer is found, tried, set, and prints receipts with no window of the browser', async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-browser-printed', '')
  })
  await openTill(page)
  await choosePrinter(page)
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toHaveText('Elle est prête.')
  await page.getByTestId('printer-try').click()
  await expect.poll(() => papers().length).toBe(1)
  expect(textOf(papers()[0])).toContain('é è ê à ù ç ô ï')
  await page.getByTestId('printer-columns-42').check({ force: true })

  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(2)
  const receipt = textOf(papers()[1])
  const number = (await page.getByTestId('paid-number').textContent()) ?? ''
  expect(receipt).toContain(/[A-Z]+-\d+|E\S+/.exec(number)?.[0] ?? 'a number')
  expect(receipt).not.toContain('DUPLICATA')
  await expect(page.locator('body')).not.toHaveAttribute('data-browser-printed')
  // The next one is a duplicate, by its trace in the journal.
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(3)
  expect(textOf(papers()[2])).toContain('DUPLICATA')
  // It is still set after a reload.
  await page.goto(`${server.origin}/#/config/general/imprimante`)
  await page.reload()
  await expect(page.getByTestId('printer-columns-42')).toBeChecked()
})

test('paper that is out is told, holds up no sale, and the same paper is printed once', async ({
  page,
}) => {
  await openTill(page)
  await choosePrinter(page)
  fake.script.paper = 'out'
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('plus de papier')
  await expect(page.getByTestId('printer-fault')).toContainText('rien n’est sorti')
  const shots = process.env.COMPTOIR_SHOTS
  if (shots)
    await page.screenshot({ path: `${shots}/printer-fault-${page.viewportSize()?.width}.png` })
  await page.getByTestId('new-ticket').click()
  await sellOne(page)
  expect(papers()).toHaveLength(0)
  fake.script.paper = 'there'
  await page.getByTestId('print-again').click()
  await expect.poll(() => papers().length).toBe(1)
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  expect(textOf(papers()[0])).not.toContain('DUPLICATA')
})

test('what did not come out goes to another printer by the browser, once @long', async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.title = `printed ${document.querySelector('.print-area')?.textContent}`
    }
  })
  await openTill(page)
  await choosePrinter(page)
  fake.script.isCoverOpen = true
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await page.getByTestId('print-by-browser').click()
  await expect(page).toHaveTitle(/Total TTC/)
  expect(await page.title()).not.toContain('DUPLICATA')
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  fake.script.isCoverOpen = false
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(1)
  expect(textOf(papers()[0])).toContain('DUPLICATA')
})

test('a spare printer takes over what did not come out, once', async ({ page }) => {
  const spare = await aPrinter()
  await server.kill()
  server = await startCounterServer({
    COMPTOIR_PRINTER: `Comptoir=127.0.0.1:${fake.port},Réserve=127.0.0.1:${spare.port}`,
  })
  try {
    await openTill(page)
    await page.goto(`${server.origin}/#/config/general/imprimante`)
    await page.getByTestId('printer-network').first().click()
    await page.getByTestId('spare-find').click()
    await page.getByTestId('printer-network').nth(1).click()
    await expect(page.getByTestId('spare-printer')).toContainText('Réserve')
    const shots = process.env.COMPTOIR_SHOTS
    if (shots)
      await page.screenshot({
        path: `${shots}/printer-tab-${page.viewportSize()?.width}.png`,
        fullPage: true,
      })
    fake.script.paper = 'out'
    await sellOne(page)
    await page.getByTestId('print-receipt').click()
    await page.getByTestId('print-on-spare').click()
    await expect.poll(() => spare.papers.length).toBe(1)
    expect(textOf(spare.papers[0])).not.toContain('DUPLICATA')
    await expect(page.getByTestId('printer-fault')).toHaveCount(0)
    // The spare one may fail, too.
    spare.script.paper = 'out'
    await page.getByTestId('print-receipt').click()
    await page.getByTestId('print-on-spare').click()
    await expect(page.getByTestId('print-on-spare')).toHaveCount(0)
    await expect(page.getByTestId('printer-fault')).toContainText('plus de papier')
    spare.script.paper = 'there'
    await page.getByTestId('print-again').click()
    await expect.poll(() => spare.papers.length).toBe(2)
    expect(papers()).toHaveLength(0)
  } finally {
    await spare.close()
  }
})

test('a ticket that was cut off is never sent again by the till', async ({ page }) => {
  await openTill(page)
  await choosePrinter(page)
  fake.script.cutsAfter = 600
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect(page.getByTestId('printer-fault')).toContainText('peut-être sorti')
  await expect(page.getByTestId('print-again')).toHaveCount(0)
  fake.script.cutsAfter = Infinity
  await page.getByTestId('print-leave').click()
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
  expect(papers()).toHaveLength(1)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(2)
  expect(textOf(papers()[1])).toContain('DUPLICATA')
})

test('the drawer opens on cash and by hand, never on a card or a duplicate', async ({ page }) => {
  await openTill(page)
  await choosePrinter(page)
  await page.getByTestId('printer-opens-drawer').check()
  await page.getByTestId('printer-drawer').click()
  await expect.poll(() => pulses().length).toBe(1)
  await sellOne(page)
  await expect.poll(() => pulses().length).toBe(2)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(1)
  expect(pulses()).toHaveLength(2)
  await page.getByTestId('new-ticket').click()
  await tiles(page).first().click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
  await openTicket(page)
  await page.getByTestId('pay-card').last().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(2)
  expect(pulses()).toHaveLength(2)
  await page.getByTestId('new-ticket').click()
  await openTicket(page)
  await chooseAction(page, 'drawer-open')
  await page.getByTestId('reason-0').click()
  await page.getByTestId('drawer-open').click()
  await expect.poll(() => pulses().length).toBe(3)
  // What its switch says is learnt, then shown.
  await page.goto(`${server.origin}/#/config/general/imprimante`)
  await page.getByTestId('printer-learn').click()
  await expect(page.getByTestId('printer-learnt')).toContainText('pas de contact')
  fake.script.hasSwitch = true
  fake.script.isDrawerWireHigh = true
  await page.getByTestId('printer-learn').click()
  await expect(page.getByTestId('printer-learnt')).toContainText('sait maintenant')
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toContainText('Tiroir ouvert.')
  fake.script.isDrawerWireHigh = true
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toContainText('Tiroir fermé.')
  // A printer without paper obeys another order.
  fake.script.paper = 'out'
  const opened = fake.drawerOpened()
  await page.goto(`${server.origin}/#/config/general/imprimante`)
  await page.getByTestId('printer-drawer').click()
  await expect.poll(() => fake.drawerOpened()).toBe(opened + 1)
  await expect(page.getByTestId('printer-fault')).toHaveCount(0)
})

test('receipts come out unasked only where the shop wants them', async ({ page }) => {
  await openTill(page)
  await choosePrinter(page)
  await sellOne(page)
  expect(papers()).toHaveLength(0)
  await page.goto(`${server.origin}/#/config/general/imprimante`)
  await page.getByTestId('printer-automatic-sale').check()
  await sellOne(page)
  await expect.poll(() => papers().length).toBe(1)
})

test('floats come out to be signed, and no receipt, where the shop wants only those @long', async ({
  page,
}) => {
  await openTill(page)
  await choosePrinter(page)
  await page.getByTestId('printer-automatic-cash').check()
  await page.getByTestId('printer-automatic-closing').check()
  await sellOne(page)
  await page.getByTestId('new-ticket').click()
  await openTicket(page)
  await chooseAction(page, 'drawer-float')
  await typeAmount(page, 15000)
  await page.getByTestId('float-set').click()
  await expect.poll(() => papers().length).toBe(1)
  expect(textOf(papers()[0])).toContain('150,00')
  await page.goto(`${server.origin}/#/closings`)
  await page.getByTestId('close-day').click()
  await page.getByTestId('close-uncounted').click()
  await expect.poll(() => papers().length).toBe(2)
  expect(textOf(papers()[1])).toContain('Totaux perpétuels')
})

test('a till of another host prints through a program of the counter, paired by its code', async ({
  page,
}) => {
  await onStaticHost(page)
  await openDemo(page)
  await page.goto('/#/config/general/imprimante')
  await expect(page.getByTestId('printer-network')).toHaveCount(0)
  await page.getByTestId('agent-address').fill(server.origin)
  await page.getByTestId('agent-code').fill('0000-0000-0000')
  await page.getByTestId('agent-pair').click()
  await expect(page.getByTestId('agent-problem')).toContainText('pas le bon')
  const code = /équipement[^:]*:\s+([\d-]+)/.exec(server.said())?.[1] ?? ''
  await page.getByTestId('agent-code').fill(code)
  await page.getByTestId('agent-pair').click()
  await expect(page.getByTestId('agent-paired')).toContainText(server.origin)
  await page.getByTestId('printer-network').click()
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer-state')).toHaveText('Elle est prête.')
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(1)
  // The program knows its page after both were started again.
  await server.kill()
  await server.start()
  await page.reload()
  await sellOne(page)
  await page.getByTestId('print-receipt').click()
  await expect.poll(() => papers().length).toBe(2)
})
