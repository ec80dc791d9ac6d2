import { expect, type Page } from '@playwright/test'
import { payExact, tiles, typeAmount } from '../e2e/support'
import { openDemoWithPictures, test } from './keep'
import { setTime } from './still'

/** Articles of the demo shop, by their references. */
const [HONEY, TEA, NOTEBOOK] = ['COL-009', 'COL-004', 'COL-033']

/** Adds an article to the ticket. */
async function add(page: Page, reference: string): Promise<void> {
  await page.getByTestId('search').fill(reference)
  await expect(tiles(page)).toHaveCount(1)
  await tiles(page).first().click()
  await page.getByTestId('search').fill('')
}

/** Sells at a time of the day. */
async function sell(page: Page, time: string, ...references: string[]): Promise<void> {
  await setTime(page, time)
  for (const reference of references) await add(page, reference)
  await payExact(page)
  await page.getByTestId('new-ticket').click()
}

const sheet = (page: Page) => page.locator('dialog[open]').last()
const firstCard = (page: Page) => page.locator('#main .card').first()

test('a sale, its payment and what follows', async ({ page, keep }) => {
  await openDemoWithPictures(page)
  await setTime(page, '10:42')
  for (const reference of [HONEY, HONEY, TEA, NOTEBOOK]) await add(page, reference)
  await keep('vendre')
  await page.getByTestId('pay-cash').click()
  await typeAmount(page, 5_000)
  await keep('encaisser', { of: sheet(page) })
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await keep('paye', { of: page.locator('.sell__ticket') })
})

test('the sales of a day, a refund and the closing', async ({ page, keep }) => {
  await openDemoWithPictures(page)
  await sell(page, '09:12', TEA)
  await sell(page, '10:05', NOTEBOOK, HONEY)
  await sell(page, '10:42', HONEY, HONEY, TEA)
  await page.goto('/#/sales')
  await page.getByTestId('sale-4').click()
  await keep('ventes')
  await page.getByTestId('refund').click()
  await page.getByTestId('refund-line-0-more').click()
  await keep('rembourser', { of: sheet(page) })
  await page.getByTestId('sheet-close').click()
  await setTime(page, '18:30')
  await page.goto('/#/closings/open')
  await expect(page.getByTestId('close-day')).toBeVisible()
  await keep('cloturer')
})

test('a backup and its restore', async ({ page, keep }) => {
  await openDemoWithPictures(page)
  await page.goto('/#/config/general/sauvegarde')
  await page.getByTestId('passphrase').fill('quatre mots bien choisis')
  await page.getByTestId('passphrase-again').fill('quatre mots bien choisis')
  await page.getByTestId('passphrase-choose').click()
  await expect(page.getByTestId('backup-make')).toBeVisible({ timeout: 30_000 })
  await keep('sauvegarder', { of: firstCard(page) })
  await page.getByTestId('restore').click()
  await keep('restaurer', { of: sheet(page) })
})

test('articles and orders of the shop', async ({ page, keep }) => {
  await openDemoWithPictures(page)
  await page.getByTestId('nav-articles').click()
  await keep('synchroniser', { heightPx: 620 })
  await page.goto('/#/orders')
  await page.getByTestId('orders-look').click()
  await page.getByTestId('orders-apply').click()
  await keep('commandes', { of: page.getByTestId('order-COLIBRI04') })
})

test.describe('on a higher screen', () => {
  test.use({ viewport: { width: 1024, height: 1100 } })

  test('the connection to a shop', async ({ page, keep, baseURL }) => {
    await page.goto('/')
    await page.getByTestId('connect-shop').click()
    await page.getByTestId('connect-address').fill(`${new URL(baseURL ?? '').host}/demo`)
    await page.getByTestId('connect-key').fill('COMPTOIRDEMOMINIMALKEY0000000001')
    await page.getByTestId('connect-test').click()
    await expect(page.getByTestId('connect-report')).toBeVisible()
    await keep('connecter', { of: firstCard(page) })
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 720 }, hasTouch: true, isMobile: true })

  test('a sale', async ({ page, keep }) => {
    await openDemoWithPictures(page)
    for (const place of [0, 1]) await tiles(page).nth(place).click()
    await keep('telephone')
  })

  test('the code of the module', async ({ page, keep }) => {
    // As the module's QR code has it; nothing of it is opened.
    const shop = Buffer.from('https://boutique.example.com').toString('base64url')
    const [id, sealed] = [Buffer.alloc(16, 7), Buffer.alloc(60, 9)]
    await page.goto(`/#/pair/1.${shop}.${id.toString('base64url')}.${sealed.toString('base64url')}`)
    await page.getByTestId('pairing-code').fill('1234 5678')
    await keep('relier', { heightPx: 520 })
  })
})
