import { beforeEach, describe, expect, it } from 'vitest'
import { aSerial, aUsb, type FakePort } from '../support/printer/fakePorts'
import type { PrintOutcome } from '@/core/printing/printOutcome'
import type { OpenPrinter } from '@/printing/ways/printerLink'
import { chooseSerial, openSerial } from '@/printing/ways/serialPrinter'
import { chooseUsb, openUsb } from '@/printing/ways/usbPrinter'

const TICKET = Uint8Array.from({ length: 1_300 }, (_none, at) => 32 + (at % 90))
const ASKS = { asksState: true }
const PLUGS = ['serial port', 'USB plug'] as const

interface Plugged extends FakePort {
  choose: () => Promise<unknown>
  openIt: OpenPrinter
}

const plugged: Record<(typeof PLUGS)[number], () => Plugged> = {
  'serial port': () => {
    const { serial, ...port } = aSerial()
    const way = {
      kind: 'serial',
      usbVendorId: 0x04b8,
      usbProductId: 0x0202,
      baudRate: 9600,
    } as const
    return {
      ...port,
      choose: () => chooseSerial(serial, 9600),
      openIt: openSerial(serial, way, ASKS),
    }
  },
  'USB plug': () => {
    const { usb, ...port } = aUsb()
    const way = { kind: 'usb', vendorId: 0x04b8, productId: 0x0e28, serialNumber: 'X2' } as const
    return { ...port, choose: () => chooseUsb(usb), openIt: openUsb(usb, way, ASKS) }
  },
}

describe.each(PLUGS)('a printer at a %s', plug => {
  let port: Plugged
  beforeEach(() => {
    port = plugged[plug]()
  })

  /** Opens, prints and gives free, as the queue does. */
  async function print(): Promise<PrintOutcome | string> {
    const link = await port.openIt()
    if (typeof link === 'string') return link
    const outcome = await link.print(TICKET, 'one')
    await link.close()
    return outcome
  }
  /** What came out, without the questions before and after. */
  const paper = () => {
    const text = port.taken.join()
    const at = text.indexOf(TICKET.join())
    return at < 0 ? undefined : text.split(TICKET.join()).length - 1
  }

  it('prints whole, asks whether it was printed, and is free for others again', async () => {
    expect(await print()).toEqual({ state: 'sent', isConfirmed: true })
    expect(paper()).toBe(1)
    expect(port.isOpen()).toBe(false)
  })

  it('prints again and again over a port that is opened each time', async () => {
    for (let time = 1; time <= 3; time += 1) {
      expect(await print()).toEqual({ state: 'sent', isConfirmed: true })
      expect(paper()).toBe(time)
    }
  })

  it('prints where the printer answers nothing', async () => {
    port.script.answers = false
    expect(await print()).toEqual({ state: 'sent', isConfirmed: false })
    expect(paper()).toBe(1)
    expect(port.isOpen()).toBe(false)
  })

  it('says that another program holds it', async () => {
    port.script.isHeld = true
    expect(['busy', 'unreachable']).toContain(await print())
    expect(port.taken).toEqual([])
  })

  it('says that it is not plugged in, and prints once it is again', async () => {
    port.script.isPluggedIn = false
    expect(await print()).toBe('unreachable')
    port.script.isPluggedIn = true
    expect(await print()).toEqual({ state: 'sent', isConfirmed: true })
  })

  it.each([600, 1_100])(
    'says how much went out when the cable is pulled (%i)',
    async breaksAfter => {
      port.script.breaksAfter = breaksAfter
      const outcome = await print()
      expect(outcome).toMatchObject({ state: 'failed', why: 'cut' })
      expect((outcome as { sentBytes: number }).sentBytes).toBeGreaterThan(0)
      expect(port.isOpen()).toBe(false)
    },
  )

  it('does not know whether anything came out when the first bytes were cut off', async () => {
    port.script.breaksAfter = 100
    expect(await print()).toEqual({ state: 'unknown', why: 'cut' })
  })

  it('tells how the printer is', async () => {
    const link = await port.openIt()
    if (typeof link === 'string') throw new Error(link)
    expect(await link.readState()).toMatchObject({ isReady: true, paper: 'there' })
    await link.close()
  })

  it('sets nothing up where none was chosen', async () => {
    port.script.isPluggedIn = false
    expect(await port.choose()).toBeNull()
  })
})
