import { linkOver } from './linkOver'
import type { OpenPrinter } from './printerLink'
import { ChannelFault, TAKES_WITHIN_MS, type ByteChannel } from '@/printing/channel'
import { faultName, notChosen } from '@/printing/browserFault'
import { within } from '@/printing/within'
import type { PrinterWay } from '@/core/printing/printer'

type BluetoothWay = PrinterWay & { kind: 'bluetooth' }

/** Services of receipt printers, each with the characteristic that takes bytes: most, and Epson and Star. */
const SERVICES = [
  { service: 0x18f0, takes: 0x2af1 },
  {
    service: '49535343-fe7d-4ae5-8fa9-9fafd205e455',
    takes: '49535343-8841-43f4-a8d4-ecbe34729bb3',
  },
] as const
/** Every printer takes as much at once, and none loses its order. */
const WRITE_BYTES = 100
const CONNECTS_WITHIN_MS = 10_000

/** Printers that the person chose since the page was opened: browsers forget them at a reload. */
const chosen = new Map<string, BluetoothDevice>()

/** Asks the person for a printer; null where none was chosen. Only in answer to a press. */
export async function chooseBluetooth(bluetooth: Bluetooth): Promise<BluetoothWay | null> {
  const device = await bluetooth
    .requestDevice({
      filters: SERVICES.map(({ service }) => ({ services: [service] })),
    })
    .catch(notChosen)
  if (!device) return null
  chosen.set(device.id, device)
  return { kind: 'bluetooth', deviceId: device.id, name: (device.name ?? '').slice(0, 60) }
}

/** The printer chosen since the page was opened; it must be chosen again after a reload. */
export const openBluetooth =
  ({ deviceId }: BluetoothWay): OpenPrinter =>
  async () => {
    const device = chosen.get(deviceId)
    const { gatt } = device ?? {}
    if (!gatt) return 'not-allowed'
    const characteristic = await within(takerOf(gatt), CONNECTS_WITHIN_MS, undefined).catch(
      noConnection,
    )
    if (!characteristic) {
      gatt.disconnect()
      return 'unreachable'
    }
    const close = () => Promise.resolve(gatt.disconnect())
    // Such printers have no way back: they are not asked how they are.
    return linkOver(channelOf(characteristic), { close, asksState: false })
  }

async function takerOf(
  gatt: BluetoothRemoteGATTServer,
): Promise<BluetoothRemoteGATTCharacteristic | undefined> {
  const server = await gatt.connect()
  for (const { service, takes } of SERVICES) {
    const found = await server.getPrimaryService(service).catch(noConnection)
    if (found) return found.getCharacteristic(takes)
  }
  return undefined
}

function channelOf(characteristic: BluetoothRemoteGATTCharacteristic): ByteChannel {
  return {
    // Each part is answered for before the next goes out, or the printer's buffer runs over.
    write: async bytes => {
      for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
        const part = new Uint8Array(bytes.subarray(at, at + WRITE_BYTES))
        const taken = characteristic.writeValueWithResponse(part).then(
          () => 'taken' as const,
          () => 'cut' as const,
        )
        const how = await within(taken, TAKES_WITHIN_MS, 'silent' as const)
        if (how !== 'taken') throw new ChannelFault(how)
      }
    },
    read: () => Promise.resolve(undefined),
  }
}

/** Out of reach, switched off, or without that service. */
function noConnection(error: unknown): undefined {
  if (faultName(error) !== '') return undefined
  throw error
}
