import type { PrinterWay } from '@/core/printing/printer'
import type { PolePage } from './polePages'

/** The orders that a display of two lines takes: Epson's (ESC/POS), or those named after the CD5220. */
export const POLE_KINDS = ['epson', 'cd5220'] as const
export type PoleKind = (typeof POLE_KINDS)[number]

/** A display of two lines of twenty letters at a serial port of this device. */
export interface PoleSetting {
  way: PrinterWay & { kind: 'serial' }
  kind: PoleKind
  page: PolePage
}

/** What is set of a display that was just chosen: plain letters come out right on any. */
export const poleAtFirst = (way: PoleSetting['way']): PoleSetting => ({
  way,
  kind: 'epson',
  page: 'ascii',
})
