import { expect, type Page } from '@playwright/test'

/** Leaves the page as the browser's dialog takes it, for a PDF: what prints, its class and sheets. */
export async function holdWhatPrints(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.print = () => {
      const { className } = document.documentElement
      const sheets = [...document.adoptedStyleSheets]
      const area = document.querySelector('.print-area')?.cloneNode(true)
      setTimeout(() => {
        if (area) document.body.append(area)
        document.documentElement.className = className
        document.adoptedStyleSheets = sheets
        document.title = 'printed'
      })
    }
  })
}

/** The PDF that the browser makes of what was printed. */
export async function printedPdf(page: Page): Promise<Buffer> {
  await expect(page).toHaveTitle('printed')
  return page.pdf({ preferCSSPageSize: true })
}

/** Pages of a PDF, in millimetres. */
export const pagesOf = (pdf: Buffer): { widthMm: number; lengthMm: number }[] =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(
    ([, width, length]) => ({
      widthMm: (Number(width) * 25.4) / 72,
      lengthMm: (Number(length) * 25.4) / 72,
    }),
  )
