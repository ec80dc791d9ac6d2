import { openAgentPrinter } from './ways/agentPrinter'
import { openBluetooth } from './ways/bluetoothPrinter'
import { openEpos } from './ways/eposPrinter'
import type { OpenPrinter } from './ways/printerLink'
import { openRawBt } from './ways/rawBtPrinter'
import { openSerial } from './ways/serialPrinter'
import { openUsb } from './ways/usbPrinter'
import { openWebPrnt } from './ways/webPrntPrinter'
import type { PrinterSetting, WayKind } from '@/core/printing/printer'
import type { CounterAgent } from '@/core/settings/counterAgent'

/** What a browser has of ways to devices; a part that it lacks is undefined. */
export interface BrowserWays {
  serial: Serial | undefined
  usb: USB | undefined
  bluetooth: Bluetooth | undefined
  agent: CounterAgent
  /** Where the application RawBT may be. */
  isAndroid: boolean
}

/** What this browser has. */
export const waysOfPage = (agent: CounterAgent): BrowserWays => {
  const { serial, usb, bluetooth } = navigator as Partial<Navigator>
  return { serial, usb, bluetooth, agent, isAndroid: navigator.userAgent.includes('Android') }
}

/** The ways that a browser can try; a printer of the network needs the till's server besides. */
export const triedBy = ({ serial, usb, bluetooth, isAndroid }: BrowserWays): WayKind[] => [
  ...(serial ? ['serial' as const] : []),
  ...(usb ? ['usb' as const] : []),
  ...(bluetooth ? ['bluetooth' as const] : []),
  ...(isAndroid ? ['rawbt' as const] : []),
  'epos',
  'webprnt',
]

/** How a printer is opened; a way that the browser lacks is refused when it is used. */
export function openPrinter(
  { way, profile }: Pick<PrinterSetting, 'way' | 'profile'>,
  { serial, usb, bluetooth, agent, isAndroid }: BrowserWays,
): OpenPrinter {
  const refused: OpenPrinter = () => Promise.resolve('not-allowed')
  const asksState = profile.language === 'esc-pos'
  switch (way.kind) {
    case 'agent':
      return openAgentPrinter({ agent }, way.equipmentId, { asksState })
    case 'serial':
      return serial ? openSerial(serial, way, { asksState }) : refused
    case 'usb':
      return usb ? openUsb(usb, way, { asksState }) : refused
    case 'bluetooth':
      return bluetooth ? openBluetooth(way) : refused
    case 'epos':
      return openEpos(way)
    case 'webprnt':
      return openWebPrnt(way)
    case 'rawbt':
      return isAndroid ? openRawBt() : refused
  }
}
