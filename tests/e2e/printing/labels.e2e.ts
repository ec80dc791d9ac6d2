import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test, type Page, type Route } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { axeFindings, expectSync, openDemo, syncsIn } from '../support'
import { holdWhatPrints, pagesOf, printedPdf } from './heldPrint'
import { labelPaper, placeMm } from '@/core/printing/labels/labelPapers'

const PIXELS_A_MM = 96 / 25.4
/** Departments of the demo. */
const COFFEES = 'ps-4'
const HOME = 'ps-13'

/** Opens the labels with the articles of departments. */
async function labelsOf(page: Page, ...departments: string[]): Promise<void> {
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('labels-open').click()
  for (const id of departments) {
    await page.getByTestId('labels-department').selectOption(id)
    await page.getByTestId('labels-add-department').click()
  }
}

const count = async (page: Page) =>
  Number(/\d+/.exec((await page.getByTestId('labels-count').textContent()) ?? '')?.[0])

/** Boxes of what is printed, in millimetres from the top left of its page. */
const placesPrinted = (page: Page) =>
  page.evaluate(pixels => {
    const pages = [...document.querySelectorAll('body > .print-area .labels-page')]
    return pages.flatMap((sheet, at) => {
      const from = sheet.getBoundingClientRect()
      return [...sheet.querySelectorAll('[data-testid="label"]')].map(label => {
        const box = label.getBoundingClientRect()
        return {
          page: at,
          leftMm: (box.left - from.left) / pixels,
          topMm: (box.top - from.top) / pixels,
          widthMm: box.width / pixels,
          heightMm: box.height / pixels,
        }
      })
    })
  }, PIXELS_A_MM)

/** Labels of which something printed sticks out of its own line or of the label. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body > .print-area [data-testid="label"]')].flatMap(label => {
      const box = label.getBoundingClientRect()
      const parts = [...label.querySelectorAll('strong, svg, p')].map(part =>
        part.getBoundingClientRect(),
      )
      const isOut = parts.some(
        part =>
          part.left < box.left - 0.5 ||
          part.right > box.right + 0.5 ||
          part.top < box.top - 0.5 ||
          part.bottom > box.bottom + 0.5,
      )
      const lines = [...label.querySelectorAll('.label__line')]
      const isWide = lines.some(line => line.scrollWidth > line.clientWidth + 1)
      return isOut || isWide ? [label.textContent] : []
    }),
  )

test('labels stand where those of the sheet do', { tag: '@phone-long' }, async ({ page }) => {
  await openDemo(page)
  await labelsOf(page, COFFEES, HOME)
  expect(await axeFindings(page)).toEqual([])
  await page.getByTestId('labels-paper').selectOption('63x38')
  await page.getByTestId('labels-first').selectOption('20')
  const labels = await count(page)
  expect(labels).toBeGreaterThan(5)
  await holdWhatPrints(page)
  await page.getByTestId('labels-print').click()
  const sheets = pagesOf(await printedPdf(page))
  expect(sheets).toHaveLength(1 + Math.ceil((labels - 2) / 21))
  for (const { widthMm, lengthMm } of sheets) {
    expect(widthMm).toBeCloseTo(210, 0)
    expect(lengthMm).toBeCloseTo(297, 0)
  }
  await page.emulateMedia({ media: 'print' })
  const paper = labelPaper('63x38')
  const printed = await placesPrinted(page)
  expect(printed).toHaveLength(labels)
  for (const [at, one] of printed.entries()) {
    const { leftMm, topMm } = placeMm(paper, (19 + at) % 21)
    expect(one.page).toBe(Math.floor((19 + at) / 21))
    // A browser lays out by 64ths of a pixel.
    expect(Math.abs(one.leftMm - leftMm)).toBeLessThan(0.05)
    expect(Math.abs(one.topMm - topMm)).toBeLessThan(0.05)
    expect(Math.abs(one.widthMm - paper.widthMm)).toBeLessThan(0.05)
    expect(Math.abs(one.heightMm - paper.heightMm)).toBeLessThan(0.05)
  }
})

for (const { paperId, widthMm } of [
  { paperId: '80mm', widthMm: 80 },
  { paperId: '58mm', widthMm: 58 },
]) {
  test(`labels on a roll of ${paperId} are one page as long as they are`, async ({ page }) => {
    await openDemo(page)
    await labelsOf(page, COFFEES)
    await page.getByTestId('labels-paper').selectOption(paperId)
    const labels = await count(page)
    await holdWhatPrints(page)
    await page.getByTestId('labels-print').click()
    const [roll, ...more] = pagesOf(await printedPdf(page))
    expect(more).toEqual([])
    expect(roll?.widthMm).toBeCloseTo(widthMm, 0)
    expect(roll?.lengthMm).toBeCloseTo(labels * labelPaper(paperId).heightMm + 6, 0)
  })
}

/** Printers of receipts, and the least of those of sheets. */
for (const dotsAnInch of [203, 300]) {
  test.describe(`printed with ${dotsAnInch} dots an inch`, () => {
    test.use({ deviceScaleFactor: dotsAnInch / 96 })

    for (const paperId of ['70x37', '38x21', '99x38', '80mm', '58mm']) {
      // The coarsest head on the smallest labels is the hardest; all others come with the long walks.
      const isHardest = dotsAnInch === 203 && (paperId === '38x21' || paperId === '58mm')
      test(`every barcode on ${paperId} is read${isHardest ? '' : ' @long'}`, async ({ page }) => {
        const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
        prepareZXingModule({ overrides: { wasmBinary: readFileSync(file).buffer } })
        await openDemo(page)
        await labelsOf(page, COFFEES, HOME)
        await page.getByTestId('labels-paper').selectOption(paperId)
        await holdWhatPrints(page)
        await page.getByTestId('labels-print').click()
        await expect(page).toHaveTitle('printed')
        await page.emulateMedia({ media: 'print' })
        expect(await cutOff(page)).toEqual([])
        const printed = page.locator('body > .print-area [data-testid="label"]')
        const many = await printed.count()
        expect(many).toBeGreaterThan(5)
        for (let at = 0; at < many; at += 1) {
          const label = printed.nth(at)
          const text = (await label.locator('.label__text').textContent()) ?? ''
          const picture = await label.screenshot({ animations: 'disabled' })
          const found = await readBarcodes(new Uint8Array(picture), {
            formats: ['EAN13', 'Code128'],
          })
          expect(found.map(one => one.text)).toEqual([text])
        }
      })
    }
  })
}

test(
  'what a sync priced anew is labelled, at the new price',
  { tag: '@phone-long' },
  async ({ page, context }) => {
    await openDemo(page)
    await context.route(/\/demo\/api\/products\?/, async (route: Route) => {
      const answer = await route.fetch()
      if (answer.status() !== 200) return route.fulfill({ response: answer })
      const body = (await answer.json()) as { products: Record<string, unknown>[] }
      for (const one of body.products) {
        if ('shown' in one && Number(one.id) === 1) one.shown = '12.500000'
      }
      const { 'content-sha1': _hash, ...headers } = answer.headers()
      await route.fulfill({ response: answer, headers, json: body })
    })
    await page.getByTestId('nav-articles').click()
    const syncs = await syncsIn(page)
    await page.getByTestId('sync-all').click()
    await expectSync(page, syncs)
    await page.getByTestId('sync-labels').click()
    await page.getByTestId('labels-add-repriced').click()
    expect(await count(page)).toBe(1)
    const label = page.getByTestId('label')
    await expect(label).toContainText('Café moulu Éthiopie')
    await expect(label).toContainText('12,50 €')
    await expect(label).toContainText('soit 50,00 € / kg')
    await page.getByTestId('labels-more-ps-1').click()
    await page.getByTestId('labels-more-ps-1').click()
    await expect(label).toHaveCount(3)
    await page.getByTestId('labels-place-4').evaluate((place: HTMLElement) => place.click())
    await expect(page.getByTestId('labels-first')).toHaveValue('4')

    // Left and come back, nothing is lost; begun again, the sheet is.
    await page.getByTestId('nav-sell').click()
    await page.getByTestId('nav-articles').click()
    await page.getByTestId('labels-open').click()
    await expect(label).toHaveCount(3)
    await page.evaluate(() => (window.print = () => {}))
    await page.getByTestId('labels-print').click()
    await page.getByTestId('labels-go-on').click()
    await page.reload()
    await expect(page.getByTestId('labels-first')).toHaveValue('7')
  },
)

test('a search and a scan choose single articles, with what the law asks on them', async ({
  page,
}) => {
  await openDemo(page)
  await labelsOf(page)
  for (const words of ['Mug colibri', 'Bouilloire', 'Cidre fermier']) {
    await page.getByTestId('labels-search').fill(words)
    await page.locator('[data-testid^="labels-add-ps-"]', { hasText: words }).click()
  }
  expect(await count(page)).toBe(3)
  const [mug, kettle, cider] = [0, 1, 2].map(at => page.getByTestId('label').nth(at))
  await expect(mug!.locator('s')).toContainText('€')
  await expect(kettle!).toContainText('dont éco-participation 0,60 €')
  await expect(cider!).toContainText(/soit [\d,]+\s€ \/ l/)
})
