import { expect, test } from '@playwright/test'
import { connectShop, foundShop, openDevice, pair } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { payExact, readyOffline, tiles } from '../support'

let server: ShopServer
const missing = whyNoServer()
test.skip(missing !== undefined, missing ?? '')

test.beforeAll(async () => {
  if (!missing) server = await startShopServer()
})
test.afterAll(async () => {
  if (!missing) await server.close()
})

test('what the owner reads on the phone is on the tablet', async () => {
  test.setTimeout(180_000)
  const { origin } = server
  const phone = await openDevice(origin, 'phone')
  await connectShop(phone, origin)
  await foundShop(phone, 'Téléphone')
  const tablet = await openDevice(origin, 'tablet')
  await pair(phone, tablet, 'Comptoir')
  await expect(tablet.page.getByTestId('joining-member')).toContainText('caisse B')
  await tablet.page.goto('/#/sell')
  await expect(tiles(tablet.page).first()).toBeVisible({ timeout: 30_000 })
  await tablet.page.screenshot({ path: '/tmp/w/s18-tablet2.png' })

  // Sold without a network, it is on the phone once there is one.
  await readyOffline(tablet.page)
  await tablet.page.context().setOffline(true)
  await tiles(tablet.page).first().click()
  await payExact(tablet.page)
  await expect(tablet.page.getByTestId('paid-number')).toBeVisible()
  await tablet.page.context().setOffline(false)
  await tablet.page.goto('/#/config/appareils')
  await expect(tablet.page.getByTestId('devices-sent')).toContainText('B-')
  await phone.page.goto('/#/config/appareils')
  await phone.page.screenshot({ path: '/tmp/w/s18-phone.png' })
  await tablet.page.screenshot({ path: '/tmp/w/s18-tablet.png' })
})
