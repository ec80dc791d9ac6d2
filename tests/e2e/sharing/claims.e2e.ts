import { expect, test, type Page } from '@playwright/test'
import { connectShop, foundShop, openDevice, pair, type Device } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { openTicket, payExact, readyOffline, tiles } from '../support'

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

async function open(kind: 'phone' | 'tablet'): Promise<Device> {
  const device = await openDevice(server.origin, kind)
  opened.push(device)
  return device
}
/** A picture for a person to look at, at the size that is asked for. */
const shot = async (page: Page, name: string) => {
  if (!process.env.COMPTOIR_SHOTS) return
  await page.screenshot({ path: `${process.env.COMPTOIR_SHOTS}/${name}.png` })
}

async function parkOne(page: Page, place: number): Promise<void> {
  await page.goto('/#/sell')
  await tiles(page).nth(place).click()
  await page.getByTestId('ticket-park').click()
}
const parkedIn = (page: Page) => page.locator('dialog [data-testid^="parked-"]')

/** Opens the list of parked tickets and waits until it holds so many. */
async function seeParked(page: Page, count: number): Promise<void> {
  await page.goto('/#/sell')
  await openTicket(page)
  await page.getByTestId('ticket-park').last().click()
  await expect(parkedIn(page)).toHaveCount(count, { timeout: 30_000 })
}
const closeSheet = (page: Page) => page.getByTestId('sheet-close').click()

test('a ticket parked on one till is resumed on the other; sold on both, it is to be verified @long', async () => {
  test.setTimeout(240_000)
  const front = await open('tablet')
  await connectShop(front, server.origin)
  await foundShop(front, 'Devant')
  const back = await open(process.env.COMPTOIR_SHOTS_OF === 'phone' ? 'phone' : 'tablet')
  await pair(front, back, 'Comptoir')
  await expect(back.page.getByTestId('joining-member')).toContainText('caisse B')
  await back.page.goto('/#/sell')
  await expect(tiles(back.page).first()).toBeVisible({ timeout: 30_000 })

  await parkOne(front.page, 0)
  await seeParked(back.page, 1)
  await expect(back.page.getByRole('list', { name: 'Sur Devant' })).toBeVisible()
  await shot(back.page, 'parked-elsewhere')
  await parkedIn(back.page).click()
  await payExact(back.page)
  await back.page.getByTestId('new-ticket').click()
  await seeParked(front.page, 0)
  await closeSheet(front.page)

  // Without a network, a person decides; here it is sold on both.
  await parkOne(front.page, 1)
  await seeParked(back.page, 1)
  await readyOffline(back.page)
  await back.page.context().setOffline(true)
  await parkedIn(back.page).click()
  await expect(back.page.getByTestId('resume-unclaimed')).toContainText('Devant')
  await shot(back.page, 'resume-unreachable')
  await back.page.getByTestId('resume-unclaimed-no').click()
  await expect(parkedIn(back.page)).toHaveCount(1)
  await parkedIn(back.page).click()
  await back.page.getByTestId('resume-unclaimed-yes').click()
  await payExact(back.page)
  await back.page.getByTestId('new-ticket').click()
  await seeParked(front.page, 1)
  await parkedIn(front.page).click()
  await payExact(front.page)
  await front.page.getByTestId('new-ticket').click()

  await back.page.context().setOffline(false)
  await back.page.goto('/#/config/appareils')
  await expect(back.page.getByTestId('devices-sent')).toContainText('B-', { timeout: 60_000 })
  for (const { page } of [front, back]) {
    await page.goto('/#/sales')
    const list = page.getByRole('region', { name: 'Liste des ventes' })
    await expect(list.getByTestId('sold-twice').getByRole('link')).toHaveCount(2, {
      timeout: 40_000,
    })
    await shot(page, 'verify-sales')
    await page.goto('/#/config/appareils')
    await expect(page.getByTestId('device-Devant')).toBeVisible()
    await expect(page.getByTestId('sold-twice').getByRole('link')).toHaveCount(2)
    await shot(page, 'verify-devices')
  }
})
