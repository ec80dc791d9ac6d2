import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../playwright.config'
import { payExact, tiles } from '../support'

/** A device of the shop: a Chromium of its own, as large as a phone or a tablet. */
export interface Device {
  page: Page
  close: () => Promise<void>
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true }

const SIZES = { phone: PHONE, tablet: TABLET }
const LOCALE = { locale: 'fr-FR', timezoneId: 'Europe/Paris', serviceWorkers: 'allow' } as const

/**
 * Opens the till of a shop in a browser of its own, with nothing on it, or with what the folder of an
 * earlier one holds.
 */
export async function openDevice(
  origin: string,
  kind: 'phone' | 'tablet',
  folder = mkdtempSync(join(tmpdir(), 'comptoir-device-')),
  proxy?: string,
): Promise<Device> {
  const context = await launchBrowser(origin, kind, folder, proxy)
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.goto('/')
  return { page, close: () => context.close() }
}

/** A browser of its own over a folder, before the till is opened in it. */
export const launchBrowser = (
  origin: string,
  kind: 'phone' | 'tablet',
  folder: string,
  proxy?: string,
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath,
    args: chromiumArguments,
    ...SIZES[kind],
    ...LOCALE,
    baseURL: origin,
    // Chromium passes its own device by, unless it is told not to.
    ...(proxy ? { proxy: { server: proxy, bypass: '<-loopback>' } } : {}),
  })

/** Connects a device to the shop, as the owner does, and reads its articles. */
export async function connectShop(
  { page }: Device,
  origin: string,
  key = 'COMPTOIRDEMOMINIMALKEY0000000001',
): Promise<void> {
  await page.goto('/#/config/general/commandes')
  await page.getByTestId('connect-address').fill(`${origin}/demo`)
  await page.getByTestId('connect-key').fill(key)
  await page.getByTestId('connect-save').click()
  await page.goto('/#/config/general/boutique')
  await page.getByTestId('seller-name').fill('L’Atelier Colibri')
  await page.getByTestId('seller-address').fill('4 rue des Lilas, 35000 Rennes')
  await page.getByTestId('seller-siret').fill('73282932000074')
  await page.getByTestId('seller-save').click()
  await expect(page.getByText('Enregistré', { exact: true }).first()).toBeVisible()
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('sync-start').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
}

/** Founds the shop of several devices; returns its paper key. */
export async function foundShop({ page }: Device, name: string): Promise<string> {
  await page.goto('/#/config/appareils')
  await page.getByTestId('device-name').fill(name)
  await page.getByTestId('device-found').click()
  const key = (await page.getByTestId('paper-key').textContent())?.trim() ?? ''
  await page.getByTestId('paper-key-end').fill(key.replaceAll('-', '').slice(-4))
  await page.getByTestId('paper-key-noted').click()
  await expect(page.getByTestId(`device-${name}`)).toBeVisible()
  return key
}

/** Lets a device in: one shows a code, the other reads it and shows four digits. */
export async function pair(
  host: Device,
  guest: Device,
  name: string,
  role: 'sells' | 'manages' | 'reads' = 'sells',
): Promise<void> {
  await host.page.goto('/#/config/appareils')
  await host.page.getByTestId('device-add').click()
  await host.page.getByTestId(`device-role-${role}`).check({ force: true })
  await host.page.getByTestId('device-show-code').click()
  const code = await host.page.getByTestId('device-copy').getAttribute('data-code')
  await guest.page.goto(`/#/rejoindre/${code}`)
  await guest.page.getByTestId('joining-name').fill(name)
  await guest.page.getByTestId('joining-go').click()
  const digits = await guest.page.getByTestId('joining-digits').textContent()
  await host.page.getByTestId('device-digits').fill(digits?.trim() ?? '')
  await host.page.getByTestId('device-let-in').click()
  await expect(host.page.getByTestId('device-joined')).toContainText(name)
  await host.page.getByTestId('sheet-close').click()
}

/** The owner's phone with the shop on it, and a tablet that it let in; `open` closes them in the end. */
export async function phoneWithTablet(
  origin: string,
  open: (kind: 'phone' | 'tablet', folder?: string) => Promise<Device>,
  folder?: string,
): Promise<{ phone: Device; tablet: Device; paperKey: string }> {
  const phone = await open('phone')
  await connectShop(phone, origin)
  const paperKey = await foundShop(phone, 'Téléphone')
  const tablet = await open('tablet', folder)
  await pair(phone, tablet, 'Comptoir')
  // The tablet leaves the digits before it heard that it was let in.
  await tablet.page.goto('/#/sell')
  await expect(tiles(tablet.page).first()).toBeVisible({ timeout: 30_000 })
  return { phone, tablet, paperKey }
}

/** Sells one article; returns the number on the receipt. */
export async function sellOne(page: Page): Promise<string> {
  await page.goto('/#/sell')
  await tiles(page).first().click()
  await payExact(page)
  const number = await page.getByTestId('paid-number').textContent()
  await page.getByTestId('new-ticket').click()
  return /[A-Z]-\d+/.exec(number ?? '')?.[0] ?? ''
}
