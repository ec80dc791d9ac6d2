import { linkOver } from './linkOver'
import type { OpenPrinter } from './printerLink'
import { ChannelFault, TAKES_WITHIN_MS, type ByteChannel } from '@/printing/channel'
import type { PrintRules } from '@/printing/printOver'
import { faultName, notChosen } from '@/printing/browserFault'
import { within } from '@/printing/within'
import type { PrinterWay } from '@/core/printing/printer'

type SerialWay = PrinterWay & { kind: 'serial' }

const BUFFER_BYTES = 4096
/** Twice what that many bytes take at the lowest speed. */
const EMPTIES_WITHIN_MS = 9_000

/** Asks the person for a serial port; null where none was chosen. Only in answer to a press. */
export async function chooseSerial(serial: Serial, baudRate: number): Promise<SerialWay | null> {
  const port = await serial.requestPort().catch(notChosen)
  if (!port) return null
  const { usbVendorId, usbProductId } = port.getInfo()
  return {
    kind: 'serial',
    baudRate,
    ...(usbVendorId === undefined ? {} : { usbVendorId }),
    ...(usbProductId === undefined ? {} : { usbProductId }),
  }
}

/** The port chosen before, found again after a reload or once it is plugged in again. */
export const openSerial =
  (serial: Serial, way: SerialWay, { asksState }: PrintRules): OpenPrinter =>
  async () => {
    // A port that is unplugged is not listed, as one that the page may not use.
    const ports = await serial.getPorts()
    const port = ports.find(one => isMeant(one, way))
    if (!port) return 'unreachable'
    try {
      await port.open({ baudRate: way.baudRate, bufferSize: BUFFER_BYTES })
    } catch (error) {
      // Already open here or in another tab or program.
      return faultName(error) === 'InvalidStateError' ? 'busy' : 'unreachable'
    }
    const channel = channelOf(port)
    return linkOver(channel, { close: () => closePort(port, channel), asksState })
  }

const isMeant = (port: SerialPort, { usbVendorId, usbProductId }: SerialWay) => {
  const own = port.getInfo()
  return own.usbVendorId === usbVendorId && own.usbProductId === usbProductId
}

interface SerialChannel extends ByteChannel {
  release: () => Promise<void>
}

function channelOf(port: SerialPort): SerialChannel {
  const { writable, readable } = port
  const writer = writable?.getWriter()
  const reader = readable?.getReader()
  let waiting: Promise<ReadableStreamReadResult<Uint8Array> | undefined> | undefined
  let isBroken = false
  return {
    write: async bytes => {
      if (!writer) throw new ChannelFault('cut')
      const taken = writer.write(bytes).then(
        () => 'taken' as const,
        () => 'cut' as const,
      )
      const how = await within(taken, TAKES_WITHIN_MS, 'silent' as const)
      if (how !== 'taken') {
        isBroken = true
        throw new ChannelFault(how)
      }
    },
    read: async withinMs => {
      // A read that was not answered in time stays the next one: no byte is lost between.
      waiting ??= reader?.read().catch(() => undefined)
      const given = await within(waiting ?? Promise.resolve(undefined), withinMs, 'late' as const)
      if (given === 'late') return undefined
      waiting = undefined
      return given?.value
    },
    release: async () => {
      // What the port took and did not send yet is sent by closing, and lost by aborting.
      const ended = isBroken ? writer?.abort() : writer?.close()
      await within(Promise.allSettled([reader?.cancel(), ended]), EMPTIES_WITHIN_MS, undefined)
      reader?.releaseLock()
      writer?.releaseLock()
    },
  }
}

/** Everything held is let go first, or the port stays busy until the page is closed. */
async function closePort(port: SerialPort, channel: SerialChannel): Promise<void> {
  await channel.release()
  // A port that was unplugged is closed already.
  await port.close().catch(error => {
    if (faultName(error) !== 'InvalidStateError' && faultName(error) !== 'NetworkError') throw error
  })
}
