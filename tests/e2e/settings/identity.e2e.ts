import { expect, test, type Page } from '@playwright/test'
import { connectShop, expectReceiptOfShop, SHOP, skipPeopleAndPaper, typeSeller } from './identity'
import { axeFindings, openTicket, payExact, readyOffline, sealedIn, tiles } from '../support'
import { CASHIER, chip, choosePin, nameCashier, OWNER, switchTo } from '../team'

const BOOKS = 'shop'
const FULL_KEY = 'COMPTOIRDEMOFULLREADKEY000000002'
const sheet = (page: Page) => page.getByTestId('identity-sheet')

/** Leaves the three steps for the counter, once the articles are there. */
async function skipSetup(page: Page): Promise<void> {
  await page.getByTestId('nav-sell').click()
  await expect(tiles(page).first()).toBeVisible({ timeout: 30_000 })
}

async function payCash(page: Page): Promise<void> {
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
}

async function endPayment(page: Page): Promise<void> {
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
}

const salesIn = async (page: Page) =>
  (await sealedIn(page, BOOKS)).filter(({ kind }) => kind === 'sale')

test(
  'from a domain and a key, by three steps, to a cash sale whose receipt says who sells',
  { tag: '@phone' },
  async ({ page, baseURL }) => {
    await connectShop(page, baseURL)
    expect(await axeFindings(page)).toEqual([])

    // What is missing, then what is wrong, is said under its field, and nothing goes on.
    await page.getByTestId('seller-save').click()
    await expect(page.getByText('Le SIRET manque')).toBeVisible()
    await typeSeller(page, { ...SHOP, siret: '73282932000075', vatNumber: 'FR45732829320' })
    await page.getByTestId('seller-save').click()
    await expect(page.getByText('son chiffre de contrôle ne tombe pas juste')).toBeVisible()
    await expect(page.getByText('sa clé ne tombe pas juste')).toBeVisible()
    await expect(page).toHaveURL(/#\/debut\/boutique$/)
    expect(await axeFindings(page)).toEqual([])

    await typeSeller(page)
    await page.getByTestId('seller-save').click()
    await skipPeopleAndPaper(page)
    await expect(page).toHaveURL(/#\/sell$/)
    await expect(tiles(page).first()).toBeVisible({ timeout: 30_000 })
    await tiles(page).first().click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toHaveText('Ticket A-000001')
    await expectReceiptOfShop(page)
  },
)

test('a wider key fills what the shop knows; the first payment asks for the rest', async ({
  page,
  baseURL,
}) => {
  await connectShop(page, baseURL, FULL_KEY)
  await expect(page.getByTestId('seller-told')).toBeVisible()
  await expect(page.getByTestId('seller-name')).toHaveValue('L’Atelier Colibri')
  await expect(page.getByTestId('seller-address')).toHaveValue('12 rue des Lilas\n44000 Nantes')
})

test('what the shop tells leaves alone the field somebody types in @long', async ({
  page,
  context,
  baseURL,
}) => {
  let answer = () => {}
  const isAsked = new Promise<void>(resolve => (answer = resolve))
  await context.route('**/demo/api/configurations**', async route => {
    await isAsked
    await route.continue()
  })
  await connectShop(page, baseURL, FULL_KEY)
  await page.getByTestId('seller-name').focus()
  answer()
  await expect(page.getByTestId('seller-address')).toHaveValue('12 rue des Lilas\n44000 Nantes')
  await page.keyboard.type(SHOP.name)
  await expect(page.getByTestId('seller-name')).toHaveValue(SHOP.name)
})

test(
  'with the steps left aside, the first payment asks in one sheet, then goes on',
  { tag: '@phone-long' },
  async ({ page, baseURL }) => {
    await connectShop(page, baseURL)
    await skipSetup(page)
    for (const place of [0, 1]) await tiles(page).nth(place).click()
    await payCash(page)
    await expect(sheet(page)).toBeVisible()
    expect(await axeFindings(page)).toEqual([])

    // The sheet can be left: nothing is paid, nothing is lost.
    await page.getByTestId('sheet-close').last().click()
    await expect(sheet(page)).toHaveCount(0)
    await expect(page.locator('.ticket-line')).toHaveCount(2)
    await page.getByTestId('pay-cash').last().click()
    await typeSeller(page, { ...SHOP, siret: '732' })
    await page.getByTestId('seller-save').click()
    await expect(sheet(page)).toContainText('Un SIRET a 14 chiffres ; celui-ci en a 3.')
    await typeSeller(page)
    await page.getByTestId('seller-save').click()
    await expect(sheet(page)).toHaveCount(0)
    await endPayment(page)
    const [sale] = await salesIn(page)
    expect(sale).toMatchObject({ seller: SHOP })
    expect(sale?.lines).toHaveLength(2)

    // It is asked once.
    await page.getByTestId('new-ticket').click()
    await tiles(page).first().click()
    await payCash(page)
    await endPayment(page)
    await expectReceiptOfShop(page)
  },
)

test('a tablet that is turned loses nothing of what was typed, nor the payment @long', async ({
  page,
  baseURL,
}) => {
  await connectShop(page, baseURL)
  await skipSetup(page)
  await tiles(page).first().click()
  await payCash(page)
  await typeSeller(page)
  await page.setViewportSize({ width: 600, height: 960 })
  await expect(page.getByTestId('ticket-open')).toBeAttached()
  await expect(page.getByTestId('seller-siret')).toHaveValue(SHOP.siret)
  await page.getByTestId('seller-save').click()
  await endPayment(page)
  expect(await salesIn(page)).toMatchObject([{ seller: SHOP }])
})

test('a shop that already sells without saying who goes on @long', async ({ page, baseURL }) => {
  await connectShop(page, baseURL)
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  await skipSetup(page)
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await forgetSeller(page)
  await page.reload()
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toHaveText('Ticket A-000002')
  await expect(sheet(page)).toHaveCount(0)
  expect(await salesIn(page)).toMatchObject([{ seller: SHOP }, { seller: { name: '' } }])
})

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' })

  test(
    'the first payment asks, and goes on',
    { tag: '@phone-long' },
    async ({ page, context, baseURL }) => {
      await connectShop(page, baseURL)
      await skipSetup(page)
      await readyOffline(page)
      await context.setOffline(true)
      await page.reload()
      await tiles(page).first().click()
      await payCash(page)
      await typeSeller(page)
      await page.getByTestId('seller-save').click()
      await endPayment(page)
      expect(await salesIn(page)).toMatchObject([{ seller: SHOP }])
    },
  )
})

test('a cashier types it, somebody with the right approves it, and the sale goes on @long', async ({
  page,
  baseURL,
}) => {
  await connectShop(page, baseURL)
  await page.goto('/#/debut/equipe')
  await page.getByTestId('setup-member').click()
  await page.getByTestId('member-name').fill(OWNER.name)
  await page.getByTestId('member-next').click()
  await choosePin(page, OWNER.pin)
  await page.getByTestId('recovery-noted').click()
  await expect(chip(page)).toContainText(OWNER.name)
  await page.goto('/#/config/equipe')
  await nameCashier(page)
  await switchTo(page, CASHIER)
  await skipSetup(page)

  await tiles(page).first().click()
  await payCash(page)
  await expect(page.getByTestId('seller-by-owner')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  // Refused: what was typed stays.
  const approval = page.getByTestId('approval')
  await expect(approval).toBeVisible()
  await page.getByTestId('sheet-close').last().click()
  await expect(page.getByTestId('error-approval-missing')).toBeVisible()
  await expect(page.getByTestId('seller-siret')).toHaveValue(SHOP.siret)
  expect(await salesIn(page)).toEqual([])

  await page.getByTestId('seller-save').click()
  for (const digit of OWNER.pin) await approval.getByTestId(`key-${digit}`).click()
  await approval.getByTestId('pin-enter').click()
  await expect(sheet(page)).toHaveCount(0)
  await endPayment(page)
  expect(await salesIn(page)).toMatchObject([{ seller: SHOP, user: { name: CASHIER.name } }])
  const traces = (await sealedIn(page, BOOKS)).filter(({ what }) => what === 'approval')
  expect(traces).toMatchObject([{ detail: { act: 'settings', setting: 'seller' } }])
})

/** Takes the stored seller away, as on a device that has sold since before it was asked for. */
async function forgetSeller(page: Page): Promise<void> {
  await page.evaluate(
    books =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open(books)
        open.addEventListener('success', () => {
          const writing = open.result.transaction('settings', 'readwrite')
          writing.objectStore('settings').delete('seller')
          writing.addEventListener('error', () => reject(new Error(String(writing.error))))
          writing.addEventListener('complete', () => {
            open.result.close()
            resolve()
          })
        })
      }),
    'comptoir-till',
  )
}

test(
  'what a press found is in sight, and a step can be seen again',
  { tag: '@phone-long' },
  async ({ page, baseURL }) => {
    await page.goto('/')
    await page.getByTestId('connect-shop').click()
    await page.getByTestId('connect-address').fill(`${new URL(baseURL ?? '').host}/demo`)
    await page.getByTestId('connect-key').fill('COURTE')
    await page.getByTestId('connect-test').click()
    await expect(page.getByTestId('error-shop-key-malformed')).toBeInViewport({ ratio: 0.9 })
    await page.getByTestId('connect-key').fill('COMPTOIRDEMOMINIMALKEY0000000001')
    await page.getByTestId('connect-test').click()
    await expect(page.getByTestId('connect-report')).toBeInViewport({ ratio: 0.4 })
    await page.getByTestId('connect-save').click()
    await expect(page.getByTestId('connect-setup')).toBeInViewport({ ratio: 1 })

    await page.getByTestId('connect-setup').click()
    await typeSeller(page)
    await page.getByTestId('seller-save').click()
    await expect(page).toHaveURL(/#\/debut\/equipe$/)
    await page.getByRole('link', { name: 'Retour' }).click()
    await expect(page.getByTestId('seller-siret')).toHaveValue(/^732/)
  },
)

test('the printing test of the third step holds who sells, on the paper that was chosen @long', async ({
  page,
  baseURL,
}) => {
  await page.addInitScript(() => {
    window.print = () => {
      const sheet = document.querySelector('.print-area')
      document.title = `${document.documentElement.className}|${sheet?.textContent ?? ''}`
    }
  })
  await connectShop(page, baseURL)
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  await page.getByTestId('setup-next').click()
  await expect(page.getByTestId('setup-printer')).toHaveAttribute(
    'href',
    '#/config/general/imprimante',
  )
  await page.getByTestId('setup-print').click()
  await expect(page).toHaveTitle(/prints-80mm\|.*Épicerie Martin.*SIRET.*Si vous lisez/s)
  await expect(page.locator('.print-area')).toHaveCount(0)
  await expect(page.getByTestId('setup-next')).toHaveText('Commencer à vendre')
  await page.getByTestId('paper-a4').check({ force: true })
  await page.getByTestId('setup-print').click()
  await expect(page).toHaveTitle(/prints-a4\|/)
})
