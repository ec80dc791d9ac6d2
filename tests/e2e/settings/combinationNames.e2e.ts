import { expect, test, type Page } from '@playwright/test'
import { axeFindings, isPhone, openDemo, openTicket, payExact } from '../support'

const WIDE_KEY = 'COMPTOIRDEMOWIDEKEY0000000000005'
const SHIRT = 'ps-52'

/** What the till calls the sizes of the T-shirt, where they are chosen. */
async function expectSizes(page: Page, sizes: readonly string[]): Promise<void> {
  await page.goto('/#/sell')
  await page.getByTestId('search').fill('t-shirt colibri')
  await page.getByTestId(`tile-family-${SHIRT}`).click()
  for (const [index, size] of sizes.entries()) {
    const shown = page.getByTestId(`variant-${SHIRT}-${520 + index}`).locator('.variant__name')
    await expect(shown).toHaveText(new RegExp(`^\\s*${size}(?!\\p{L})`, 'u'))
  }
}

async function useKey(page: Page, name: 'wide' | 'minimal'): Promise<void> {
  await page.goto('/#/config/general/commandes')
  await page.getByTestId(`demo-key-${name}`).check()
  await expect(page.getByTestId('demo-key-changed')).toBeVisible({ timeout: 30_000 })
}

/** On a phone the card leaves the articles in sight until it is unfolded. */
async function unfoldCard(page: Page): Promise<void> {
  await expect(page.getByTestId('naming-card')).toBeVisible()
  if (!isPhone(page)) return
  await expect(page.getByTestId('naming-read')).toBeHidden()
  await expect(page.getByTestId('articles-search')).toBeInViewport()
  await page.getByTestId('naming-how').click()
}

test(
  'a minimal key: the card, names by hand, a sale under them, then the shop’s names',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    await expectSizes(page, ['S', 'M', 'L', 'XL'])
    await expect(page.getByTestId('variants-why')).toHaveCount(0)
    await page.goto('/#/articles')
    await expect(page.getByTestId('articles-search')).toBeVisible()
    await expect(page.getByTestId('naming-card')).toHaveCount(0)
    await expect(page.getByTestId('naming-open')).toHaveCount(0)

    await useKey(page, 'minimal')
    await expectSizes(page, ['#1', '#2', '#3', '#4'])
    await page.getByTestId('variants-why').click()

    // The card says how many, which boxes, and the truth when they are not ticked yet.
    const card = page.getByTestId('naming-card')
    await expect(page.getByTestId('naming-count')).toContainText('articles concernés')
    await expect(page.getByTestId('naming-count')).toContainText('déclinaisons sans nom')
    await expect(card.locator('[data-ticked="false"]')).toHaveCount(3)
    expect(await axeFindings(page)).toEqual([])
    await unfoldCard(page)
    expect(await axeFindings(page)).toEqual([])
    await page.getByTestId('naming-read').click()
    await expect(page.getByTestId('names-refused')).toContainText('product_option_values')

    // Put aside, and still within reach.
    await page.getByTestId('naming-aside').click()
    await expect(card).toHaveCount(0)
    await page.getByTestId('naming-open').click()
    await page.getByTestId(`naming-${SHIRT}-520`).fill('Petit')
    await page.getByTestId(`naming-${SHIRT}-520`).press('Enter')
    await expect(page.getByTestId(`naming-${SHIRT}-521`)).toBeFocused()
    await page.keyboard.type('petit')
    await expect(page.getByTestId('naming-sheet')).toContainText('en double')
    await page.getByTestId(`naming-${SHIRT}-521`).fill('Moyen \u202e\u0007 <b>' + 'm'.repeat(200))
    expect(await axeFindings(page)).toEqual([])
    // Left by mistake, nothing typed is lost.
    await page.getByTestId('sheet-close').click()
    await page.getByTestId('naming-unsaved-yes').click()
    await expect(page.getByTestId('naming-sheet')).toHaveCount(0)

    await expectSizes(page, ['Petit', 'Moyen <b>m+', '#3', '#4'])
    await page.getByTestId(`variant-${SHIRT}-520`).click()
    await openTicket(page)
    await expect(page.locator('.ticket-line')).toContainText('T-shirt colibri Petit')
    if (await page.getByTestId('sheet-close').isVisible()) {
      await page.getByTestId('sheet-close').click()
    }
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
    await page.goto('/#/sales/2')
    await expect(page.getByTestId('receipt')).toContainText('T-shirt colibri Petit')

    // The owner ticks the boxes: the shop's names take the place of theirs.
    await page.goto('/#/config/general/commandes')
    await page.getByTestId('connect-key').fill(WIDE_KEY)
    await page.getByTestId('connect-save').click()
    await expect(page.getByTestId('connect-saved')).toBeVisible()
    await page.goto('/#/articles')
    await page.getByTestId('sync-all').click()
    await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByTestId('naming-open')).toHaveCount(0)
    await expectSizes(page, ['S', 'M', 'L', 'XL'])
    // What was sold keeps the name it was sold under.
    await page.goto('/#/sales/2')
    await expect(page.getByTestId('receipt')).toContainText('T-shirt colibri Petit')
  },
)

test(
  'the card reads the names again once the boxes are ticked @long',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    await useKey(page, 'minimal')
    await page.getByTestId('connect-key').fill(WIDE_KEY)
    await page.getByTestId('connect-save').click()
    await expect(page.getByTestId('connect-saved')).toBeVisible()
    await page.goto('/#/articles')
    await unfoldCard(page)
    await page.getByTestId('naming-read').click()
    await expect(page.getByTestId('names-read')).toContainText(
      'ont maintenant le nom de la boutique',
      {
        timeout: 30_000,
      },
    )
    await expect(page.getByTestId('naming-card')).toHaveCount(0)
    await expectSizes(page, ['S', 'M', 'L', 'XL'])
    await useKey(page, 'minimal')
    await expectSizes(page, ['#1', '#2', '#3', '#4'])
    await useKey(page, 'wide')
    await expectSizes(page, ['S', 'M', 'L', 'XL'])
  },
)
