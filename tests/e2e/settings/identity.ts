import { expect, type Page } from '@playwright/test'
import { axeFindings } from '../support'

/** A company that exists nowhere, with numbers whose keys are right. */
export const SHOP = {
  name: 'Épicerie Martin',
  address: '5 quai de la Fosse\n44000 Nantes',
  siret: '73282932000074',
  vatNumber: 'FR44732829320',
}

/** Connects the till's own books to the demo shop, by its domain and a key. */
export async function connectShop(
  page: Page,
  baseURL: string | undefined,
  key = 'COMPTOIRDEMOMINIMALKEY0000000001',
): Promise<void> {
  await page.goto(baseURL ?? '/')
  await page.getByTestId('connect-shop').click()
  await page.getByTestId('connect-address').fill(`${new URL(baseURL ?? '').host}/demo`)
  await page.getByTestId('connect-key').fill(key)
  await page.getByTestId('connect-save').click()
  await page.getByTestId('connect-setup').click()
  await expect(page.getByTestId('seller-name')).toBeVisible()
}

/** Types who sells, in the sheet or on the page that asks for it. */
export async function typeSeller(page: Page, shop = SHOP): Promise<void> {
  await page.getByTestId('seller-name').fill(shop.name)
  await page.getByTestId('seller-address').fill(shop.address)
  await page.getByTestId('seller-siret').fill(shop.siret)
  await page.getByTestId('seller-vatNumber').fill(shop.vatNumber)
}

/** The people and the paper, which nobody needs to sell; each page is looked at by axe. */
export async function skipPeopleAndPaper(page: Page): Promise<void> {
  for (const step of ['equipe', 'papier']) {
    await expect(page).toHaveURL(new RegExp(`#/debut/${step}$`))
    expect(await axeFindings(page), step).toEqual([])
    await page.getByTestId('setup-next').click()
  }
}

/** The last sale's receipt says who sells. */
export async function expectReceiptOfShop(page: Page): Promise<void> {
  await page.goto('/#/sales')
  await page.locator('a[data-testid^="sale-"]').first().click()
  const receipt = page.getByTestId('receipt')
  for (const line of [SHOP.name, '5 quai de la Fosse', '44000 Nantes', /SIRET\s*732/]) {
    await expect(receipt).toContainText(line)
  }
}
