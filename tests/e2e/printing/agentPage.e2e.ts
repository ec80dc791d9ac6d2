import { expect, test } from '@playwright/test'
import { onStaticHost } from './withoutServer'
import { startCounterServer, type CounterServer } from '../payment/counterServer'
import { axeFindings, openDemo, readyOffline } from '../support'
import { aPrinter, type FakePrinter } from '../../support/printer/fakePrinter'

let fake: FakePrinter
let server: CounterServer
test.beforeEach(async () => {
  fake = await aPrinter()
  server = await startCounterServer({
    COMPTOIR_PRINTER: `Comptoir=127.0.0.1:${fake.port}`,
    COMPTOIR_TERMINAL: 'Banque=127.0.0.1:1',
  })
})
test.afterEach(async () => {
  await server.kill()
  await fake.close()
})

test('the program’s page says what is connected, and keeps up by itself', async ({
  page,
  context,
}) => {
  const seen = await context.newPage()
  await seen.goto(`${server.origin}/agent`)
  await expect(seen.getByTestId('not-paired')).toBeVisible()
  await expect(seen.getByTestId('printer')).toContainText('Rien ne lui a été demandé')
  await expect(seen.getByTestId('terminal')).toContainText('Banque')
  expect(await axeFindings(seen)).toEqual([])

  // A till of another host is linked: the page hears of it without being touched.
  await onStaticHost(page)
  await openDemo(page)
  await page.goto('/#/config/general/imprimante')
  await page.getByTestId('agent-address').fill(server.origin)
  const code = /équipement[^:]*:\s+([\d-]+)/.exec(server.said())?.[1] ?? ''
  await page.getByTestId('agent-code').fill(code)
  await page.getByTestId('agent-pair').click()
  await expect(page.getByTestId('agent-connected')).toHaveAttribute(
    'href',
    `${server.origin}/agent`,
  )
  await expect(seen.getByTestId('paired')).toContainText(new URL(page.url()).origin)
  await expect(seen.getByTestId('heard-at')).toContainText('Entendue pour la dernière fois')
  await page.getByTestId('printer-network').click()
  await page.getByTestId('printer-ask').click()
  await expect(seen.getByTestId('printer')).toContainText('A répondu le')
  fake.script.paper = 'out'
  await page.getByTestId('printer-ask').click()
  await expect(seen.getByTestId('printer')).toContainText('plus de papier')
  expect(await axeFindings(seen)).toEqual([])
  const shots = process.env.COMPTOIR_SHOTS
  if (shots) {
    await seen.screenshot({ path: `${shots}/agent-page-1280.png` })
    await seen.setViewportSize({ width: 390, height: 844 })
    await seen.screenshot({ path: `${shots}/agent-page-390.png` })
  }

  await server.kill()
  await expect(seen.locator('#silent')).toBeVisible()
  await server.start()
  await expect(seen.locator('#silent')).toBeHidden()
  await expect(seen.getByTestId('paired')).toBeVisible()
})

test.describe('in the browser that holds the till itself', () => {
  test.use({ serviceWorkers: 'allow' })

  test('pages of the server are the server’s, not the till', async ({ page }) => {
    await page.goto(`${server.origin}/`)
    await readyOffline(page)
    await page.goto(`${server.origin}/agent`)
    await expect(page.getByTestId('not-paired')).toBeVisible()
    await page.goto(`${server.origin}/boite/sante`)
    await expect(page.locator('#app')).toHaveCount(0)
    await page.goto(`${server.origin}/index.html`)
    await expect(page.locator('#app')).toHaveCount(1)
  })
})
