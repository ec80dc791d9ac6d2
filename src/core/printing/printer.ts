import { isSameValue } from '@/core/sameValue'
import { USUAL_PROFILE, type PrinterProfile } from './printerProfile'
import type { AutomaticPaper } from './printsItself'

/** How bytes reach a printer from this device. */
export type PrinterWay =
  /** A printer of the shop's network, by the till's own server; its id there. */
  | { kind: 'agent'; equipmentId: string }
  /** A serial port, or one that a cable or the device's own settings make: numbers of its USB plug where it has one. */
  | { kind: 'serial'; usbVendorId?: number; usbProductId?: number; baudRate: number }
  | { kind: 'usb'; vendorId: number; productId: number; serialNumber: string }
  | { kind: 'bluetooth'; deviceId: string; name: string }
  /** A printer by Epson that the page asks itself (ePOS-Print): over https, by the name of its certificate. */
  | ({ kind: 'epos' } & WebAddress)
  /** A printer by Star that the page asks itself (WebPRNT). */
  | ({ kind: 'webprnt' } & WebAddress)
  /** The printer that the application RawBT holds, on Android. */
  | { kind: 'rawbt' }

/** Where the page asks a printer; always the same ports. */
export interface WebAddress {
  /** `isPrinterHost`. */
  host: string
  /** Over http, on the local network; over https where it is left out. */
  isPlain?: boolean
}

export type WebKind = 'epos' | 'webprnt'
export type WayKind = PrinterWay['kind']
/** Ways to a printer that the person chooses in the browser's own list. */
export type AskedKind = Extract<WayKind, 'serial' | 'usb' | 'bluetooth'>

/** Papers that wait for a printer at most. */
export const MOST_JOBS = 50

/** Speeds of serial ports, in bits a second; the first is what most printers are set to. */
export const BAUD_RATES = [9600, 19_200, 38_400, 115_200] as const

/** Whether two settings mean one printer, asked in the same language: what waits for it may go on. */
export const isSamePrinter = (one: PrinterSetting | null, other: PrinterSetting | null): boolean =>
  one === null || other === null
    ? one === other
    : one.profile.language === other.profile.language && isSameValue(one.way, other.way)

/** The profile of a printer that was just found: the usual one, in the language of its make. */
export const profileAtFirst = ({ kind }: PrinterWay): PrinterProfile =>
  kind === 'webprnt' ? { ...USUAL_PROFILE, language: 'star-prnt' } : USUAL_PROFILE

/** A printer that this device prints on. */
export interface PrinterSetting {
  way: PrinterWay
  profile: PrinterProfile
  /** A drawer is plugged into it. */
  opensDrawer: boolean
  /** Papers that come out without being asked for; none by default. */
  printsItself: readonly AutomaticPaper[]
}

/** What a printer is called, of those that the till's server reaches on the `network`; '' where it has no name. */
export function printerName(
  way: PrinterWay,
  network: readonly { id: string; name: string }[],
): string {
  if (way.kind === 'bluetooth') return way.name
  if ('host' in way) return way.host
  if (way.kind !== 'agent') return ''
  return network.find(({ id }) => id === way.equipmentId)?.name ?? ''
}
