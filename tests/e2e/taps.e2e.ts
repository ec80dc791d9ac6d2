import { expect, test, type Page, type Route } from '@playwright/test'
import { expectSync, isPhone, openDemo, openTicket, syncsIn, tiles } from './support'

const PRODUCTS = /\/demo\/api\/products\?/

/** A finger on a phone, a mouse on a tablet; returns a function that lifts it. */
async function pressAt(page: Page, x: number, y: number): Promise<() => Promise<void>> {
  if (!isPhone(page)) {
    await page.mouse.move(x, y)
    await page.mouse.down()
    return () => page.mouse.up()
  }
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [{ x, y }])
  return async () => void (await touch('touchEnd', []))
}

/** Presses a tile on its picture; returns its name, and a function that lifts the finger. */
async function pressTile(page: Page, place: number) {
  const tile = tiles(page).nth(place)
  const box = await tile.boundingBox()
  if (!box) throw new Error('the tile is in sight')
  const name = await tile.locator('.tile__name').textContent()
  const lift = await pressAt(page, box.x + box.width / 2, box.y + 30)
  return { name: name ?? '', lift }
}

async function expectOnly(page: Page, name: string): Promise<void> {
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  await expect(page.locator('.ticket-line')).toContainText(name)
}

const idOf = async (page: Page, place: number) =>
  (await tiles(page).nth(place).getAttribute('data-testid'))?.slice('tile-'.length) ?? ''

/** Begins a sync that takes articles off sale and ends only once it is released. */
async function holdSync(page: Page, isGone: (articleId: string) => boolean) {
  let letGo = () => {}
  const held = new Promise<void>(resolve => (letGo = resolve))
  await page.context().route(PRODUCTS, async (route: Route) => {
    await held
    const headers = { ...route.request().headers() }
    // Requested in full: otherwise the shop would answer that nothing changed.
    delete headers['local-content-sha1']
    const answer = await route.fetch({ headers })
    const body = (await answer.json()) as { products: Record<string, unknown>[] }
    const isOut = ({ id }: Record<string, unknown>) => isGone(`ps-${Number(id)}`)
    const isActiveList = decodeURIComponent(route.request().url()).includes('filter[active]')
    if (isActiveList) body.products = body.products.filter(product => !isOut(product))
    for (const product of body.products) if (isOut(product)) product.active = '0'
    const { 'content-sha1': _hash, ...answered } = answer.headers()
    await route.fulfill({ response: answer, headers: answered, json: body })
  })
  const syncs = await syncsIn(page)
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('sync-start').click()
  await page.getByTestId('nav-sell').click()
  await expect(tiles(page).first()).toBeVisible()
  return async () => {
    letGo()
    await expectSync(page, syncs)
  }
}

for (const place of [0, 1]) {
  test(
    `a sync that takes tile 1 away under the finger: what was pressed is taken, be it tile ${place + 1}`,
    { tag: '@phone-long' },
    async ({ page }) => {
      await openDemo(page)
      const gone = await idOf(page, 0)
      const pressedId = await idOf(page, place)
      const finishSync = await holdSync(page, id => id === gone)
      const { name, lift } = await pressTile(page, place)
      await finishSync()
      await expect(page.getByTestId(`tile-${gone}`)).toHaveCount(0)
      expect(await idOf(page, place)).not.toBe(pressedId)
      await lift()
      await expectOnly(page, name)
    },
  )
}

test('a picture that disappears under the finger loses no tap', async ({ page }) => {
  let letGo = () => {}
  const held = new Promise<void>(resolve => (letGo = resolve))
  await page.context().route('**/pictures/**', async route => {
    await held
    await route.fulfill({ status: 404, body: '' })
  })
  // Kept as the tile looks, and gone as it is shown: only what is kept is requested at all.
  await page.addInitScript(() => {
    Object.defineProperty(navigator.serviceWorker, 'controller', { get: () => ({}) })
    caches.match = () => Promise.resolve(new Response())
  })
  await openDemo(page)
  const pictures = tiles(page).first().locator('img')
  await expect(pictures).toHaveCount(1)
  const { name, lift } = await pressTile(page, 0)
  letGo()
  await expect(pictures).toHaveCount(0)
  await lift()
  await expectOnly(page, name)
})

test(
  'a notice that moves the shelf under the finger does not change what is taken',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemo(page)
    const { name, lift } = await pressTile(page, 0)
    await page.locator('.shell__notices').evaluate((notices: HTMLElement) => {
      notices.style.height = '64px'
    })
    await lift()
    await expectOnly(page, name)
  },
)

test('a tap counts as soon as the shelf has scrolled', async ({ page }) => {
  await openDemo(page)
  const isUnder = await page.locator('.shelf').evaluate(
    shelf =>
      new Promise<boolean>(resolve => {
        // For two frames the shelf still believes that it is being scrolled.
        const look = () => {
          const { left, top } = shelf.getBoundingClientRect()
          resolve(document.elementFromPoint(left + 60, top + 100)?.closest('.tile') !== null)
        }
        const twoFrames = () => requestAnimationFrame(() => requestAnimationFrame(look))
        shelf.addEventListener('scroll', twoFrames, { capture: true, once: true })
        shelf.querySelector('.list')?.scrollBy(0, 200)
      }),
  )
  expect(isUnder).toBe(true)
})

test('a finger that is drawn away from a tile takes nothing', async ({ page }) => {
  await openDemo(page)
  const { lift } = await pressTile(page, 0)
  const other = await tiles(page).nth(1).boundingBox()
  if (!other) throw new Error('the tile is in sight')
  await page.mouse.move(other.x + 60, other.y + 60)
  await lift()
  await tiles(page).nth(2).click()
  await expect(page.locator('.ticket-line')).toHaveCount(1)
})

test('each tap is taken once, by a key or by the pointer', async ({ page }) => {
  await openDemo(page)
  const badge = tiles(page).first().locator('.tile__badge')
  await tiles(page).first().click()
  await expect(badge).toContainText('1')
  await tiles(page).first().press('Enter')
  await expect(badge).toContainText('2')
  await tiles(page).first().dblclick()
  await expect(badge).toContainText('4')
})
