/** What is known of a receipt printer: chosen by the owner, by what came out of it. */
export interface PrinterProfile {
  language: 'esc-pos' | 'star-prnt'
  /** Characters a line in the printer's usual letters. */
  columns: 32 | 42 | 48
  qr: CodePrinting
  barcode: CodePrinting
  /** Whether it has a cutter that the till works. */
  cuts: boolean
  /** Empty lines after the last one, which bring it past the blade or the edge to tear at. */
  feedLines: number
  /** The printer's table of letters. */
  codePage: 'windows1252'
  /** Whether the shop's picture is printed. */
  logo: boolean
  drawer: DrawerPulse
  /** Whether the wire from the drawer's switch is high while it is open; undefined until it was learnt. */
  isWireHighOpen?: boolean
}

/** A code is drawn by the printer, sent to it as a picture, or left out: its caption stays. */
export type CodePrinting = 'native' | 'picture' | 'none'

/** What opens the drawer: the pin of the printer's plug, and for how long, in milliseconds. */
export interface DrawerPulse {
  pin: 2 | 5
  milliseconds: number
}

/** What most printers of 80 mm are, until somebody says otherwise. */
export const USUAL_PROFILE: PrinterProfile = {
  language: 'esc-pos',
  columns: 48,
  qr: 'native',
  barcode: 'native',
  cuts: true,
  feedLines: 4,
  codePage: 'windows1252',
  logo: true,
  drawer: { pin: 2, milliseconds: 100 },
}

/** Dots of one letter's width, at 203 dots an inch. */
const LETTER_DOTS = 12

/** Dots that the printer's head surely reaches on a line. */
export const dotsOf = ({ columns }: PrinterProfile): number => columns * LETTER_DOTS
