import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePrinterStore } from './printer'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import {
  profileAtFirst,
  type AskedKind,
  type PrinterSetting,
  type PrinterWay,
  type WayKind,
} from '@/core/printing/printer'
import type { AgentPrinter } from '@/printing/ways/agentPrinter'

/** Finding a printer: what this browser and the till's server reach, and the one that is chosen. */
export const useFindPrinterStore = defineStore('findPrinter', () => {
  const printer = usePrinterStore()
  const counterAgent = useCounterAgentStore()
  /** Ways that this browser can try; null until it is known. */
  const ways = shallowRef<readonly WayKind[] | null>(null)
  /** Printers of the network that the till's own server reaches. */
  const onNetwork = shallowRef<readonly AgentPrinter[]>([])

  async function look(): Promise<void> {
    const [{ triedBy, waysOfPage }, { listAgentPrinters }] = await Promise.all([
      import('@/printing/openPrinter'),
      import('@/printing/ways/agentPrinter'),
    ])
    const agent = await counterAgent.read()
    ways.value = triedBy(waysOfPage(agent))
    onNetwork.value = await listAgentPrinters(agent)
  }

  /** Sets up a printer that is named; its profile is the usual one of its make until its test sheet is read. */
  const use = (way: PrinterWay): Promise<void> => printer.save(newSetting(way))
  const useSpare = (way: PrinterWay): Promise<void> => printer.saveSpare(newSetting(way))

  /** Sets up a printer that is found by asking the person, in the browser's own list; false where none was chosen. */
  const choose = (kind: AskedKind, baudRate: number) => takeChosen(kind, baudRate, use)
  const chooseSpare = (kind: AskedKind, baudRate: number) => takeChosen(kind, baudRate, useSpare)

  return { ways, onNetwork, look, choose, chooseSpare, use, useSpare }
})

const newSetting = (way: PrinterWay): PrinterSetting => ({
  way,
  profile: profileAtFirst(way),
  opensDrawer: false,
  printsItself: [],
})

async function takeChosen(
  kind: AskedKind,
  baudRate: number,
  take: (way: PrinterWay) => Promise<void>,
): Promise<boolean> {
  const way = await wayChosen(kind, baudRate)
  if (way) await take(way)
  return way !== null
}

async function wayChosen(kind: AskedKind, baudRate: number): Promise<PrinterWay | null> {
  const { serial, usb, bluetooth } = navigator as Partial<Navigator>
  if (kind === 'serial' && serial) {
    const { chooseSerial } = await import('@/printing/ways/serialPrinter')
    return chooseSerial(serial, baudRate)
  }
  if (kind === 'usb' && usb) {
    const { chooseUsb } = await import('@/printing/ways/usbPrinter')
    return chooseUsb(usb)
  }
  if (kind === 'bluetooth' && bluetooth) {
    const { chooseBluetooth } = await import('@/printing/ways/bluetoothPrinter')
    return chooseBluetooth(bluetooth)
  }
  return null
}
