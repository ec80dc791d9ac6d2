import { expect, test, type Page } from '@playwright/test'
import { axeFindings, openDemo, openTicket, readyOffline, tiles } from '../support'

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' })

  test(
    'the manual opens at the page of the screen, is searched, and leaves the ticket alone',
    { tag: '@phone-long' },
    async ({ page, context }) => {
      await openDemo(page)
      await readyOffline(page)
      await context.setOffline(true)
      await tiles(page).first().click()
      await page.getByTestId('help').click()
      const manual = page.getByTestId('help-sheet')
      await expect(manual.getByRole('heading', { level: 2 })).toHaveText('Vendre')
      expect(await axeFindings(page)).toEqual([])
      await expectPicture(page)

      await manual.getByTestId('help-search').fill('rembourser')
      const found = manual.getByTestId('help-found').getByRole('link')
      await expect(found.first()).toContainText('Retours et remboursements')
      await found.first().click()
      await expect(manual.getByRole('heading', { level: 2 })).toHaveText(/Retours/)
      await manual.getByTestId('help-contents').click()
      const ways = await manual.locator('[data-testid="help-page"] li a').all()
      expect(ways.length).toBeGreaterThan(20)
      for (const way of ways) {
        expect((await way.boundingBox())?.height).toBeGreaterThanOrEqual(48)
      }
      await manual.getByRole('link', { name: 'Encaisser' }).click()
      await expect(manual.getByRole('heading', { level: 2 })).toHaveText('Encaisser')
      await page.keyboard.press('Escape')
      await expect(manual).toHaveCount(0)
      await openTicket(page)
      await expect(page.locator('.ticket-line')).toHaveCount(1)
    },
  )
})

/** The first picture is on the device, within the screen, and opens larger. */
async function expectPicture(page: Page): Promise<void> {
  const picture = page.getByTestId('help-sheet').getByRole('img').first()
  await picture.scrollIntoViewIfNeeded()
  await expect.poll(() => picture.evaluate(widthOf)).toBeGreaterThan(500)
  const small = await picture.boundingBox()
  expect((small?.x ?? 0) + (small?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
  await page.getByRole('button', { name: /^Agrandir l’image : L’écran de vente/ }).click()
  const large = page.getByTestId('help-picture')
  await expect(large.getByRole('img')).toHaveAccessibleName(/^L’écran de vente/)
  expect((await large.getByRole('img').boundingBox())?.width).toBeGreaterThan(small?.width ?? 0)
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(large).toHaveCount(0)
  await expect(picture).toBeVisible()
}

const widthOf = (element: HTMLElement | SVGElement) => (element as HTMLImageElement).naturalWidth

test('help of a payment, of an error and of the settings opens at their pages', async ({
  page,
}) => {
  await openDemo(page)
  const title = page.getByTestId('help-sheet').getByRole('heading', { level: 2 })
  await tiles(page).first().click()
  await page.getByTestId('pay-cash').click()
  await page.getByTestId('sheet-help').click()
  await expect(title).toHaveText('Encaisser')
  await page.keyboard.press('Escape')
  // The payment goes on where it was.
  await expect(page.getByTestId('help-sheet')).toHaveCount(0)
  await expect(page.getByTestId('sheet-help')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto('/#/config/general/commandes')
  await expect(page.getByTestId('connect-address')).toBeVisible()
  await page.getByTestId('help').click()
  await expect(title).toHaveText('Connecter votre boutique')
  await page.keyboard.press('Escape')

  await page.goto('/#/config')
  await page.getByTestId('config-aide').click()
  const screen = page.getByTestId('help-screen')
  await screen.getByRole('link', { name: 'Clôturer' }).click()
  await expect(page).toHaveURL(/#\/aide\/cloturer$/)
  await expect(screen.getByRole('heading', { level: 2 })).toHaveText('Clôturer')
  expect(await axeFindings(page)).toEqual([])
  await page.goBack()
  await expect(screen.getByRole('heading', { level: 2 })).toHaveText('Le manuel de Comptoir')
})
