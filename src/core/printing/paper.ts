/** Paper that documents are printed on: a roll of this width, or sheets. */
export type PaperWidth = RollWidth | 'a4'
export type RollWidth = '80mm' | '58mm'

/** Millimetres of a roll, and of what a printer's head reaches of it. */
const ROLLS: Readonly<Record<RollWidth, { widthMm: number; printedMm: number }>> = {
  '80mm': { widthMm: 80, printedMm: 72 },
  '58mm': { widthMm: 58, printedMm: 48 },
}
/** Above and below what is printed on a roll. A printer feeds to its blade by itself. */
export const ROLL_MARGIN_MM = 3
const INCH_MM = 25.4
const PIXELS_AN_INCH = 96

export const isRoll = (paper: PaperWidth): paper is RollWidth => paper !== 'a4'

/** The roll that is printed on where no sheet is asked for, by the paper that the till was set to. */
export const rollOf = (paper: PaperWidth): RollWidth => (isRoll(paper) ? paper : '80mm')

/** How wide a roll is, in millimetres. */
export const rollWidthMm = (roll: RollWidth): number => ROLLS[roll].widthMm

/** How wide a document is drawn on a roll, in millimetres. */
export const printedMm = (roll: RollWidth): number => ROLLS[roll].printedMm

/**
 * How long the page of a roll is with so much on it, in millimetres. It is never wider than long: a
 * browser would turn it.
 */
export const rollLengthMm = (roll: RollWidth, contentMm: number): number =>
  Math.max(contentMm + 2 * ROLL_MARGIN_MM, ROLLS[roll].widthMm + 1)

/**
 * The page of a roll that is as long as its document, as a rule of CSS. `heightPx` is the document's
 * height at the width of the roll, in CSS pixels.
 */
export function rollPage(roll: RollWidth, heightPx: number): string {
  const { widthMm, printedMm: printed } = ROLLS[roll]
  // Rounded up, and a millimetre more: a line that does not fit takes a page.
  const contentMm = Math.ceil((heightPx * INCH_MM) / PIXELS_AN_INCH) + 1
  const lengthMm = rollLengthMm(roll, contentMm)
  const sideMm = (widthMm - printed) / 2
  return `@page receipt-${roll} { size: ${widthMm}mm ${lengthMm}mm; margin: ${ROLL_MARGIN_MM}mm ${sideMm}mm; }`
}
