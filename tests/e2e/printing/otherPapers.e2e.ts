import { expect, test, type Page } from '@playwright/test'
import {
  chooseAction,
  openDemo,
  openTicket,
  payExact,
  sealedIn,
  tiles,
  typeAmount,
} from '../support'

/** The printed text becomes the title of the page. */
const printToTitle = (page: Page) =>
  page.evaluate(() => {
    window.print = () => {
      document.title = `printed ${document.querySelector('.print-area')?.textContent}`
    }
  })
const printed = (page: Page) => page.title().then(title => title.replace(/\s/g, ' '))

async function sell(page: Page): Promise<void> {
  await page.goto('/#/sell')
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
}

test(
  'a gift receipt names the goods without a price, and is no print of the receipt',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    await sell(page)
    await printToTitle(page)
    const before = (await sealedIn(page)).length
    await page.getByTestId('gift-receipt').click()
    await expect(page).toHaveTitle(/^printed/)
    const gift = await printed(page)
    const { lines } = (await sealedIn(page)).findLast(
      event => event.kind === 'sale',
    ) as unknown as {
      lines: { name: string }[]
    }
    expect(gift).toContain(lines[0]?.name)
    expect(gift).toContain('Ticket cadeau')
    expect(gift).toContain('A-000001')
    expect(gift).not.toMatch(/€|TVA \d|Total/)
    expect(await sealedIn(page)).toHaveLength(before)

    await page.getByTestId('print-receipt').click()
    await expect(page).toHaveTitle(/Total TTC/)
    expect(await printed(page)).not.toContain('DUPLICATA')
  },
)

test('what the shop says at the foot of its papers is kept, shown and printed', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config/general/caisse')
  await page.getByTestId('paper-foot').fill('Du mardi au samedi\nÉchange sous 15 jours')
  await page.getByTestId('paper-foot').blur()
  await expect(page.getByTestId('paper-foot-saved')).toBeVisible()
  await page.reload()
  await expect(page.getByTestId('paper-foot')).toHaveValue(/Échange sous 15 jours/)
  await sell(page)
  await printToTitle(page)
  await page.getByTestId('print-receipt').click()
  await expect(page).toHaveTitle(/Merci de votre visite\..*Du mardi au samedi/s)
  await page.goto('/#/sales/2')
  await expect(page.getByTestId('receipt')).toContainText('Échange sous 15 jours')
})

test('a float is printed from its sealed entry, to be signed', async ({ page }) => {
  await openDemo(page)
  await openTicket(page)
  await chooseAction(page, 'drawer-float')
  await typeAmount(page, 15000)
  await page.getByTestId('float-set').click()
  await printToTitle(page)
  await page.getByTestId('cash-print').click()
  await expect(page).toHaveTitle(/^printed/)
  const paper = await printed(page)
  for (const said of ['Fond de caisse', '150,00 €', 'Signature', 'écriture'])
    expect(paper).toContain(said)
})
