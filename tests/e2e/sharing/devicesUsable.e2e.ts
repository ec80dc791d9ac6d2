import { expect, test, type Page } from '@playwright/test'
import { connectShop, openDevice, type Device } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { axeFindings, openTicket, payExact, tiles } from '../support'

/** A folder for pictures of each state, to be looked at; none are taken without it. */
const PICTURES = process.env.COMPTOIR_PICTURES
const SIZES = [
  [1280, 800],
  [800, 1280],
  [390, 844],
] as const

let server: ShopServer
const missing = whyNoServer()
test.skip(missing !== undefined, missing ?? '')
const opened: Device[] = []
test.beforeEach(async () => {
  if (!missing) server = await startShopServer('code')
})
test.afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (!missing) await server.close()
})

/** Each size and theme of a state: nothing is found by axe, and nothing is wider than the screen. */
async function look(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    const isWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
    expect(isWide, `${name} at ${width}`).toBe(false)
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png` })
  }
  expect(await axeFindings(page), name).toEqual([])
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' })
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-390-dark.png` })
  expect(await axeFindings(page), `${name}, dark`).toEqual([])
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
  if (before) await page.setViewportSize(before)
}

const LONG = 'Téléphone de Marie-Antoinette, atelier 2e'

test('what the owner and the cashier see of several devices can be used by all @long', async () => {
  test.setTimeout(280_000)
  const [phone, tablet] = [
    await openDevice(server.origin, 'phone'),
    await openDevice(server.origin, 'tablet'),
  ]
  opened.push(phone, tablet)
  const { page } = phone
  const errors: string[] = []
  for (const { page: one } of opened) {
    one.on('console', message => message.type() === 'error' && errors.push(message.text()))
    one.on('pageerror', error => errors.push(error.message))
  }
  await connectShop(phone, server.origin)
  await page.goto('/#/config/appareils')
  await expect(page.getByTestId('device-name')).toBeVisible()
  await look(page, 'alone')
  await page.getByTestId('device-name').fill(LONG)
  await page.getByTestId('device-found').click()
  await expect(page.getByTestId('device-code')).toBeVisible()
  await look(page, 'code-asked')
  await page.getByTestId('device-code').fill('nonono')
  await page.getByTestId('device-found').click()
  await look(page, 'code-wrong')
  await page.getByTestId('device-code').fill(server.code())
  await page.getByTestId('device-found').click()
  await expect(page.getByTestId('paper-key')).toBeVisible()
  await look(page, 'paper-key')
  const key = (await page.getByTestId('paper-key').textContent()) ?? ''
  await page.getByTestId('paper-key-end').fill(key.replaceAll('-', '').trim().slice(-4))
  await page.getByTestId('paper-key-noted').click()
  await expect(page.getByTestId(`device-${LONG.slice(0, 40)}`)).toBeVisible()
  await look(page, 'founded')

  await page.getByTestId('device-add').click()
  await look(page, 'host-role')
  await page.getByTestId('device-show-code').click()
  await expect(page.getByTestId('device-copy')).toBeVisible()
  await look(page, 'host-code')
  // Given up while it looks, another one is shown at once.
  await page.getByTestId('sheet-close').click()
  await page.getByTestId('device-add').click()
  await page.getByTestId('device-show-code').click()
  const code = await page.getByTestId('device-copy').getAttribute('data-code')

  const guest = tablet.page
  await guest.goto('/#/rejoindre')
  await look(guest, 'join')
  await guest.getByTestId('joining-code').fill(`${server.origin}/#/rejoindre/${code}`)
  await expect(guest.getByTestId('joining-server')).toContainText('localhost')
  await guest.getByTestId('joining-name').fill('Comptoir')
  await look(guest, 'join-read')
  await guest.getByTestId('joining-go').click()
  await expect(guest.getByTestId('joining-digits')).toBeVisible()
  expect(guest.url()).not.toContain(code ?? '-')
  await look(guest, 'join-digits')
  await expect(page.getByTestId('device-digits')).toBeFocused()
  await look(page, 'host-digits')
  const digits = (await guest.getByTestId('joining-digits').textContent())?.trim() ?? ''
  await page.getByTestId('device-digits').fill(digits === '0000' ? '1111' : '0000')
  await page.getByTestId('device-let-in').click()
  await expect(page.getByText('Ce ne sont pas ces chiffres')).toBeVisible()
  await expect(page.getByTestId('device-digits')).toBeFocused()
  await look(page, 'host-wrong')
  await page.getByTestId('device-digits').fill(digits)
  await page.getByTestId('device-let-in').click()
  await expect(page.getByTestId('device-joined')).toBeVisible()
  await look(page, 'host-joined')
  await page.getByTestId('sheet-close').click()
  await expect(guest.getByTestId('joining-member')).toContainText('caisse B')
  await look(guest, 'join-member')
  await guest.goto('/#/config/appareils')
  await expect(guest.getByTestId('devices-sent')).toContainText('B-')
  await look(guest, 'devices-tablet')
  await look(page, 'devices-phone')

  // A payment is asked for as the news comes: it is sealed, and no other is begun.
  await guest.goto('/#/sell')
  await expect(tiles(guest).first()).toBeVisible({ timeout: 30_000 })
  await tiles(guest).first().click()
  await guest.getByTestId('pay-cash').last().click()
  await expect(guest.locator('[data-testid^="quick-"]').first()).toBeVisible()
  await page.getByTestId('device-remove-Comptoir').click()
  await look(page, 'remove-asked')
  await page.getByTestId('device-remove-confirm-yes').click()
  await expect(page.getByTestId('device-Comptoir')).toContainText('Retiré')
  await expect(guest.getByTestId('selling-ended')).toBeVisible({ timeout: 40_000 })
  await guest.locator('[data-testid^="quick-"]').first().click()
  await guest.getByTestId('validate').click()
  await expect(guest.getByTestId('paid-number')).toContainText('B-')
  await guest.getByTestId('new-ticket').click()
  await tiles(guest).first().click()
  await openTicket(guest)
  await guest.getByTestId('pay-cash').last().click()
  await expect(guest.getByText('Cet appareil ne vend plus')).toBeVisible()
  await look(guest, 'selling-ended')
  await guest.goto('/#/config/appareils')
  await expect(guest.getByTestId('devices-leave')).toBeVisible()
  await look(guest, 'put-out')

  // Linked again and let in, it sells again, under another letter.
  await guest.getByTestId('devices-leave').click()
  await expect(guest.getByTestId('device-join')).toBeVisible()
  await page.getByTestId('device-add').click()
  await page.getByTestId('device-show-code').click()
  const again = await page.getByTestId('device-copy').getAttribute('data-code')
  await guest.goto(`/#/rejoindre/${again}`)
  await guest.getByTestId('joining-go').click()
  const read = (await guest.getByTestId('joining-digits').textContent())?.trim() ?? ''
  await page.getByTestId('device-digits').fill(read)
  await page.getByTestId('device-let-in').click()
  await expect(guest.getByTestId('joining-member')).toContainText('caisse C')
  await expect(guest.getByTestId('selling-ended')).toBeHidden()
  await guest.goto('/#/sell')
  await tiles(guest).first().click()
  await payExact(guest)
  await expect(guest.getByTestId('paid-number')).toContainText('C-')
  expect(errors.filter(text => !/status of 4\d\d/.test(text))).toEqual([])
  expect(errors.join(' ')).not.toContain(code?.split('.')[1] ?? '-')
})
