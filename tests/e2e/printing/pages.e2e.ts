import { expect, test, type Page } from '@playwright/test'
import { openDemo, payExact, tiles } from '../support'
import { holdWhatPrints, pagesOf, printedPdf } from './heldPrint'

/** Pages of the PDF that the browser makes, in millimetres. */
const printedPages = async (page: Page) => pagesOf(await printedPdf(page))

/** Millimetres from the top of what prints to its end, at the width of the roll. */
const contentMm = (page: Page, printedMm: number) =>
  page.evaluate(mm => {
    const area = document.querySelector<HTMLElement>('.print-area')
    if (!area) throw new Error('what prints')
    area.style.width = `${mm}mm`
    const { height } = area.getBoundingClientRect()
    area.style.width = ''
    return (height * 25.4) / 96
  }, printedMm)

async function sell(page: Page, count: number): Promise<void> {
  await page.goto('/#/sell')
  await tiles(page).first().waitFor()
  const shown = await tiles(page).count()
  for (let at = 0; at < count; at += 1) {
    await tiles(page)
      .nth(at % shown)
      .click()
    const options = page.getByTestId('combination').first()
    if (await options.isVisible()) await options.click()
  }
  await payExact(page)
}

for (const { paper, widthMm, printedMm } of [
  { paper: '80mm', widthMm: 80, printedMm: 72 },
  { paper: '58mm', widthMm: 58, printedMm: 48 },
]) {
  for (const lines of [1, 30]) {
    const long = lines === 1 ? ' @long' : ''
    test(`a receipt of ${lines} on a roll of ${paper} is one page, no longer than it${long}`, async ({
      page,
    }) => {
      await openDemo(page)
      await page.goto('/#/config/general/caisse')
      await page.getByTestId(`paper-${paper}`).check({ force: true })
      await sell(page, lines)
      await page.goto('/#/sales/2')
      await holdWhatPrints(page)
      await page.getByTestId('print').click()
      const pages = await printedPages(page)
      expect(pages).toHaveLength(1)
      const [{ widthMm: width, lengthMm } = { widthMm: 0, lengthMm: 0 }] = pages
      expect(width).toBeCloseTo(widthMm, 0)
      const blankMm = lengthMm - (await contentMm(page, printedMm))
      expect(blankMm).toBeGreaterThan(6)
      expect(blankMm).toBeLessThan(9)
    })
  }
}

test('an A4 receipt stays on sheets of A4', async ({ page }) => {
  await openDemo(page)
  await sell(page, 3)
  await page.goto('/#/sales/2')
  await holdWhatPrints(page)
  await page.getByTestId('print-a4').click()
  const [sheet, ...more] = await printedPages(page)
  expect(more).toEqual([])
  expect(sheet?.widthMm).toBeCloseTo(210, 0)
  expect(sheet?.lengthMm).toBeCloseTo(297, 0)
})
