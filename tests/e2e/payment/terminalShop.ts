import { expect, type Page } from '@playwright/test'
import { connectShop, typeSeller } from '../settings/identity'
import { axeFindings, centsOf, openTicket, tiles } from '../support'

export const panel = (page: Page) => page.getByTestId('card-terminal')
export const shownState = (page: Page, state: string) =>
  expect(panel(page)).toHaveAttribute('data-state', state, { timeout: 20_000 })

/** A shop that sells, with the server's terminal chosen. */
export async function openShop(
  page: Page,
  baseURL: string | undefined,
  name = 'Comptoir',
): Promise<void> {
  await connectShop(page, baseURL)
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  await expect(page).toHaveURL(/#\/debut\/equipe$/)
  await page.goto('/#/config')
  await page.getByTestId('config-terminal').click()
  const choice = page.getByTestId('terminal-choice')
  await expect(choice).toContainText('jamais sur un vrai')
  await choice.getByRole('radio', { name }).check()
  // SumUp's readers have no port of their own to look at.
  const port = choice.getByTestId('terminal-try')
  if (await port.isVisible()) {
    await port.click()
    await expect(choice.getByTestId('terminal-reach')).toContainText('Quelque chose répond')
  }
  expect(await axeFindings(page)).toEqual([])
  await page.goto('/#/sell')
  await expect(tiles(page).first()).toBeVisible({ timeout: 30_000 })
}

/** Puts an article on a ticket and opens its payment by card; returns what is to be paid. */
export async function beginToPay(page: Page): Promise<number> {
  await tiles(page).first().click()
  await openTicket(page)
  await page.getByTestId('pay-card').last().click()
  await expect(page.getByTestId('validate')).toHaveText('Demander au terminal')
  return centsOf(await page.getByTestId('due').last().textContent())
}
