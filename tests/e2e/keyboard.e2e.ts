import { expect, test, type Page } from '@playwright/test'
import { centsOf, openDemo } from './support'

const lines = (page: Page) => page.locator('.ticket-line')
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '')
const total = async (page: Page) => centsOf(await page.getByTestId('ticket-total').textContent())

test('a whole cash sale, from an empty ticket to the next, without a pointer', async ({ page }) => {
  await openDemo(page)
  const { keyboard } = page
  // Found by its name.
  await keyboard.press('F2')
  await keyboard.type('sencha', { delay: 120 })
  await expect(page.locator('[data-testid^="tile-ps-"]')).toHaveCount(1)
  await keyboard.press('Enter')
  await expect(lines(page)).toHaveCount(1)

  // Found in a department, by the arrows.
  await keyboard.press('F3')
  // Past what was sold lately: nothing yet.
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await keyboard.press('F4')
  const first = await focused(page)
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowUp')
  expect(await focused(page)).toMatch(/^tile-/)
  expect(await focused(page)).not.toBe(first)
  await keyboard.press('ArrowLeft')
  expect(await focused(page)).toBe(first)
  await keyboard.press('Enter')
  await expect(lines(page)).toHaveCount(2)

  // Quantities and lines.
  await keyboard.press('F6')
  const before = await total(page)
  await keyboard.press('ArrowUp')
  await keyboard.press('+')
  await expect(lines(page).first()).toContainText('2')
  // After a price, the same key opens the free price.
  await keyboard.type('5', { delay: 150 })
  await keyboard.press('+')
  await expect(page.getByRole('dialog')).toBeVisible()
  await keyboard.press('Escape')
  await keyboard.press('Backspace')
  await expect(lines(page).first()).toContainText('2')
  await keyboard.press('-')
  await expect.poll(() => total(page)).toBe(before)
  await keyboard.press('Delete')
  await expect(lines(page)).toHaveCount(1)
  await keyboard.press('Control+z')
  await expect(lines(page)).toHaveCount(2)

  // Parked and resumed.
  await keyboard.press('F8')
  await expect(lines(page)).toHaveCount(0)
  await keyboard.press('F8')
  await expect(page.locator('[data-testid^="parked-"]')).toHaveCount(1)
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(lines(page)).toHaveCount(2)

  await keyboard.press('F10')
  await expect(page.getByTestId('payment')).toBeVisible()
  await keyboard.type('99', { delay: 120 })
  await keyboard.press('Enter')
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await expect(page.getByTestId('new-ticket')).toBeFocused()
  await keyboard.press('Enter')
  await expect(page.getByTestId('pay-cash')).toBeDisabled()
})

test('a whole card sale without a pointer @long', async ({ page }) => {
  await openDemo(page)
  await page.keyboard.press('F4')
  await page.keyboard.press('Enter')
  await expect(lines(page)).toHaveCount(1)
  await page.keyboard.press('F9')
  await expect(page.getByTestId('validate')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await expect(page.getByTestId('new-ticket')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('paid-number')).toHaveCount(0)
  await page.goto('/#/sales/2')
  await expect(page.getByTestId('receipt')).toContainText('Carte')
})

test('the help lists the keys; Escape closes it, and the focus is always seen', async ({
  page,
}) => {
  await openDemo(page)
  await page.keyboard.press('?')
  await expect(page.getByTestId('shortcuts')).toContainText('F10')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('shortcuts')).toHaveCount(0)
  await page.keyboard.press('F1')
  await expect(page.getByTestId('shortcuts')).toBeVisible()
  await page.keyboard.press('Escape')
  for (const key of ['F2', 'F3', 'F4']) {
    await page.keyboard.press(key)
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!)
      return `${outlineStyle} ${outlineWidth}`
    })
    expect(outline, key).toBe('solid 3px')
  }
})

test('keys typed in a field or sent by a scanner are no shortcuts', async ({ page }) => {
  await openDemo(page)
  await page.keyboard.press('F4')
  await page.keyboard.press('Enter')
  await page.keyboard.press('F2')
  await page.keyboard.type('?+-', { delay: 120 })
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('search')).toHaveValue('?+-')
  await page.keyboard.press('Escape')
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    for (const key of '+A?1-+') {
      window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
  })
  await page.waitForTimeout(300)
  await expect(page.getByTestId('shortcuts')).toHaveCount(0)
  await expect(lines(page)).toHaveCount(1)
  await expect(lines(page).locator('.line__quantity')).toHaveText('1')
})
