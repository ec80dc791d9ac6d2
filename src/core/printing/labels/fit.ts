import { codeModules, type LabelCode } from './labelCode'
import type { LabelPaper } from './labelPapers'
import { isRoll } from '@/core/printing/paper'

/** Dots of a receipt printer are 1/203 of an inch, eight a millimetre; others have 600 an inch. */
const ROLL_DOT_MM = 0.125
const SHEET_DOT_MM = 25.4 / 600
/** Width of a module that every scanner reads, and one as on the goods (GS1: 0.33 mm). */
const LEAST_MODULE_MM = 0.21
const USUAL_MODULE_MM = 0.34
const MODULE_OF_ROLL_MM = 0.375

/** Width of a label without its white, in millimetres. */
export const innerMm = ({ widthMm, inset }: LabelPaper): number => widthMm - 2 * inset.xMm

/**
 * The width of a module, in millimetres: whole dots of the printer, so that equal bars come out
 * equal. Null where the code does not fit on the label.
 */
export function moduleMm(code: LabelCode, paper: LabelPaper): number | null {
  const roll = isRoll(paper.paperWidth)
  const dotMm = roll ? ROLL_DOT_MM : SHEET_DOT_MM
  const most = Math.min(
    roll ? MODULE_OF_ROLL_MM : USUAL_MODULE_MM,
    innerMm(paper) / codeModules(code).total,
  )
  // A hair more, for what a division lost.
  const dots = Math.floor(most / dotMm + 1e-6)
  return dots * dotMm < LEAST_MODULE_MM ? null : dots * dotMm
}

/** How wide characters of the till's font are at most, in its size: bold figures, and the narrow. */
const FIGURE = 0.68
const NARROW = 0.32

/** Width of a short text in bold, in sizes of its font. */
export const textEms = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\s.,'’·|/]/.test(letter) ? NARROW : FIGURE), 0)

/** The size of a text that must stay on one line of a width, in millimetres. */
export const fittingMm = (text: string, widthMm: number, mostMm: number): number =>
  Math.min(mostMm, Math.floor((widthMm / textEms(text)) * 100) / 100)
