import type { Browser, CDPSession, Page } from '@playwright/test'

const ADDRESS = '09:09:09:09:09:09'
const PRINTING = '000018f0-0000-1000-8000-00805f9b34fb'
const TAKES_BYTES = '00002af1-0000-1000-8000-00805f9b34fb'
const DONE = 0
const FAILED = 14

export interface EmulatedPrinter {
  /** What came, a job each. */
  jobs: number[][]
  /** How each part was written. */
  writes: string[]
  script: {
    /** Goes out of reach once it took so many bytes of a job. */
    leavesAfter: number
  }
}

/** Orders of the browser's protocol that the types of the tests' driver do not know. */
type Send = (order: string, values?: Record<string, unknown>) => Promise<Record<string, string>>
const sender = (session: CDPSession) => session.send.bind(session) as unknown as Send
const listener = (session: CDPSession) =>
  session.on.bind(session) as unknown as (
    event: string,
    hear: (told: Record<string, string>) => void,
  ) => void

/**
 * A Bluetooth printer that Chromium itself emulates, below its own Web Bluetooth. The emulation keeps a
 * connection that the page ends, so that jobs are told apart by the order that begins each.
 */
export async function emulatePrinter(browser: Browser): Promise<EmulatedPrinter> {
  const session = await browser.newBrowserCDPSession()
  const [send, hear] = [sender(session), listener(session)]
  const printer: EmulatedPrinter = { jobs: [], writes: [], script: { leavesAfter: Infinity } }
  const answer = (order: string, values: Record<string, unknown>) =>
    send(`BluetoothEmulation.simulate${order}`, { address: ADDRESS, ...values })
  const connected = async (type: string | undefined) => {
    // What it offers is forgotten with each connection that is lost.
    if (type === 'connection') await offerPrinting(send)
    await answer('GATTOperationResponse', { type, code: DONE })
  }
  const written = async (told: Record<string, string>) => {
    const { characteristicId, type, data = '', writeType = '' } = told
    const part = [...Buffer.from(data, 'base64')]
    if (part[0] === 0x1b && part[1] === 0x40) printer.jobs.push([])
    const job = printer.jobs.at(-1) ?? []
    job.push(...part)
    printer.writes.push(writeType)
    const leaves = job.length >= printer.script.leavesAfter
    await send('BluetoothEmulation.simulateCharacteristicOperationResponse', {
      characteristicId,
      type,
      code: leaves ? FAILED : DONE,
    })
    if (leaves) await answer('GATTDisconnection', {})
  }
  hear('BluetoothEmulation.gattOperationReceived', ({ type }) => void connected(type))
  hear('BluetoothEmulation.characteristicOperationReceived', told => void written(told))
  await send('BluetoothEmulation.enable', { state: 'powered-on', leSupported: true })
  await answer('PreconnectedPeripheral', {
    name: 'MTP-II',
    manufacturerData: [],
    knownServiceUuids: [PRINTING],
  })
  return printer
}

async function offerPrinting(send: Send): Promise<void> {
  const { serviceId } = await send('BluetoothEmulation.addService', {
    address: ADDRESS,
    serviceUuid: PRINTING,
  })
  await send('BluetoothEmulation.addCharacteristic', {
    serviceId,
    characteristicUuid: TAKES_BYTES,
    properties: { write: true },
  })
}

/** Chooses the first device that the browser lists, as a person does, at its next question. */
export async function chooseDevice(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const [send, hear] = [sender(session), listener(session)]
  let isChosen = false
  hear('DeviceAccess.deviceRequestPrompted', told => {
    const { id, devices } = told as unknown as { id: string; devices: { id: string }[] }
    const [first] = devices
    // It tells of each device that it finds; a second answer would end the browser.
    if (!first || isChosen) return
    isChosen = true
    void send('DeviceAccess.selectPrompt', { id, deviceId: first.id })
  })
  await send('DeviceAccess.enable')
}
