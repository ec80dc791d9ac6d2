/**
 * Prints the print area of a page, on pages of these rules of CSS. A class hides all else; both are
 * taken back once the browser has made its copy.
 */
export function printLabels(rules: string, page: Document, print: () => void): void {
  const { classList } = page.documentElement
  const sheets = [...page.adoptedStyleSheets]
  // A style that a strict security policy lets through: no text of it is in the page.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  classList.add('prints-labels')
  page.adoptedStyleSheets = [...sheets, sheet]
  try {
    print()
  } finally {
    classList.remove('prints-labels')
    page.adoptedStyleSheets = sheets
  }
}
