import { expect, it } from 'vitest'
import { chooseBluetooth, openBluetooth } from '@/printing/ways/bluetoothPrinter'

const TICKET = Uint8Array.from({ length: 730 }, (_none, at) => at % 251)

/** A browser with one Bluetooth printer, which takes at most so many writes. */
function aBluetooth({
  takes = Infinity,
  service = 0x18f0,
}: { takes?: number; service?: number | string } = {}) {
  const parts: Uint8Array[] = []
  const script = { takes, isInReach: true, isConnected: false, writing: 0, mostWriting: 0 }
  const characteristic = {
    writeValueWithResponse: async (part: Uint8Array) => {
      script.writing += 1
      script.mostWriting = Math.max(script.mostWriting, script.writing)
      await Promise.resolve()
      script.writing -= 1
      if (parts.length >= script.takes) throw new DOMException('gone', 'NetworkError')
      parts.push(part)
    },
  }
  const gatt = {
    connect: () => {
      if (!script.isInReach) return Promise.reject(new DOMException('far', 'NetworkError'))
      script.isConnected = true
      return Promise.resolve({
        getPrimaryService: (wanted: number | string) =>
          wanted === service
            ? Promise.resolve({ getCharacteristic: () => Promise.resolve(characteristic) })
            : Promise.reject(new DOMException('none', 'NotFoundError')),
      })
    },
    disconnect: () => (script.isConnected = false),
  }
  const device = { id: crypto.randomUUID(), name: 'MTP-II', gatt }
  const bluetooth = { requestDevice: () => Promise.resolve(device) } as unknown as Bluetooth
  return { bluetooth, script, parts }
}

async function opened(fake: ReturnType<typeof aBluetooth>) {
  const way = await chooseBluetooth(fake.bluetooth)
  if (!way) throw new Error('none chosen')
  return { way, link: await openBluetooth(way)() }
}

it.each([0x18f0, '49535343-fe7d-4ae5-8fa9-9fafd205e455'])(
  'hands over all of a ticket in order, a part at a time, by the service %s',
  async service => {
    const fake = aBluetooth({ service })
    const { link } = await opened(fake)
    if (typeof link === 'string') throw new Error(link)
    expect(await link.print(TICKET, 'one')).toEqual({ state: 'sent', isConfirmed: false })
    expect(fake.parts.flatMap(part => [...part])).toEqual([...TICKET])
    expect(Math.max(...fake.parts.map(({ length }) => length))).toBeLessThanOrEqual(100)
    expect(fake.script.mostWriting).toBe(1)
    await link.close()
    expect(fake.script.isConnected).toBe(false)
  },
)

it('does not call a ticket sent of which the printer took a part', async () => {
  const { link } = await opened(aBluetooth({ takes: 6 }))
  if (typeof link === 'string') throw new Error(link)
  expect(await link.print(TICKET, 'one')).toMatchObject({ state: 'failed', why: 'cut' })
})

it('says that a printer is out of reach, or offers no service of printers', async () => {
  const far = aBluetooth()
  far.script.isInReach = false
  expect((await opened(far)).link).toBe('unreachable')
  expect((await opened(aBluetooth({ service: 'heart-rate' }))).link).toBe('unreachable')
})

it('asks for a printer again that the page was opened without', async () => {
  const way = { kind: 'bluetooth', deviceId: 'of another visit', name: 'MTP-II' } as const
  expect(await openBluetooth(way)()).toBe('not-allowed')
})

it('sets nothing up where none was chosen', async () => {
  const none = {
    requestDevice: () => Promise.reject(new DOMException('none', 'NotFoundError')),
  } as unknown as Bluetooth
  expect(await chooseBluetooth(none)).toBeNull()
})
