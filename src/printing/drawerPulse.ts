import type { PrinterProfile } from '@/core/printing/printerProfile'

const ESCAPE = 0x1b
/** ESC/POS counts a pulse in 2 ms, StarPRNT in 10 ms. */
const ESC_POS_UNIT_MS = 2
const STAR_UNIT_MS = 10
const LONGEST_ESC_POS = 255
const LONGEST_STAR = 127
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
    const unitsOf = (ms: number) => within(ms / ESC_POS_UNIT_MS, LONGEST_ESC_POS)
    const connector = pin === 2 ? 0 : 1
    return Uint8Array.of(ESCAPE, 0x70, connector, unitsOf(milliseconds), unitsOf(REST_MS))
  }
  const unitsOf = (ms: number) => within(ms / STAR_UNIT_MS, LONGEST_STAR)
  // Sets the pulse of the first drawer, then opens the first (BEL) or the second (SUB).
  const opens = pin === 2 ? 0x07 : 0x1a
  return Uint8Array.of(ESCAPE, 0x07, unitsOf(milliseconds), unitsOf(REST_MS), opens)
}

const within = (units: number, most: number) => Math.min(most, Math.max(1, Math.round(units)))
