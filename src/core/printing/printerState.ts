import type { PrintFault } from './printOutcome'

/** What a printer says of itself. */
export interface PrinterState {
  isReady: boolean
  isCoverOpen: boolean
  paper: 'there' | 'low' | 'out'
  /** Level of the wire from the drawer's switch; which level means open differs from drawer to drawer. */
  isDrawerWireHigh: boolean
}

/** What a printer is asked in the midst of anything, and answers at once: printer, cover, paper. */
export const STATE_QUESTIONS = [1, 2, 4] as const
export type StateQuestion = (typeof STATE_QUESTIONS)[number]

/** The question as bytes of ESC/POS (`DLE EOT n`). */
export const askState = (question: StateQuestion): Uint8Array => Uint8Array.of(0x10, 0x04, question)

/** Bits that every answer to `DLE EOT` has: they tell it from anything else that a printer sends. */
const FIXED_BITS = 0b1001_0011
const FIXED_VALUE = 0b0001_0010
export const isStateAnswer = (byte: number): boolean => (byte & FIXED_BITS) === FIXED_VALUE

/** What a printer is asked once it has worked through all before (`GS r 1`). */
export const ASK_WHEN_DONE = Uint8Array.of(0x1d, 0x72, 0x01)
/** Bits that its answer lacks, and XON, XOFF, answers to `DLE EOT` and automatic states have one of. */
const NOT_DONE_BITS = 0b1001_0000
export const isDoneAnswer = (byte: number): boolean => (byte & NOT_DONE_BITS) === 0

const DRAWER_WIRE = 0x04
const NOT_READY = 0x08
const COVER_OPEN = 0x04
const STOPPED_BY_PAPER = 0x20
const ERROR = 0x40
const PAPER_LOW = 0x0c
const PAPER_OUT = 0x60

/** The question whose answer alone says that a printer stopped, and `saysStopped` of that answer. */
export const WHY_STOPPED: StateQuestion = 2
export const saysStopped = (cause: number): boolean =>
  (cause & (COVER_OPEN | STOPPED_BY_PAPER | ERROR)) !== 0

/** The answers to the three questions, one byte each; undefined where one is none. */
export function readState(
  answers: Readonly<Record<StateQuestion, number>>,
): PrinterState | undefined {
  const { 1: printer, 2: cause, 4: paper } = answers
  if (![printer, cause, paper].every(isStateAnswer)) return undefined
  const isOut = (paper & PAPER_OUT) !== 0 || (cause & STOPPED_BY_PAPER) !== 0
  return {
    isReady: (printer & NOT_READY) === 0 && (cause & ERROR) === 0,
    isCoverOpen: (cause & COVER_OPEN) !== 0,
    paper: isOut ? 'out' : (paper & PAPER_LOW) !== 0 ? 'low' : 'there',
    isDrawerWireHigh: (printer & DRAWER_WIRE) !== 0,
  }
}

/**
 * The level of the wire that means open, from the printer's state with the drawer closed and open;
 * undefined where they do not differ: the drawer has no switch, or did not open.
 */
export const levelOfOpen = (closed: PrinterState, open: PrinterState): boolean | undefined =>
  closed.isDrawerWireHigh === open.isDrawerWireHigh ? undefined : open.isDrawerWireHigh

/** Why a printer in this state prints nothing; undefined where it prints. */
export function faultOf(state: PrinterState): PrintFault | undefined {
  if (state.isCoverOpen) return 'cover-open'
  if (state.paper === 'out') return 'paper-out'
  return state.isReady ? undefined : 'not-ready'
}
