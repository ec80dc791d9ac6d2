import { isRoll, printedMm, rollPage, type PaperWidth, type RollWidth } from '@/core/printing/paper'

/**
 * Prints the print area of a page on a paper. A class chooses the paper in `styles/print.css`; a page
 * of a roll is made as long as what is on it. Both are taken back once the browser has made its copy.
 */
export function printPage(paper: PaperWidth, page: Document, print: () => void): void {
  const paperClass = `prints-${paper}`
  const { classList } = page.documentElement
  const sheets = [...page.adoptedStyleSheets]
  classList.add(paperClass)
  try {
    const area = page.querySelector<HTMLElement>('.print-area')
    if (area && isRoll(paper)) page.adoptedStyleSheets = [...sheets, sheetFor(paper, area)]
    print()
  } finally {
    classList.remove(paperClass)
    page.adoptedStyleSheets = sheets
  }
}

/** A style that a strict security policy lets through: no text of it is in the page. */
function sheetFor(roll: RollWidth, area: HTMLElement): CSSStyleSheet {
  const { style } = area
  style.width = `${printedMm(roll)}mm`
  const heightPx = area.getBoundingClientRect().height
  style.width = ''
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rollPage(roll, heightPx))
  return sheet
}
