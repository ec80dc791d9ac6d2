import { expect, test, type Page } from '@playwright/test'
import { startCounterServer, type CounterServer } from '../payment/counterServer'
import { axeFindings, openTicket, payExact, tiles } from '../support'

let server: CounterServer
test.beforeEach(async () => {
  server = await startCounterServer({})
})
test.afterEach(() => server.kill())

/** A picture of so many pixels, in three colours, as a file that the owner has. */
const aPicture = (page: Page) =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2400, 1500)
    const context = canvas.getContext('2d')!
    for (const [at, colour] of ['#f3c14b', '#2b6cb0', '#b83280'].entries()) {
      context.fillStyle = colour
      context.fillRect(at * 800, 0, 800, 1500)
    }
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })

async function addOne(page: Page): Promise<void> {
  await tiles(page).first().click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
}

const pictureOn = (screen: Page) => screen.getByTestId('customer-picture')

test('the shop’s own picture stands on both screens between two customers, and never over a total', async ({
  page,
  browser,
}) => {
  await page.goto(`${server.origin}/`)
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await page.goto(`${server.origin}/#/config/general/caisse`)
  await page.getByTestId('room-open').click()
  const address = (await page.getByTestId('room-address').textContent()) ?? ''
  const tablet = await (
    await browser.newContext({ serviceWorkers: 'block', reducedMotion: 'reduce' })
  ).newPage()
  const asked: string[] = []
  tablet.on('request', request => asked.push(request.url()))
  await tablet.goto(`${server.origin}/${new URL(address).hash}`)
  const second = await page.context().newPage()
  await second.goto(`${server.origin}/#/afficheur-demo`)
  for (const screen of [tablet, second]) {
    await expect(screen.locator('[data-view="idle"]')).toBeVisible()
    await expect(pictureOn(screen)).toHaveCount(0)
  }

  // What is no picture is refused, and said.
  const file = page.getByTestId('customer-picture-file')
  await file.setInputFiles({
    name: 'a.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<svg onload="alert(1)"/>'),
  })
  await expect(page.getByTestId('error-logo-unreadable')).toBeVisible()
  const buffer = Buffer.from(await aPicture(page))
  await file.setInputFiles({ name: 'vitrine.png', mimeType: 'image/png', buffer })
  await expect(page.getByTestId('customer-picture-saved')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  const shots = process.env.COMPTOIR_SHOTS
  if (shots) {
    await page.getByTestId('customer-picture-kept').scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${shots}/idle-settings-1280.png` })
  }
  for (const screen of [tablet, second]) {
    await expect(pictureOn(screen)).toBeVisible({ timeout: 30_000 })
    const pixels = await pictureOn(screen).evaluate((image: HTMLImageElement) => [
      image.naturalWidth,
      image.naturalHeight,
    ])
    expect(pixels).toEqual([1280, 800])
    expect(await pictureOn(screen).getAttribute('src')).toMatch(/^data:image\/jpeg;base64,\/9j\//)
  }
  expect(await pictureOn(tablet).evaluate(image => getComputedStyle(image).animationName)).toBe(
    'none',
  )
  expect(await axeFindings(tablet)).toEqual([])
  if (shots) await tablet.screenshot({ path: `${shots}/idle-picture.png` })

  // A line takes its place at once, and a paid total stays until the next ticket.
  await page.getByTestId('nav-sell').click()
  await addOne(page)
  for (const screen of [tablet, second]) {
    await expect(screen.getByTestId('customer-total')).toBeVisible()
    await expect(pictureOn(screen)).toHaveCount(0)
  }
  await openTicket(page)
  await payExact(page)
  await expect(tablet.locator('[data-view="paid"]')).toBeVisible()
  await expect(pictureOn(tablet)).toHaveCount(0)
  await page.getByTestId('new-ticket').click()
  for (const screen of [tablet, second]) {
    await expect(screen.locator('[data-view="idle"]')).toBeVisible()
    await expect(pictureOn(screen)).toBeVisible()
  }
  // Nothing of it was asked for by an address: it came with the events of the room.
  expect(asked.filter(url => /\.(?:jpe?g|png)/.test(url))).toEqual([])
})
