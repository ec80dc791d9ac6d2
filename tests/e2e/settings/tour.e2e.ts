import { expect, test, type Page } from '@playwright/test'
import { axeFindings, openDemo, payExact, sealedIn, tiles } from '../support'

const SIZES = [
  [1280, 800],
  [800, 1280],
] as const
/** More acts than the tour has are a tour that turns in a circle. */
const MOST_ACTS = 30

/** The demo as a newcomer sees it first. */
async function startDemo(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
}

const controlOf = (page: Page) => page.getByTestId('tour').getAttribute('data-control')
const wordsOf = (page: Page) => page.getByTestId('tour-words').textContent()

/** Where the ring is once it is still: a sheet on its way in takes it along. */
async function ringOf(page: Page) {
  const ring = page.getByTestId('tour-ring')
  let before = ''
  const isStill = async () => {
    const now = JSON.stringify(await ring.boundingBox())
    const isSame = now === before && now !== 'null'
    before = now
    return isSame
  }
  await expect.poll(isStill).toBe(true)
  return JSON.parse(before) as { x: number; y: number; width: number; height: number }
}

/** Presses what the ring is around, through the ring, as a person does. */
async function pressPointed(page: Page): Promise<void> {
  const { x, y, width, height } = await ringOf(page)
  const [middleX, middleY] = [x + width / 2, y + height / 2]
  if (page.viewportSize()?.width === 390) await page.touchscreen.tap(middleX, middleY)
  else await page.mouse.click(middleX, middleY)
}

/** Does what the tour says until its end; returns the controls it pointed at. */
async function live(page: Page, look = async () => {}): Promise<string[]> {
  const pointed: string[] = []
  for (let act = 0; act < MOST_ACTS; act += 1) {
    if ((await controlOf(page)) === 'end') return pointed
    await ringOf(page)
    pointed.push((await controlOf(page)) ?? '')
    await look()
    const words = await wordsOf(page)
    await pressPointed(page)
    await expect.poll(() => wordsOf(page)).not.toBe(words)
  }
  throw new Error(`the tour does not end: ${pointed.join(', ')}`)
}

async function expectToldApart(page: Page): Promise<void> {
  expect(await sealedIn(page)).toMatchObject([
    {},
    { kind: 'sale', totalCents: 2640, lines: [{ quantityMilli: 2000 }] },
    { kind: 'refund', totalCents: -2640 },
    { kind: 'closing' },
  ])
}

/** A phone's ticket is folded. */
const ON_A_PHONE = ['sell', 'article', 'ticket', 'more', 'pay']
const AFTER_THE_TICKET = ['amount', 'validate', 'next', 'sales', 'sale', 'refund']
const EVENING_ON_A_PHONE = ['afterRefund', 'evening', 'closings', 'openPeriod', 'closeDay', 'seal']
const REFUNDED = ['refundAll', 'refundNow', 'giveBack']

for (const [width, height] of SIZES) {
  const long = width < height ? ' @long' : ''
  test(`the whole tour is lived at ${width} by ${height}, by what is really done${long}`, async ({
    page,
  }) => {
    test.setTimeout(150_000)
    await page.setViewportSize({ width, height })
    await startDemo(page)
    await page.getByTestId('tour-start').click()
    const pointed = await live(page)
    expect(pointed.slice(0, 4)).toEqual(['sell', 'article', 'more', 'pay'])
    expect(pointed.slice(4, 13)).toEqual([...AFTER_THE_TICKET, ...REFUNDED])
    // Beside the list of closings, the day is open at once where there is room.
    const evening = pointed.slice(13).filter(control => control !== 'openPeriod')
    expect(evening).toEqual(['evening', 'closings', 'closeDay', 'seal'])
    await expectToldApart(page)
    await page.getByTestId('tour-finish').click()
    await expect(page.getByTestId('tour')).toHaveCount(0)
  })
}

test(
  'the whole tour is lived on a phone, and nothing in it is out of reach',
  { tag: '@phone-only' },
  async ({ page }) => {
    test.setTimeout(150_000)
    await startDemo(page)
    expect(await axeFindings(page)).toEqual([])
    await page.getByTestId('tour-start').click()
    const pointed = await live(page, async () => {
      // The bar is a part of the screen, or of the sheet in front: it covers nothing of it.
      const [bar, ring] = await Promise.all([
        page.getByTestId('tour').boundingBox(),
        page.getByTestId('tour-ring').boundingBox(),
      ])
      expect((ring?.y ?? 0) >= 0 && (ring?.x ?? 0) >= 0).toBe(true)
      const isAbove = (ring?.y ?? 0) + (ring?.height ?? 0) <= (bar?.y ?? 0) + 6
      const isBelow = (ring?.y ?? 0) >= (bar?.y ?? 0) + (bar?.height ?? 0) - 6
      expect(isAbove || isBelow, 'the bar is beside what it points at').toBe(true)
    })
    expect(pointed).toEqual([
      ...ON_A_PHONE,
      ...AFTER_THE_TICKET,
      ...REFUNDED,
      ...EVENING_ON_A_PHONE,
    ])
    await expectToldApart(page)
    await page.getByTestId('tour-help').click()
    await expect(page.getByTestId('help-screen')).toBeVisible()
    await expect(page.getByTestId('tour')).toHaveCount(0)
  },
)

test('the tour in English is walked by the keyboard alone, and is read out @long', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByTestId('language-en').check({ force: true })
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('tour-offer')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await page.getByTestId('tour-start').focus()
  await page.keyboard.press('Enter')
  const bar = page.getByRole('region', { name: 'Guided tour' })
  const said = bar.getByRole('status')
  await expect(bar).toBeFocused()
  await expect(said).toHaveText('1 of 7. Touch Sell: this is the screen of the counter.')
  for (const next of ['Touch an article', 'Touch +', 'The customer pays']) {
    await page.getByTestId('tour-show').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('tour-show')).not.toBeFocused()
    await page.keyboard.press('Enter')
    await expect(said).toContainText(next)
  }
  expect(await axeFindings(page)).toEqual([])
  // In the sheet of the payment, which alone can then be read.
  await page.getByTestId('tour-show').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  const payment = page.getByRole('dialog')
  await expect(payment.getByRole('status').filter({ hasText: '3 of 7' })).toContainText('amount')
  expect(await axeFindings(page)).toEqual([])
  await page.getByTestId('tour-leave').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('tour')).toHaveCount(0)
  await expect(page.getByTestId('payment')).toBeVisible()
})

test(
  'a tour left half way leaves the ticket alone, is not offered again, and is found in the help @long',
  { tag: '@phone-long' },
  async ({ page }) => {
    await startDemo(page)
    await page.getByTestId('tour-start').click()
    await pressPointed(page)
    await expect.poll(() => controlOf(page)).toBe('article')
    await pressPointed(page)
    // Whatever else is done meanwhile is done: the tour stands in no way.
    await tiles(page).nth(1).click()
    await page.getByTestId('tour-leave').click()
    await expect(page.getByTestId('tour')).toHaveCount(0)
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
    await page.getByTestId('new-ticket').click()

    await page.goto('/#/articles')
    await page.reload()
    await expect(page.getByTestId('sync-start').or(page.getByTestId('sync-short'))).not.toHaveCount(
      0,
    )
    await expect(page.getByTestId('tour-offer')).toHaveCount(0)
    await page.getByTestId('nav-sell').click()
    await page.getByTestId('help').click()
    await page.getByTestId('help-contents').click()
    await page.getByTestId('tour-again').click()
    await expect(page.getByTestId('help-sheet')).toHaveCount(0)
    await expect.poll(() => controlOf(page)).toBe('article')
  },
)

test('whoever goes on alone is not asked again', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('nav-articles').click()
  await expect(page.getByTestId('sync-start')).toBeVisible()
  await expect(page.getByTestId('tour-offer')).toHaveCount(0)
})

test('the shop’s own till knows no tour, whatever was begun in the demo', async ({ page }) => {
  await startDemo(page)
  await page.getByTestId('tour-start').click()
  await expect(page.getByTestId('tour')).toBeVisible()
  await page.goto('/#/config/general/caisse')
  await page.getByTestId('leave-demo').click()
  await expect(page.getByTestId('connect-shop')).toBeVisible()
  await page.goto('/#/aide')
  await expect(page.getByTestId('help-page')).toBeVisible()
  await expect(page.getByTestId('tour-again')).toHaveCount(0)
  await page.goto('/#/articles')
  await expect(page.getByTestId('articles-search')).toBeVisible()
  await expect(page.getByTestId('tour')).toHaveCount(0)
  await expect(page.getByTestId('tour-offer')).toHaveCount(0)
})
