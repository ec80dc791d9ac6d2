import { beforeEach, expect, it, vi } from 'vitest'
import { HubServer } from '../../../simulation/sharing/hub'
import { SimulatedDevice } from '../../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../../support/chance'
import { blocksInFile } from '@/sharing/blockFile'
import { fileCarrier } from '@/sharing/fileCarrier'
import { exchangeFile } from '@/till/sharing/beside/exchangeFile'
import { shopOf } from '@/till/sharing/rotate'
import { isBlockSigned } from '@/till/sharing/sealBlock'

const nowMs = Date.UTC(2026, 10, 29, 9)
const running = { chance: chanceOf(1), clock: () => nowMs }
let server: HubServer
let phone: SimulatedDevice
let tablet: SimulatedDevice

beforeEach(async () => {
  server = new HubServer()
  phone = await SimulatedDevice.found('A', running)
  tablet = await SimulatedDevice.make('B', running)
  await phone.letIn(tablet)
  for (const device of [phone, tablet, phone]) await device.visit(server.goodLine(), true)
})

const exchangeWith = ({ sharing, disk }: SimulatedDevice, file?: Blob, mostBytes?: number) =>
  exchangeFile({
    sharing,
    file,
    carrierOf: place => fileCarrier(place, isBlockSigned, mostBytes),
    countCopies: () =>
      Promise.resolve([...disk.copies.values()].reduce((sum, entries) => sum + entries.length, 0)),
    inTurn: step => step(),
  })

it('a file made on one device is taken on another, and given back with what it lacks', async () => {
  for (let sold = 0; sold < 4; sold += 1) await tablet.seal()
  const made = await exchangeWith(tablet)
  expect(made).toMatchObject({ why: null, received: 0, hasTaken: false })
  await phone.seal()
  phone.disk.own.set('edit/1/price', 100)
  const read = await exchangeWith(phone, made.file ?? undefined)
  expect(read).toMatchObject({ why: null, received: 4, hasTaken: true, isRemoved: false })
  expect([...phone.disk.copies.values()]).toEqual([tablet.disk.journal])
  const back = await exchangeWith(tablet, read.file ?? undefined)
  expect(back).toMatchObject({ why: null, received: 1, hasTaken: true })
  expect(tablet.disk.own.get('edit/1/price')).toBe(100)
  // What came in it was told since: once more there and back, and nothing is left to pass on.
  const again = await exchangeWith(phone, back.file ?? read.file ?? undefined)
  expect(again).toMatchObject({ why: null, received: 0 })
})

it('holds a journal packed, also one whose blocks were put in it before', async () => {
  tablet.segmentBlocks = Infinity
  let file: Blob | undefined
  for (let sold = 0; sold < 12; sold += 1) {
    await tablet.seal()
    file = (await exchangeWith(tablet, file)).file ?? file
  }
  tablet.segmentBlocks = 12
  const packed = (await exchangeWith(tablet, file)).file
  const count = async (of: Blob | undefined | null) =>
    blocksInFile(new Uint8Array((await of?.arrayBuffer()) ?? []))?.blocks.length ?? 0
  // A segment and a base, in place of twelve.
  expect(await count(packed)).toBe((await count(file)) - 10)
  expect(packed?.size).toBeLessThan(file?.size ?? 0)
  await exchangeWith(phone, packed ?? undefined)
  expect([...phone.disk.copies.values()]).toEqual([tablet.disk.journal])
})

it('holds sealed blocks alone: no mailbox, and no content', async () => {
  phone.disk.own.set('edit/1/price', 100)
  const { file } = await exchangeWith(phone)
  const bytes = new Uint8Array((await file?.arrayBuffer()) ?? [])
  expect(blocksInFile(bytes)?.blocks.length).toBeGreaterThan(0)
  const text = Buffer.from(bytes).toString('latin1')
  for (const { mailbox, id } of (await shopOf(phone.sharing)).epochs) {
    for (const hidden of [mailbox, id]) {
      expect(text).not.toContain(hidden)
      expect(text).not.toContain(Buffer.from(hidden, 'hex').toString('latin1'))
    }
  }
  expect(text).not.toContain('edit/1/price')
})

it('of another shop, or no such file, is read by nobody and written to by nobody', async () => {
  const stranger = await SimulatedDevice.found('A', running)
  await stranger.seal()
  const { file } = await exchangeWith(stranger)
  expect(await exchangeWith(phone, file ?? undefined)).toEqual({
    why: 'strangers',
    received: 0,
    hasTaken: false,
    isRemoved: false,
    file: null,
  })
  const pdf = new Blob(['%PDF-1.7'])
  expect(await exchangeWith(phone, pdf)).toMatchObject({ why: 'unreadable', file: null })
})

it('cut on the way gives what is whole in it', async () => {
  for (let sold = 0; sold < 4; sold += 1) {
    await tablet.seal()
    await exchangeWith(tablet)
  }
  const { file } = await exchangeWith(tablet)
  const cut = file?.slice(0, file.size - 40)
  const read = await exchangeWith(phone, cut)
  expect(read.why).toBeNull()
  expect(read.hasTaken || read.received > 0 || read.file !== null).toBe(true)
})

it('that is full says so, and holds what fitted', async () => {
  for (let sold = 0; sold < 40; sold += 1) await tablet.seal()
  const made = await exchangeWith(tablet, undefined, 4_000)
  expect(made.why).toBe('full')
  expect(made.file?.size).toBeLessThanOrEqual(4_000)
})

it('tells a device that it was put out, and nothing that was sealed since', async () => {
  await phone.putOut(tablet)
  phone.disk.own.set('edit/1/price', 900)
  await tablet.seal()
  const { file } = await exchangeWith(phone)
  const read = await exchangeWith(tablet, file ?? undefined)
  expect(read).toMatchObject({ isRemoved: true, received: 0 })
  expect(tablet.disk.own.get('edit/1/price')).toBeUndefined()
  // What it sold is in the file that comes back, and is kept apart.
  await exchangeWith(phone, read.file ?? undefined)
  expect(phone.disk.late).toEqual(tablet.disk.journal)
})

it('from which nothing could be kept says so', async () => {
  vi.stubGlobal('reportError', () => undefined)
  await tablet.seal()
  const { file } = await exchangeWith(tablet)
  phone.isArmed = true
  let read = await exchangeWith(phone, file ?? undefined)
  for (let tries = 0; tries < 50 && read.why === null; tries += 1) {
    await phone.seal()
    read = await exchangeWith(phone, file ?? undefined)
  }
  expect(read.why).toBe('kept-nothing')
  vi.unstubAllGlobals()
})
