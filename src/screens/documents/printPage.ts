/** Paper a receipt is printed on. */
export type PaperWidth = '80mm' | 'a4'

/**
 * Prints the print area on a paper. A class chooses the page's size in `styles/print.css`, and is
 * removed once the browser has made its copy.
 */
export function printPage(paperWidth: PaperWidth, root: HTMLElement, print: () => void): void {
  const paperClass = `prints-${paperWidth}`
  root.classList.add(paperClass)
  try {
    print()
  } finally {
    root.classList.remove(paperClass)
  }
}
