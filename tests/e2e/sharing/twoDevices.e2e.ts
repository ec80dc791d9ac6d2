import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { openDevice, pair, phoneWithTablet, sellOne, type Device } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { openTicket, readyOffline, tiles } from '../support'

let server: ShopServer
const missing = whyNoServer()
test.skip(missing !== undefined, missing ?? '')

// A server bounds how often one address opens mailboxes: each test has its own.
test.beforeEach(async () => {
  if (!missing) server = await startShopServer()
})

/** Each test has browsers of its own; they are closed whatever happens. */
const opened: Device[] = []
test.afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (!missing) await server.close()
})
async function open(kind: 'phone' | 'tablet', folder?: string): Promise<Device> {
  const device = await openDevice(server.origin, kind, folder)
  opened.push(device)
  return device
}

const phoneAndTablet = (folder?: string) => phoneWithTablet(server.origin, open, folder)

/** Waits until all that a till sealed was passed on. */
async function seeSent(page: Page, reference: string): Promise<void> {
  await page.goto('/#/config/appareils')
  await expect(page.getByTestId('devices-sent')).toContainText(reference)
}

test('the phone reads the shop, the tablet sells; put out, it sells no more', async () => {
  test.setTimeout(240_000)
  const { phone, tablet } = await phoneAndTablet()

  // Sold without a network, it is passed on once there is one.
  await readyOffline(tablet.page)
  await tablet.page.context().setOffline(true)
  expect(await sellOne(tablet.page)).toMatch(/^B-/)
  await tablet.page.context().setOffline(false)
  await seeSent(tablet.page, 'B-')

  // A price changed on the phone is on the tablet, which says who changed it.
  await tablet.page.goto('/#/sell')
  await phone.page.goto('/#/articles')
  await phone.page.locator('[data-testid^="article-ps-"]').first().click()
  await phone.page.getByTestId('article-price').fill('99,90')
  await phone.page.getByTestId('article-save').click()
  await expect(tablet.page.getByTestId('articles-changed')).toContainText('Téléphone', {
    timeout: 20_000,
  })
  await expect(tiles(tablet.page).filter({ hasText: '99,90' })).toHaveCount(1)

  await phone.page.goto('/#/config/appareils')
  await phone.page.getByTestId('device-remove-Comptoir').click()
  await phone.page.getByTestId('device-remove-confirm-yes').click()
  await expect(phone.page.getByTestId('device-Comptoir')).toContainText('Retiré')
  await expect(tablet.page.getByTestId('selling-ended')).toBeVisible({ timeout: 40_000 })
  await tiles(tablet.page).first().click()
  await openTicket(tablet.page)
  await tablet.page.getByTestId('pay-cash').last().click()
  await expect(tablet.page.getByText('Cet appareil ne vend plus')).toBeVisible()

  // Its letter is nobody else's.
  const other = await open('tablet')
  await pair(phone, other, 'Comptoir 2')
  await expect(other.page.getByTestId('joining-member')).toContainText('caisse C')
})

test('a copied profile goes on under another letter; all lost, the printed key opens the shop @long', async () => {
  test.setTimeout(240_000)
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-profile-'))
  const { phone, tablet, paperKey } = await phoneAndTablet(folder)
  await sellOne(tablet.page)
  await seeSent(tablet.page, 'B-')
  await tablet.close()
  const copy = `${folder}-copy`
  cpSync(folder, copy, { recursive: true })

  const first = await open('tablet', folder)
  await sellOne(first.page)
  await seeSent(first.page, 'B-')
  const second = await open('tablet', copy)
  await sellOne(second.page)
  await second.page.goto('/#/config/appareils')
  await expect(second.page.getByTestId('devices-fault')).toContainText('copiées')
  await second.page.getByTestId('devices-leave').click()
  await expect(second.page.getByTestId('device-join')).toBeVisible()
  await pair(phone, second, 'Comptoir bis')
  await expect(second.page.getByTestId('joining-member')).toContainText('caisse C')
  expect(await sellOne(second.page)).toMatch(/^C-/)
  await seeSent(second.page, 'C-')
  for (const { close } of opened.splice(0)) await close()

  const fresh = await open('phone')
  await fresh.page.goto('/#/rejoindre/papier')
  await fresh.page.getByTestId('recovering-key').fill(paperKey.toLowerCase())
  await fresh.page.getByTestId('recovering-go').click()
  await expect(fresh.page.getByTestId('joining-member')).toContainText('caisse D', {
    timeout: 30_000,
  })
  await fresh.page.goto('/#/config/appareils')
  await expect(fresh.page.getByTestId('device-Comptoir')).toContainText('Caisse B')
  await fresh.page.goto('/#/sell')
  await expect(tiles(fresh.page).first()).toBeVisible({ timeout: 30_000 })
  expect(await sellOne(fresh.page)).toMatch(/^D-/)
})
