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
  { tag: '@phone-long' },
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

test('the shop’s picture is kept, shown as the paper will show it, and printed at the head', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config/general/caisse')
  await page.getByTestId('logo-file').setInputFiles({
    name: 'notes.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture'),
  })
  await expect(page.getByTestId('error-logo-unreadable')).toBeVisible()
  // A black square in a white one, drawn by the browser itself.
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(600, 300)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.fillRect(200, 50, 200, 200)
    const bytes = await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()
    return [...new Uint8Array(bytes)]
  })
  await page.getByTestId('logo-file').setInputFiles({
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: Buffer.from(drawn),
  })
  await expect(page.getByTestId('logo-saved')).toBeVisible()
  await expect(page.getByTestId('error-logo-unreadable')).toHaveCount(0)
  await page.reload()
  /** Darkness of the middle and of a corner of the picture on the paper. */
  const shades = () =>
    page
      .getByTestId('paper-logo')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const at = (x: number, y: number) =>
          canvas.getContext('2d')?.getImageData(x, y, 1, 1).data[0]
        return [canvas.width, canvas.height, at(canvas.width / 2, canvas.height / 2), at(2, 2)]
      })
  await expect.poll(shades).toEqual([384, 192, 0, 255])
  const shots = process.env.COMPTOIR_SHOTS
  if (shots) await page.screenshot({ path: `${shots}/logo-${page.viewportSize()?.width}.png` })
  await sell(page)
  await page.goto('/#/sales/2')
  await expect(page.getByTestId('receipt').getByTestId('paper-logo')).toBeVisible()
  expect(await shades()).toEqual([384, 192, 0, 255])
  if (shots) await page.screenshot({ path: `${shots}/logo-sale-${page.viewportSize()?.width}.png` })
  await page.goto('/#/config/general/caisse')
  await page.getByTestId('logo-remove').click()
  await expect(page.getByTestId('paper-logo')).toHaveCount(0)
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
