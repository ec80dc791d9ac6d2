import { expect, test, type Page } from '@playwright/test'
import { connectShop, foundShop, openDevice, pair, sellOne, type Device } from './devices'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { payExact, readyOffline, tiles } from '../support'

const STOCK_KEY = 'COMPTOIRDEMOSTOCKWRITEKEY0000003'

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

async function open(): Promise<Device> {
  const device = await openDevice(server.origin, 'tablet')
  opened.push(device)
  return device
}
/** Pictures for a person to look at, at three sizes. */
async function shot(page: Page, name: string): Promise<void> {
  if (!process.env.COMPTOIR_SHOTS) return
  for (const [width, height] of [
    [1280, 800],
    [800, 1280],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.getByTestId(/^stock-(sender|card)$/).scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${process.env.COMPTOIR_SHOTS}/${name}-${width}.png` })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

async function stockOf(product: string): Promise<number> {
  const query = `filter[id_product]=[${product}]&display=full&output_format=JSON`
  const answer = await fetch(`${server.origin}/demo/api/stock_availables?${query}`, {
    headers: { Authorization: `Basic ${btoa(`${STOCK_KEY}:`)}` },
  })
  const body = (await answer.json()) as { stock_availables: { quantity: string }[] }
  return Number(body.stock_availables[0]?.quantity)
}

test('one till sells, the other sends: the shop’s stock is lowered once, whoever sends then @long', async () => {
  test.setTimeout(480_000)
  const front = await open()
  await connectShop(front, server.origin, STOCK_KEY)
  await foundShop(front, 'Devant')
  const back = await open()
  await pair(front, back, 'Comptoir')
  await expect(back.page.getByTestId('joining-member')).toContainText('caisse B')
  await back.page.goto('/#/sell')
  await expect(tiles(back.page).first()).toBeVisible({ timeout: 30_000 })
  const tile = await tiles(back.page).first().getAttribute('data-testid')
  const product = /ps-(\d+)/.exec(tile ?? '')?.[1] ?? ''
  const before = await stockOf(product)

  await front.page.goto('/#/config/appareils')
  await expect(front.page.getByTestId('stock-handover')).toContainText('ne changent pas le stock')
  await front.page.getByTestId('stock-by').selectOption({ label: 'Devant' })
  await expect(front.page.getByTestId('stock-handover')).toContainText('Cet appareil envoie')
  await back.page.goto('/#/config/appareils')
  await expect(back.page.getByTestId('stock-handover')).toContainText('Devant envoie le stock', {
    timeout: 30_000,
  })

  // Sold without a network: it is lowered once there is one.
  await readyOffline(back.page)
  await back.page.context().setOffline(true)
  await sellOne(back.page)
  await back.page.goto('/#/config/appareils')
  await expect(back.page.getByTestId('stock-handover')).toContainText('1 vente d’ici est encore')
  await shot(back.page, 'unsent')
  expect(await stockOf(product)).toBe(before)
  await back.page.context().setOffline(false)
  await expect.poll(() => stockOf(product), { timeout: 60_000 }).toBe(before - 1)
  await expect(back.page.getByTestId('stock-handover')).toContainText('Tout était envoyé', {
    timeout: 60_000,
  })
  await expect(back.page.getByTestId('stock-handover')).not.toContainText('encore à envoyer')
  await shot(back.page, 'sent')
  await front.page.goto('/#/config/appareils')
  await shot(front.page, 'sender')

  await back.page.goto('/#/config/general/commandes')
  await back.page.getByTestId('connect-address').fill(`${server.origin}/demo`)
  await back.page.getByTestId('connect-key').fill(STOCK_KEY)
  await back.page.getByTestId('connect-save').click()
  await expect(back.page.getByTestId('stock-elsewhere')).toContainText('Devant envoie le stock')
  await expect(back.page.getByTestId('stock-on')).toHaveCount(0)
  await shot(back.page, 'settings-elsewhere')
  await front.page.goto('/#/config/general/commandes')
  await expect(front.page.getByTestId('stock-state')).toContainText('Rien n’attend')
  await shot(front.page, 'settings-sender')

  // Each once, whoever sold: nothing more comes.
  await sellOne(front.page)
  await expect.poll(() => stockOf(product), { timeout: 60_000 }).toBe(before - 2)
  await sellOne(back.page)
  await expect.poll(() => stockOf(product), { timeout: 60_000 }).toBe(before - 3)

  // The other one is named, and is lost before it sends: a person decides, all at once.
  await front.page.goto('/#/config/appareils')
  await front.page.getByTestId('stock-by').selectOption({ label: 'Comptoir' })
  await expect(front.page.getByTestId('stock-handover')).toContainText('Comptoir envoie le stock')
  await back.page.context().setOffline(true)
  await front.page.goto('/#/sell')
  await expect(tiles(front.page).nth(1)).toBeVisible()
  const other = /ps-(\d+)/.exec((await tiles(front.page).nth(1).getAttribute('data-testid')) ?? '')
  const [beforeLost, otherBefore] = [await stockOf(product), await stockOf(other?.[1] ?? '')]
  await tiles(front.page).nth(0).click()
  await tiles(front.page).nth(1).click()
  await payExact(front.page)
  await front.page.getByTestId('new-ticket').click()
  await front.page.goto('/#/config/appareils')
  await expect(front.page.getByTestId('stock-handover')).toContainText('encore à envoyer')
  await front.page.getByTestId('device-remove-Comptoir').click()
  await front.page.getByTestId('device-remove-confirm-yes').click()
  await expect(front.page.getByTestId('stock-handover')).toContainText('Cet appareil envoie', {
    timeout: 30_000,
  })
  await expect(front.page.getByTestId('stock-handover')).toContainText('articles sont à vérifier')
  await expect(front.page.getByTestId('stock-handover')).not.toContainText('encore à envoyer')
  await shot(front.page, 'lost')
  await front.page.goto('/#/config/general/commandes')
  await expect(front.page.getByTestId('stock-conflicts')).toContainText('a été retiré')
  await shot(front.page, 'lost-conflicts')
  await front.page.getByTestId('stock-apply-all').click()
  await expect(front.page.getByTestId('stock-conflicts')).toHaveCount(0)
  await expect.poll(() => stockOf(product), { timeout: 60_000 }).toBe(beforeLost - 1)
  await expect.poll(() => stockOf(other?.[1] ?? ''), { timeout: 60_000 }).toBe(otherBefore - 1)
})
