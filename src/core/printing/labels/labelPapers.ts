import {
  isRoll,
  printedMm,
  ROLL_MARGIN_MM,
  rollLengthMm,
  rollWidthMm,
  type PaperWidth,
} from '@/core/printing/paper'

/**
 * A kind of labels: sheets of self-adhesive ones as shops sell them, or pieces to cut from a roll.
 * All measures are millimetres.
 */
export interface LabelPaper {
  paperId: string
  paperWidth: PaperWidth
  /** Articles of makers that have these measures: `Avery 3474, Herma 4464`. */
  makers: string
  widthMm: number
  heightMm: number
  columns: number
  /** Of a page; a roll is cut into pages of at most so many. */
  rows: number
  /** From the left of a label to the left of the next one. */
  pitchMm: number
  /** White inside each label: printers reach no edge of a sheet, and feed it not quite straight. */
  inset: { xMm: number; yMm: number }
  text: LabelText
}

/** How large a label is written. */
export interface LabelText {
  nameMm: number
  nameLines: 1 | 2
  /** The largest the price is written. */
  priceMm: number
  smallMm: number
  /** The highest the bars are drawn. */
  barsMm: number
}

/** Labels that reach the edge of the sheet, which printers leave white. */
const TO_THE_EDGE = { xMm: 5, yMm: 4.5 }
const APART = { xMm: 2.5, yMm: 2 }
const SMALL = { nameMm: 2.6, nameLines: 1, priceMm: 5, smallMm: 2.2, barsMm: 7 } as const
const MIDDLE = { nameMm: 3.2, nameLines: 2, priceMm: 7, smallMm: 2.5, barsMm: 8 } as const
const LARGE = { nameMm: 3.6, nameLines: 2, priceMm: 8, smallMm: 2.8, barsMm: 10 } as const

/**
 * Measures of the makers. The labels of each sheet stand in its middle: its margins follow. Checked
 * against the templates of gLabels (avery, herma and zweckform, ISO).
 */
export const LABEL_PAPERS: readonly [LabelPaper, ...LabelPaper[]] = [
  {
    paperId: '70x37',
    paperWidth: 'a4',
    makers: 'Avery 3474, Herma 4464',
    widthMm: 70,
    heightMm: 37,
    columns: 3,
    rows: 8,
    pitchMm: 70,
    inset: TO_THE_EDGE,
    text: MIDDLE,
  },
  {
    paperId: '70x36',
    paperWidth: 'a4',
    makers: 'Avery 3490',
    widthMm: 70,
    heightMm: 36,
    columns: 3,
    rows: 8,
    pitchMm: 70,
    inset: { xMm: 5, yMm: 3 },
    text: MIDDLE,
  },
  {
    paperId: '63x38',
    paperWidth: 'a4',
    makers: 'Avery L7160',
    widthMm: 63.5,
    heightMm: 38.1,
    columns: 3,
    rows: 7,
    pitchMm: 66.04,
    inset: APART,
    text: MIDDLE,
  },
  {
    paperId: '52x30',
    paperWidth: 'a4',
    makers: 'Avery 3651, Herma 4610',
    widthMm: 52.5,
    heightMm: 29.7,
    columns: 4,
    rows: 10,
    pitchMm: 52.5,
    inset: { xMm: 5, yMm: 5 },
    text: SMALL,
  },
  {
    paperId: '38x21',
    paperWidth: 'a4',
    makers: 'Avery L7651',
    widthMm: 38.1,
    heightMm: 21.2,
    columns: 5,
    rows: 13,
    pitchMm: 40.6,
    inset: { xMm: 1.8, yMm: 1.6 },
    text: SMALL,
  },
  {
    paperId: '99x38',
    paperWidth: 'a4',
    makers: 'Avery L7163',
    widthMm: 99.1,
    heightMm: 38.1,
    columns: 2,
    rows: 7,
    pitchMm: 101.6,
    inset: APART,
    text: LARGE,
  },
  {
    paperId: '105x37',
    paperWidth: 'a4',
    makers: 'Herma 4620',
    widthMm: 105,
    heightMm: 37,
    columns: 2,
    rows: 8,
    pitchMm: 105,
    inset: TO_THE_EDGE,
    text: LARGE,
  },
  {
    paperId: '80mm',
    paperWidth: '80mm',
    makers: '',
    widthMm: printedMm('80mm'),
    heightMm: 40,
    columns: 1,
    rows: 20,
    pitchMm: 0,
    inset: { xMm: 1, yMm: 3 },
    text: LARGE,
  },
  {
    paperId: '58mm',
    paperWidth: '58mm',
    makers: '',
    widthMm: printedMm('58mm'),
    heightMm: 36,
    columns: 1,
    rows: 20,
    pitchMm: 0,
    inset: { xMm: 1, yMm: 3 },
    text: MIDDLE,
  },
]

/** The paper of an id; the first one where the id is of another version. */
export const labelPaper = (paperId: string): LabelPaper =>
  LABEL_PAPERS.find(one => one.paperId === paperId) ?? LABEL_PAPERS[0]

export const labelsAPage = ({ columns, rows }: LabelPaper): number => columns * rows

/** A paper, and how many labels of its first sheet are gone. */
export interface LabelSheet {
  paper: LabelPaper
  used: number
}

/** What is printed on, as it was kept; no label is gone of a roll, nor where the sheet has not so many. */
export function soundSheet({ paperId, used }: { paperId: string; used: number }): LabelSheet {
  const paper = labelPaper(paperId)
  const isSound = !isRoll(paper.paperWidth) && Number.isInteger(used) && used >= 0
  return { paper, used: isSound && used < labelsAPage(paper) ? used : 0 }
}

const SHEET_MM = { widthMm: 210, heightMm: 297 } as const

/** The page that so many labels are printed on: a sheet, or as much of a roll as they take. */
export function pageMm(paper: LabelPaper, labels: number): { widthMm: number; heightMm: number } {
  const { paperWidth, heightMm } = paper
  if (!isRoll(paperWidth)) return SHEET_MM
  return {
    widthMm: rollWidthMm(paperWidth),
    heightMm: rollLengthMm(paperWidth, labels * heightMm),
  }
}

/** Left and top of a place on its page; places are counted from 0, row by row. */
export function placeMm(paper: LabelPaper, place: number): { leftMm: number; topMm: number } {
  const { paperWidth, columns, rows, widthMm, heightMm, pitchMm } = paper
  const page = pageMm(paper, labelsAPage(paper))
  const left = (page.widthMm - ((columns - 1) * pitchMm + widthMm)) / 2
  const top = isRoll(paperWidth) ? ROLL_MARGIN_MM : (page.heightMm - rows * heightMm) / 2
  return {
    leftMm: left + (place % columns) * pitchMm,
    topMm: top + Math.floor(place / columns) * heightMm,
  }
}
