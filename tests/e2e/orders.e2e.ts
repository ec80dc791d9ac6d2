import { expect, test, type Page } from '@playwright/test'
import { createDemoShop } from '@/demo/demoShop'
import { placeOrder } from '@/demo/orders/placeOrder'
import { scan } from './scanner'
import { centsIn, openDemo, payExact, readyOffline, sealedIn, tiles } from './support'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

const webSales = async (page: Page) =>
  (await sealedIn(page)).filter(({ kind, channel }) => kind === 'sale' && channel === 'web')

test('online orders are looked at, recorded once, opened, and handed over offline', async ({
  page,
  context,
}) => {
  await openDemo(page)
  await readyOffline(page)
  await page.goto('/#/sales')
  await page.getByTestId('orders').click()

  // A look writes nothing.
  await page.getByTestId('orders-look').click()
  await expect(page.getByTestId('orders-told')).toContainText('4 commandes payées')
  // A voucher over two rates: shown before the order is recorded.
  await expect(page.getByTestId('orders-differing')).toContainText('COLIBRI04')
  expect(await webSales(page)).toEqual([])
  await page.getByTestId('orders-apply').click()
  await expect(page.getByTestId('orders-proof')).toContainText(
    '4 commandes, 3 au centime, 1 diffère',
  )
  const recorded = await webSales(page)
  expect(recorded.map(({ order }) => order)).toMatchObject([
    { reference: 'COLIBRI01' },
    { reference: 'COLIBRI02' },
    { reference: 'COLIBRI03' },
    { reference: 'COLIBRI04' },
  ])

  // Orders of other days count on the day they are sealed: the counter is told apart from them.
  const webCents = recorded.reduce((sum, { totalCents }) => sum + totalCents, 0)
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await payExact(page)
  const sold = (await sealedIn(page)).find(
    ({ kind, channel }) => kind === 'sale' && channel === 'counter',
  )
  await page.goto('/#/sales')
  await expect(page.getByTestId('day-web')).toBeVisible()
  await expect.poll(() => centsIn(page, 'day-web')).toBe(webCents)
  await expect.poll(() => centsIn(page, 'day-counter')).toBe(sold?.totalCents)
  await page.goto('/#/reports')
  await expect(page.getByTestId('web-note')).toBeVisible()
  await expect.poll(() => centsIn(page, 'figure-web')).toBe(webCents)
  await expect.poll(() => centsIn(page, 'figure-counter')).toBe(sold?.totalCents)
  await page.goto('/#/orders')

  // From now on orders come with each sync, and each is still recorded once.
  await expect(page.getByTestId('orders-last-run')).toContainText('4 commandes')
  await page.goto('/#/articles')
  await page.getByTestId('sync-start').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible()
  await page.goto('/#/orders')
  await expect(page.getByTestId('orders-last-run')).toContainText('0 commande', { timeout: 30_000 })
  await page.getByTestId('orders-look').click()
  await page.getByTestId('orders-apply').click()
  await expect(page.getByTestId('orders-told')).toContainText('0 commande')
  expect(await webSales(page)).toEqual(recorded)

  await context.setOffline(true)
  await page.reload()
  // Sent already, or still to be handed over.
  await expect(page.getByTestId('order-COLIBRI02')).toBeVisible()
  await expect(page.getByTestId('order-COLIBRI02')).toContainText('Camille Lenoir')
  await expect(page.getByTestId('order-COLIBRI01')).toHaveCount(0)
  // What the customer asked for is on the list and on the paper of whoever packs.
  await expect(page.getByTestId('order-COLIBRI04')).toContainText('Pour Lise, 24 décembre')
  await page.evaluate(() => {
    window.print = () => {
      document.title = `printed ${document.querySelector('.print-area')?.textContent}`
    }
  })
  await page.getByTestId('order-slip-COLIBRI04').click()
  await expect(page).toHaveTitle(/^printed .*COLIBRI04.*Pour Lise, 24 décembre/s)
  await page.getByTestId('order-hand-over-COLIBRI02').click()
  await expect(page.getByTestId('order-COLIBRI02')).toHaveCount(0)
  await page.reload()
  await expect(page.getByTestId('order-COLIBRI04')).toBeVisible()
  await scan(page, 'COLIBRI02')
  await expect(page.getByTestId('order-COLIBRI04')).toHaveCount(0)
  await page.getByTestId('order-entry-COLIBRI02').click()
  await expect(page.getByTestId('seal-check')).toContainText('Sceau vérifié ✓')
})

test('with the smallest key the page says which boxes to tick, and selling goes on', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config/general/commandes')
  await page.getByTestId('connect-key').fill('COMPTOIRDEMOMINIMALKEY0000000001')
  await page.getByTestId('connect-save').click()
  await expect(page.getByTestId('connect-saved')).toBeVisible()
  await page.goto('/#/orders')
  await page.getByTestId('orders-look').click()
  await expect(page.getByTestId('error-orders-not-allowed')).toBeVisible()
  for (const right of ['orders', 'order_details', 'taxes', 'order_slip']) {
    await expect(page.getByTestId('orders-rights')).toContainText(right)
  }
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toContainText('A-000001')
})

/** A voucher off one article, whose totals would be the same if it were off all goods. */
function shopWithOpenVoucher() {
  const shop = createDemoShop({ basePath: '/demo', publicAddress: 'http://localhost' })
  const lines = [
    { productId: 45, name: 'Mug grès bleu', quantity: 1, priceCents: 3000, vatPercent: 20 },
    { productId: 4, name: 'Thé vert Sencha', quantity: 1, priceCents: 6000, vatPercent: 5.5 },
    { productId: 24, name: 'Confiture', quantity: 1, priceCents: 1000, vatPercent: 10 },
  ]
  const of = { productId: 24 }
  placeOrder(shop.data, {
    orderId: 90,
    reference: 'BONOUVERT',
    stateId: 2,
    placedAt: '2026-11-24 10:00:00',
    lines,
    shippingCents: 690,
    shippingVatPercent: 20,
    vouchers: [{ ruleId: 90, name: 'Confiture -3 €', amountCents: 300, of }],
  })
  return shop
}

test('a voucher that may be on several articles waits for the owner’s choice @phone', async ({
  page,
  context,
}) => {
  const shop = shopWithOpenVoucher()
  await context.route('**/demo/api/**', async route => {
    const { url, method, headers } = {
      url: route.request().url(),
      method: route.request().method(),
      headers: await route.request().allHeaders(),
    }
    const answer = await shop.handle(new Request(url, { method, headers: plainHeaders(headers) }))
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    })
  })
  await openDemo(page)
  await page.goto('/#/orders')
  await page.getByTestId('orders-look').click()
  const decision = page.getByTestId('orders-decide-BONOUVERT')
  await expect(decision).toContainText('Commande BONOUVERT : bon de 3,00 €')
  await expect(decision).toContainText('TVA 10 % : 0,88 € sur 8,82 € HT')
  await expect(decision).toContainText('TVA 10 % : 0,64 € sur 6,36 € HT')
  await expect(page.getByTestId('orders-rights')).toContainText('cart_rules')

  // Not chosen: the others are recorded, this one waits.
  await page.getByTestId('orders-apply').click()
  await expect(page.getByTestId('orders-told')).toContainText('BONOUVERT')
  await expect.poll(async () => (await webSales(page)).length).toBe(4)
  await page.getByTestId('orders-look').click()
  await page.getByTestId('orders-decide-BONOUVERT-1').check()
  await page.getByTestId('orders-apply').click()
  await expect.poll(async () => (await webSales(page)).length).toBe(5)
  expect((await webSales(page)).at(-1)).toMatchObject({
    order: { reference: 'BONOUVERT' },
    vat: [
      { vatRate: 550, netCents: 5687, vatCents: 313 },
      { vatRate: 1000, netCents: 636, vatCents: 64 },
      { vatRate: 2000 },
    ],
  })
})

/** Headers that a request made here may have. */
const plainHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
