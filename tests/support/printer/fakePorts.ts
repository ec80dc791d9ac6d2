/** What a fake port does; changed at any time by a test. */
export interface PortScript {
  /** The port is held by another page or program. */
  isHeld: boolean
  /** Answers questions about its state. */
  answers: boolean
  /** Breaks once it took so many bytes. */
  breaksAfter: number
  isPluggedIn: boolean
}

export interface FakePort {
  script: PortScript
  /** All that was taken, questions too. */
  taken: number[]
  isOpen: () => boolean
}

const READY = 0b0001_0010
const DONE = 0
const usualScript = (): PortScript => ({
  isHeld: false,
  answers: true,
  breaksAfter: Infinity,
  isPluggedIn: true,
})

const asksWhenDone = (bytes: Uint8Array) => bytes[0] === 0x1d && bytes[1] === 0x72
/** Whether bytes ask a printer something that it answers. */
const asks = (bytes: Uint8Array) => (bytes[0] === 0x10 && bytes[1] === 0x04) || asksWhenDone(bytes)

/** A browser's serial ports with one printer, which was chosen before. */
export function aSerial(ids = { usbVendorId: 0x04b8, usbProductId: 0x0202 }): FakePort & {
  serial: Serial
} {
  const script = usualScript()
  const taken: number[] = []
  let isOpen = false
  let answer = (_bytes: Uint8Array): void => undefined
  const port = {
    writable: null as WritableStream<Uint8Array> | null,
    readable: null as ReadableStream<Uint8Array> | null,
    getInfo: () => ids,
    open: () => {
      if (isOpen || script.isHeld) {
        return Promise.reject(
          new DOMException('held', isOpen ? 'InvalidStateError' : 'NetworkError'),
        )
      }
      isOpen = true
      port.readable = new ReadableStream<Uint8Array>({
        start: controller => {
          answer = bytes => controller.enqueue(bytes)
        },
      })
      // The system took it, the cable did not yet: closing waits for it, aborting drops it.
      const inSystem: number[] = []
      const goOut = () => taken.push(...inSystem.splice(0))
      port.writable = new WritableStream<Uint8Array>({
        write: bytes => {
          const breaksIn = script.breaksAfter - taken.length - inSystem.length
          inSystem.push(...bytes.subarray(0, Math.max(0, breaksIn)))
          if (bytes.length > breaksIn) {
            goOut()
            throw new DOMException('unplugged', 'NetworkError')
          }
          if (!script.answers || !asks(bytes)) return
          goOut()
          answer(Uint8Array.of(asksWhenDone(bytes) ? DONE : READY))
        },
        close: () => void goOut(),
        abort: () => void inSystem.splice(0),
      })
      return Promise.resolve()
    },
    close: () => {
      if (port.readable?.locked || port.writable?.locked) {
        return Promise.reject(new TypeError('a stream is locked'))
      }
      isOpen = false
      return Promise.resolve()
    },
  }
  const serial = {
    getPorts: () => Promise.resolve(script.isPluggedIn ? [port] : []),
    requestPort: () =>
      script.isPluggedIn
        ? Promise.resolve(port)
        : Promise.reject(new DOMException('none chosen', 'NotFoundError')),
  } as unknown as Serial
  return { serial, script, taken, isOpen: () => isOpen }
}

/** A browser's USB with one printer, which was chosen before. */
export function aUsb(): FakePort & { usb: USB } {
  const script = usualScript()
  const taken: number[] = []
  const said: Uint8Array[] = []
  let isOpen = false
  let asked: ((bytes: Uint8Array) => void) | undefined
  const device = {
    vendorId: 0x04b8,
    productId: 0x0e28,
    serialNumber: 'X2',
    configuration: null,
    configurations: [
      {
        configurationValue: 1,
        interfaces: [
          {
            interfaceNumber: 0,
            alternates: [
              {
                interfaceClass: 7,
                endpoints: [
                  { endpointNumber: 1, type: 'bulk', direction: 'out' },
                  { endpointNumber: 2, type: 'bulk', direction: 'in' },
                ],
              },
            ],
          },
        ],
      },
    ],
    open: () => {
      isOpen = true
      return Promise.resolve()
    },
    selectConfiguration: () => Promise.resolve(),
    claimInterface: () =>
      script.isHeld ? Promise.reject(new DOMException('held', 'NetworkError')) : Promise.resolve(),
    transferOut: (_endpoint: number, bytes: Uint8Array) => {
      if (taken.length + bytes.length > script.breaksAfter) {
        return Promise.reject(new DOMException('unplugged', 'NetworkError'))
      }
      taken.push(...bytes)
      if (script.answers && asks(bytes)) {
        const answer = Uint8Array.of(asksWhenDone(bytes) ? DONE : READY)
        if (asked) asked(answer)
        else said.push(answer)
      }
      return Promise.resolve({ status: 'ok', bytesWritten: bytes.length })
    },
    transferIn: async () => {
      const bytes =
        said.shift() ??
        (await new Promise<Uint8Array>(resolve => {
          asked = given => {
            asked = undefined
            resolve(given)
          }
        }))
      return { status: 'ok', data: new DataView(bytes.buffer) }
    },
    close: () => {
      isOpen = false
      return Promise.resolve()
    },
  }
  const usb = {
    getDevices: () => Promise.resolve(script.isPluggedIn ? [device] : []),
    requestDevice: () =>
      script.isPluggedIn
        ? Promise.resolve(device)
        : Promise.reject(new DOMException('none chosen', 'NotFoundError')),
  } as unknown as USB
  return { usb, script, taken, isOpen: () => isOpen }
}
