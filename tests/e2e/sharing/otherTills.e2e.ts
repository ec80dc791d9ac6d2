import { expect, test, type Page } from '@playwright/test'
import { connectShop, foundShop, openDevice, pair, type Device } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { centsOf, payExact, tiles } from '../support'

let server: ShopServer
/** Closed whatever happens. */
const opened: Device[] = []
const missing = whyNoServer()
test.skip(missing !== undefined, missing ?? '')

test.beforeAll(async () => {
  if (!missing) server = await startShopServer()
})
test.afterAll(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (!missing) await server.close()
})

const centsIn = async (page: Page, testId: string) =>
  centsOf(await page.getByTestId(testId).first().textContent())
const shot = async (page: Page, name: string) => {
  if (process.env.COMPTOIR_SHOTS) {
    await page.screenshot({ path: `${process.env.COMPTOIR_SHOTS}/${name}.png` })
  }
}

async function sellFirst(page: Page, place: number): Promise<void> {
  await page.goto('/#/sell')
  await expect(tiles(page).first()).toBeVisible({ timeout: 30_000 })
  await tiles(page).nth(place).click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
}

test('the owner’s phone has the figures, sales, closings and drawer of the other till', async () => {
  test.setTimeout(240_000)
  const { origin } = server
  const phone = await openDevice(origin, 'phone')
  opened.push(phone)
  await connectShop(phone, origin)
  await foundShop(phone, 'Téléphone')
  const tablet = await openDevice(origin, 'tablet')
  opened.push(tablet)
  await pair(phone, tablet, 'Tablette')
  await expect(tablet.page.getByTestId('joining-member')).toContainText('caisse B')
  await sellFirst(tablet.page, 0)
  await sellFirst(phone.page, 1)

  // Each till’s figures, and the shop’s: every sale once.
  const { page } = phone
  await page.goto('/#/reports')
  await expect(page.getByTestId('figure-tickets')).toHaveText('2', { timeout: 30_000 })
  const together = await centsIn(page, 'figure-total')
  const known = page.getByTestId('known-B')
  await expect(known).toContainText(
    /^Caisse B \(Tablette\)\s: jusqu’à l’écriture B\u2011\d{6}, entendue à/,
  )
  await shot(page, 'reports-phone')
  await page.getByTestId('pill-own').click()
  await expect(known).toBeHidden()
  await expect(page.getByTestId('figure-tickets')).toHaveText('1')
  const own = await centsIn(page, 'figure-total')
  await page.getByText('Caisse B (Tablette)', { exact: true }).click()
  await expect(known).toBeVisible()
  await expect.poll(async () => (await centsIn(page, 'figure-total')) + own).toBe(together)

  // A sale that comes meanwhile is in the figures that are being looked at.
  await sellFirst(tablet.page, 2)
  await expect(page.getByTestId('figure-tickets')).toHaveText('2', { timeout: 60_000 })

  // Its sales are read, and given back here; they are printed on their own till.
  await page.goto('/#/sales')
  await expect(page.locator('[data-testid^="sale-"]')).toHaveCount(1)
  await page.getByText('Caisse B (Tablette)', { exact: true }).click()
  await expect(page.locator('[data-testid^="sale-"]')).toHaveCount(2)
  await shot(page, 'sales-phone')
  await page.locator('[data-testid^="sale-"]').first().click()
  await expect(page.getByTestId('copy-note')).toContainText('Copie reçue de la caisse B (Tablette)')
  await expect(page.getByTestId('seal-check')).toContainText('✓')
  await expect(page.getByTestId('receipt')).toContainText('B-000002')
  await expect(page.getByTestId('refund')).toBeVisible()
  await expect(page.getByTestId('print')).toHaveCount(0)
  await shot(page, 'sale-phone')

  // Its closing is its own; its drawer is what its journal says.
  await tablet.page.goto('/#/closings')
  await tablet.page.getByTestId('close-day').click()
  await tablet.page.getByTestId('close-count').click()
  await tablet.page.getByTestId('count-empty').click()
  await tablet.page.getByTestId('reason-0').click()
  await tablet.page.getByTestId('count-set').click()
  await expect(tablet.page.getByTestId('closing')).toBeVisible()
  await page.goto('/#/closings')
  await page.getByText('Caisse B (Tablette)', { exact: true }).click()
  await expect(page.getByTestId('closing-BZ-000001')).toBeVisible({ timeout: 60_000 })
  await shot(page, 'closings-phone')
  await page.getByTestId('other-drawer').click()
  await expect(page.getByTestId('other-drawer-facts')).toContainText('Tiroir de la caisse B')
  await shot(page, 'drawer-phone')
  await page.goto('/#/closings')
  await page.getByTestId('closing-BZ-000001').click()
  await expect(page.getByTestId('copy-note')).toBeVisible()
  await expect(page.getByTestId('seal-check')).toContainText('✓')
  await expect(page.getByTestId('closing-number')).toContainText('BZ-000001')

  // That its drawer lacked all that it took is told, and leads to the closing.
  for (const where of ['config/appareils', 'sales']) {
    await page.goto(`/#/${where}`)
    await expect(page.getByTestId('cash-differences')).toContainText('Caisse B (Tablette), le ')
    await shot(page, `difference-${where.replace('/', '-')}`)
  }
  await page.getByTestId('cash-differences').getByRole('link').click()
  await expect(page.getByTestId('closing-number')).toContainText('BZ-000001')

  // And the tablet knows of the phone’s.
  await tablet.page.goto('/#/reports')
  await expect(tablet.page.getByTestId('known-A')).toContainText('Caisse A (Téléphone)')
  await shot(tablet.page, 'reports-tablet')
  await tablet.page.goto('/#/closings')
  await tablet.page.getByText('Caisse A (Téléphone)', { exact: true }).click()
  await expect(tablet.page.getByTestId('other-drawer-facts')).toBeVisible()
  await shot(tablet.page, 'closings-tablet')
  await tablet.page.goto('/#/sales')
  await tablet.page.getByText('Toutes les caisses', { exact: true }).click()
  await expect(tablet.page.locator('[data-testid^="sale-"]')).toHaveCount(3)
  await tablet.page.getByText('A-000001', { exact: true }).click()
  await shot(tablet.page, 'sales-tablet')
  await expect(tablet.page.getByTestId('copy-note')).toContainText('caisse A (Téléphone)')
  if (process.env.COMPTOIR_SHOTS) {
    await tablet.page.setViewportSize({ width: 800, height: 1280 })
    for (const where of ['reports', 'closings', 'sales', 'archives']) {
      await tablet.page.goto(`/#/${where}`)
      await tablet.page.waitForTimeout(800)
      await shot(tablet.page, `${where}-upright`)
    }
  }

  // An archive of it, from its copy.
  await tablet.page.goto('/#/archives')
  await tablet.page.getByLabel('Copie de la caisse A (Téléphone)').check({ force: true })
  await expect(tablet.page.getByTestId('archive-copy')).toBeVisible()
  await shot(tablet.page, 'archives-tablet')
  const saving = tablet.page.waitForEvent('download')
  await tablet.page.getByTestId('archive-make').click()
  expect((await saving).suggestedFilename()).toMatch(/^comptoir-archive-A-copie-/)

  // The inspector sees it beside the tablet's own.
  await tablet.page.goto('/#/inspection')
  await tablet.page.getByTestId('inspection-begin').click()
  await tablet.page.getByLabel('Copie de la caisse A (Téléphone)').check({ force: true })
  await expect(tablet.page.getByTestId('copy-note')).toContainText('jusqu’à l’écriture A-')
  await expect(tablet.page.getByText(/^\s*\d+\sécritures\s\(1\sà\s\d+\)\s*$/)).toHaveCount(1)
  await shot(tablet.page, 'inspection-tablet')
})
