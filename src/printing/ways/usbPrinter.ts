import { linkOver } from './linkOver'
import type { OpenPrinter } from './printerLink'
import { ChannelFault, TAKES_WITHIN_MS, type ByteChannel } from '@/printing/channel'
import type { PrintRules } from '@/printing/printOver'
import { faultName, notChosen } from '@/printing/browserFault'
import { within } from '@/printing/within'
import type { PrinterWay } from '@/core/printing/printer'

type UsbWay = PrinterWay & { kind: 'usb' }

/** Class of printers. One that calls itself its maker's own is not found. */
const PRINTER_CLASS = 7
const ANSWER_BYTES = 64

/** Asks the person for a USB printer; null where none was chosen. Only in answer to a press. */
export async function chooseUsb(usb: USB): Promise<UsbWay | null> {
  const device = await usb
    .requestDevice({ filters: [{ classCode: PRINTER_CLASS }] })
    .catch(notChosen)
  if (!device) return null
  const { vendorId, productId, serialNumber } = device
  return { kind: 'usb', vendorId, productId, serialNumber: serialNumber ?? '' }
}

/** The printer chosen before, found again after a reload or once it is plugged in again. */
export const openUsb =
  (usb: USB, way: UsbWay, { asksState }: PrintRules): OpenPrinter =>
  async () => {
    const devices = await usb.getDevices()
    const device = devices.find(one => isMeant(one, way))
    if (!device) return 'unreachable'
    const plug = plugOf(device)
    if (!plug) return 'not-allowed'
    try {
      await device.open()
      if (device.configuration === null) await device.selectConfiguration(plug.configuration)
      await device.claimInterface(plug.interfaceNumber)
    } catch (error) {
      await closeDevice(device)
      // Windows' own driver, or another page, holds it.
      return faultName(error) === 'SecurityError' ? 'not-allowed' : 'busy'
    }
    return linkOver(channelOf(device, plug), { close: () => closeDevice(device), asksState })
  }

const isMeant = (device: USBDevice, way: UsbWay) =>
  device.vendorId === way.vendorId &&
  device.productId === way.productId &&
  (device.serialNumber ?? '') === way.serialNumber

interface Plug {
  configuration: number
  interfaceNumber: number
  out: number
  in: number | undefined
}

/** Where a printer takes bytes, and where it answers if it does. */
function plugOf(device: USBDevice): Plug | undefined {
  for (const { configurationValue, interfaces } of device.configurations) {
    for (const { interfaceNumber, alternates } of interfaces) {
      const printer = alternates.find(({ interfaceClass }) => interfaceClass === PRINTER_CLASS)
      const bulk = printer?.endpoints.filter(({ type }) => type === 'bulk') ?? []
      const out = bulk.find(({ direction }) => direction === 'out')
      if (!out) continue
      return {
        configuration: configurationValue,
        interfaceNumber,
        out: out.endpointNumber,
        in: bulk.find(({ direction }) => direction === 'in')?.endpointNumber,
      }
    }
  }
  return undefined
}

function channelOf(device: USBDevice, plug: Plug): ByteChannel {
  let waiting: Promise<Uint8Array | undefined> | undefined
  return {
    write: async bytes => {
      const sent = device.transferOut(plug.out, new Uint8Array(bytes)).then(
        ({ status, bytesWritten }) =>
          status === 'ok' && bytesWritten === bytes.length ? ('taken' as const) : ('cut' as const),
        () => 'cut' as const,
      )
      const how = await within(sent, TAKES_WITHIN_MS, 'silent' as const)
      if (how !== 'taken') throw new ChannelFault(how)
    },
    read: async withinMs => {
      const { in: endpoint } = plug
      if (endpoint === undefined) return undefined
      waiting ??= device.transferIn(endpoint, ANSWER_BYTES).then(
        ({ data }) => (data && data.byteLength > 0 ? bytesOf(data) : undefined),
        () => undefined,
      )
      const given = await within(waiting, withinMs, 'late' as const)
      if (given === 'late') return undefined
      waiting = undefined
      return given
    },
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: DataView) =>
  new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength))

/** What waits for the printer ends with it; one that was unplugged is closed already. */
async function closeDevice(device: USBDevice): Promise<void> {
  await device.close().catch(error => {
    if (!['InvalidStateError', 'NetworkError', 'NotFoundError'].includes(faultName(error)))
      throw error
  })
}
