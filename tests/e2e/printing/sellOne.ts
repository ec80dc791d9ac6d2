import { expect, type Page } from '@playwright/test'
import { payExact, tiles } from '../support'

/** Sells the first article for its exact amount, up to the screen that says so. */
export async function sellOne(page: Page): Promise<void> {
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
}
