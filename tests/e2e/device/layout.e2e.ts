import { expect, test, type Locator, type Page } from '@playwright/test'
import { centsIn, centsOf, chooseAction, openDemo, payExact, tiles } from '../support'

/** Screens of the till at the sizes it is used at: what a cashier needs is in sight. */
const SIZES = [
  [1280, 800],
  [1024, 768],
  [800, 1280],
  [390, 844],
] as const
/** Below this width the ticket is folded, as it has no place beside the shelf. */
const NARROWEST_BESIDE = 720
/** One article each; together five VAT rates. */
const FIVE_RATES = ['miel de chataignier', 'carnet renard', 'gazette', 'bon cadeau', 'brunch']
const MOST_ACTIONS = 8

async function unfoldTicket(page: Page, width: number): Promise<void> {
  if (width < NARROWEST_BESIDE) await page.getByTestId('ticket-open').click()
}

/** Whether all of it is on the screen, and none of its text is cut. */
async function isInSight(one: Locator): Promise<boolean> {
  return one.evaluate(element => {
    const { top, bottom, left, right } = element.getBoundingClientRect()
    const isOnScreen = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
    return isOnScreen && element.scrollWidth <= element.clientWidth + 1
  })
}

async function expectInSight(all: Locator): Promise<void> {
  await expect(all.first()).toBeVisible()
  for (const one of await all.all()) {
    await expect.poll(() => isInSight(one), { message: (await one.textContent()) ?? '' }).toBe(true)
  }
}

/** Lines of the ticket that are wholly inside their list, and whether the chosen one is. */
const linesInSight = (page: Page) =>
  page.evaluate(() => {
    const lines = [...document.querySelectorAll('.ticket-line')]
    const list = lines[0]?.closest('.lines')?.getBoundingClientRect()
    const inside = lines.filter(line => {
      const { top, bottom } = line.getBoundingClientRect()
      return list && top >= list.top - 0.5 && bottom <= list.bottom + 0.5
    })
    const isChosenIn = inside.some(line => line.getAttribute('aria-pressed') === 'true')
    return { count: inside.length, isChosenIn }
  })

for (const [width, height] of SIZES) {
  test(`what a sale needs is in sight at ${width} by ${height}`, async ({ page }) => {
    test.setTimeout(150_000)
    await page.setViewportSize({ width, height })
    await openDemo(page)
    const departments = page
      .locator('.sell .entry:visible, .sell .pill:visible')
      .filter({ hasText: /^(Récents|Tout)$/ })
    await expect(departments).toHaveCount(2)
    const placesOf = async () =>
      Promise.all((await departments.all()).map(one => one.boundingBox()))
    const before = await placesOf()

    await tiles(page).first().click()
    await unfoldTicket(page, width)
    const totalCents = centsOf(await page.getByTestId('ticket-total').last().textContent())
    await page.getByTestId('pay-cash').last().click()
    await expectInSight(page.locator('[data-testid^="means-"]'))
    await expectInSight(page.getByTestId('validate'))
    await page.locator('[data-testid^="quick-"]').first().click()
    await page.getByTestId('validate').click()
    await page.getByTestId('new-ticket').click()
    await expect(tiles(page).first()).toBeVisible()
    // The first sale moves no department.
    expect(await placesOf()).toEqual(before)

    for (const text of FIVE_RATES) {
      await page.getByTestId('search').fill(text)
      await expect(tiles(page)).toHaveCount(1)
      await tiles(page).first().click()
    }
    await page.getByTestId('search').fill('')
    await unfoldTicket(page, width)
    await chooseAction(page, 'discount')
    await page.getByTestId('key-5').click()
    await page.getByTestId('price-set').click()
    await expect(page.getByTestId('ticket-discount').last()).toBeVisible()
    await expect(page.getByTestId('undo').last()).toBeVisible()
    const inSight = await linesInSight(page)
    expect(inSight.count).toBeGreaterThanOrEqual(3)
    expect(inSight.isChosenIn).toBe(true)

    await page.getByTestId('ticket-menu').click()
    for (const group of ['ticket', 'prices', 'share', 'drawer']) {
      await page.getByTestId(`pill-${group}`).click()
      const actions = page.locator('[data-testid^="action-"]')
      await expectInSight(actions)
      expect(await actions.count()).toBeLessThanOrEqual(MOST_ACTIONS)
    }
    // No group is pushed into the margin of the sheet.
    const groups = page.getByRole('group').filter({ has: page.getByTestId('pill-drawer') })
    expect(await groups.evaluate(row => row.scrollWidth - row.clientWidth)).toBe(0)
    await page.getByTestId('sheet-close').last().click()

    await page.goto('/#/sales')
    await expectInSight(page.locator('[data-testid^="sale-"]').first())
    await expect(page.getByTestId('day-counter')).toBeVisible()
    await expect.poll(() => centsIn(page, 'day-counter')).toBe(totalCents)
    await expect(page.getByTestId('day-web')).toHaveCount(0)
  })
}

test('a phone shows the articles first, and its settings in one row @phone-only', async ({
  page,
}) => {
  await openDemo(page)
  await page.reload()
  await page.goto('/#/articles')
  await expectInSight(page.getByTestId('sync-short'))
  await expectInSight(page.locator('[data-testid^="article-ps-"]').first())

  await page.goto('/#/config/general/sauvegarde')
  const tabs = page.locator('nav.tabs > a')
  await expect(tabs.first()).toBeAttached()
  const tops = await tabs.evaluateAll(all => all.map(one => one.getBoundingClientRect().top))
  expect(tops.length).toBeGreaterThan(4)
  expect(new Set(tops).size).toBe(1)
  await expectInSight(page.locator('nav.tabs > [aria-current]'))
})

test('a check of the journal says when entries were sealed since', async ({ page }) => {
  await openDemo(page)
  await tiles(page).first().click()
  await payExact(page)
  await page.goto('/#/archives')
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-check')).toContainText('vérifiée')
  await expect(page.getByTestId('journal-behind')).toHaveCount(0)
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await payExact(page)
  await page.goto('/#/archives')
  await expect(page.getByTestId('journal-behind')).toBeVisible()
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-behind')).toHaveCount(0)
})

test('a SIRET that is wrong is not saved', async ({ page }) => {
  await openDemo(page)
  await page.goto('/#/config/general/boutique')
  await page.getByTestId('seller-siret').fill('73282932000076')
  await page.getByTestId('seller-save').click()
  await expect(page.getByTestId('seller-siret')).toHaveAttribute('aria-invalid', 'true')
  await page.reload()
  await expect(page.getByTestId('seller-siret')).not.toHaveValue('73282932000076')
})

test('choices stand in even rows on a phone @phone-only', async ({ page }) => {
  /** How many choices each row has, from the top. */
  const rowsOf = async (testId: string, choiceCount: number) => {
    const choices = page.locator('label').filter({
      has: page.locator(`[data-testid^="${testId}-"]`),
    })
    await expect(choices).toHaveCount(choiceCount)
    const tops = await choices.evaluateAll(all => all.map(one => one.getBoundingClientRect().top))
    for (const one of await choices.all()) {
      await one.scrollIntoViewIfNeeded()
      expect(await isInSight(one)).toBe(true)
    }
    return [...new Set(tops)].map(top => tops.filter(one => one === top).length)
  }
  await page.goto('/')
  expect(await rowsOf('language', 3)).toEqual([3])
  await openDemo(page)
  await page.goto('/#/archives')
  expect(await rowsOf('archive-span', 4)).toEqual([2, 2])
  await page.goto('/#/reports')
  expect(await rowsOf('period', 5)).toEqual([3, 2])
})
