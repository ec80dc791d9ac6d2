import type { PrinterProfile } from '@/core/printing/printerProfile'

const ESCAPE = 0x1b
const DLE = 0x10
const DC4 = 0x14
/** ESC/POS counts a pulse in 2 ms, StarPRNT in 10 ms. */
const ESC_POS_UNIT_MS = 2
const STAR_UNIT_MS = 10
const LONGEST_ESC_POS = 255
const LONGEST_STAR = 127
const AT_ONCE_UNIT_MS = 100
const LONGEST_AT_ONCE = 8
/** Rest after a pulse, before another may come: what the coil of a drawer needs. */
const REST_MS = 500

/**
 * What a printer is sent to open the drawer plugged into it; paper is sent apart. A length that the
 * printer cannot count becomes the nearest that it can.
 */
export function encodeDrawerPulse({
  language,
  drawer,
}: Pick<PrinterProfile, 'language' | 'drawer'>): Uint8Array {
  const { pin, milliseconds } = drawer
  if (language === 'esc-pos') {
    const unitsOf = (ms: number) => clamped(ms / ESC_POS_UNIT_MS, LONGEST_ESC_POS)
    const connector = pin === 2 ? 0 : 1
    return Uint8Array.of(ESCAPE, 0x70, connector, unitsOf(milliseconds), unitsOf(REST_MS))
  }
  const unitsOf = (ms: number) => clamped(ms / STAR_UNIT_MS, LONGEST_STAR)
  // Sets the pulse of the first drawer, then opens the first (BEL) or the second (SUB).
  const opens = pin === 2 ? 0x07 : 0x1a
  return Uint8Array.of(ESCAPE, 0x07, unitsOf(milliseconds), unitsOf(REST_MS), opens)
}

/**
 * The same for a printer that stopped, out of paper or with its cover open: it keeps the usual bytes for
 * later, and obeys these at once (`DLE DC4`). Undefined where the language has no such order.
 */
export function encodePulseAtOnce({
  language,
  drawer,
}: Pick<PrinterProfile, 'language' | 'drawer'>): Uint8Array | undefined {
  if (language !== 'esc-pos') return undefined
  const connector = drawer.pin === 2 ? 0 : 1
  return Uint8Array.of(
    DLE,
    DC4,
    0x01,
    connector,
    clamped(drawer.milliseconds / AT_ONCE_UNIT_MS, LONGEST_AT_ONCE),
  )
}

const clamped = (units: number, most: number) => Math.min(most, Math.max(1, Math.round(units)))
