import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePrinterStore } from './printer'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { profileAtFirst, type PrinterWay, type WayKind } from '@/core/printing/printer'
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

  /** Sets up a printer that is found by asking the person, in the browser's own list; false where none was chosen. */
  async function choose(kind: 'serial' | 'usb' | 'bluetooth', baudRate: number): Promise<boolean> {
    const way = await wayChosen(kind, baudRate)
    if (way) await use(way)
    return way !== null
  }

  /** Sets up a printer that is named; its profile is the usual one of its make until its test sheet is read. */
  const use = (way: PrinterWay): Promise<void> =>
    printer.save({
      way,
      profile: profileAtFirst(way),
      opensDrawer: false,
      printsItself: [],
    })

  return { ways, onNetwork, look, choose, use }
})

async function wayChosen(
  kind: 'serial' | 'usb' | 'bluetooth',
  baudRate: number,
): Promise<PrinterWay | null> {
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
