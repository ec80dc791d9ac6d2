import { assert } from '@/core/assert'
import { POLE_COLUMNS, type PoleLines } from './poleLines'
import { byteIn, type PolePage } from './polePages'
import type { PoleSetting } from './poleSetting'

const ESC = 0x1b
const US = 0x1f
const CR = 0x0d
const CLEAR = 0x0c
/** Numbers of the pages in `ESC t n` of Epson's displays. */
const EPSON_PAGES: Record<Exclude<PolePage, 'ascii'>, number> = {
  cp437: 0,
  cp850: 2,
  windows1252: 16,
}

type Orders = Pick<PoleSetting, 'kind' | 'page'>

/**
 * What a display is sent once it was opened: set up anew, its page of letters chosen, its lines empty. Displays
 * of the CD5220 have no common order for the page: theirs is set on the display.
 */
export function poleSetUp({ kind, page }: Orders): Uint8Array {
  const chosen = kind === 'epson' && page !== 'ascii' ? [ESC, 0x74, EPSON_PAGES[page]] : []
  return Uint8Array.of(ESC, 0x40, ...chosen, CLEAR)
}

/** Both lines, written over what stood there: nothing goes dark between two totals. */
export function poleBytes([upper, lower]: PoleLines, { kind, page }: Orders): Uint8Array {
  const first = lettersOf(upper, page)
  const second = lettersOf(lower, page)
  return kind === 'epson'
    ? Uint8Array.of(...cursorAt(1), ...first, ...cursorAt(2), ...second)
    : Uint8Array.of(ESC, 0x51, 0x41, ...first, CR, ESC, 0x51, 0x42, ...second, CR)
}

/** The first letter of a line (`US $ column line`). */
const cursorAt = (line: 1 | 2) => [US, 0x24, 1, line]

/** A line's letters; none of them is an order, since a page's letters begin at the space. */
function lettersOf(line: string, page: PolePage): number[] {
  const bytes = [...line].map(letter => byteIn(page, letter))
  assert(bytes.length === POLE_COLUMNS, 'a line of a display has twenty letters')
  return bytes.map(byte => {
    assert(byte !== undefined && byte >= 0x20, 'a line of a display has letters of its page')
    return byte
  })
}
