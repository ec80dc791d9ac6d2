import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { aPrinter, type FakePrinter } from '../../support/printer/fakePrinter'
import { parseEquipment, type Equipment } from '@/proxy/agent/equipment'
import { makePrintJobs, type PrintJobs } from '@/proxy/agent/printJobs'
import { NotConnected } from '@/proxy/agent/connect'

const rules = { allowsLoopback: true }
const ASKS = { asksState: true }
const TICKET = Uint8Array.from({ length: 2_000 }, (_none, at) => 32 + (at % 90))

let fake: FakePrinter
let jobs: PrintJobs
let printer: Equipment

const untold = (fault: string) => {
  throw new Error(fault)
}

beforeEach(async () => {
  fake = await aPrinter()
  jobs = makePrintJobs(rules)
  printer = only(parseEquipment('printer', `127.0.0.1:${fake.port}`, rules, untold))
})
afterEach(() => fake.close())

const only = (list: Equipment[]): Equipment => {
  const [one] = list
  if (!one) throw new Error('no printer')
  return one
}
const print = (jobId: string, bytes = TICKET, printRules = ASKS) =>
  jobs.start(printer, jobId, bytes, printRules)

it('prints a job whole, and says that the printer worked through it', async () => {
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: true })
  expect(fake.papers).toEqual([TICKET])
  expect(fake.openNow()).toBe(0)
})

it('prints on a printer that answers nothing, and says that it only handed it over', async () => {
  fake.script.answers = false
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: false })
  expect(fake.papers).toEqual([TICKET])
})

it('prints a job that is sent twice once', async () => {
  await Promise.all([print('one'), print('one')])
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: true })
  expect(fake.papers).toHaveLength(1)
})

it('prints jobs in the order they came, one connection after the other', async () => {
  fake.script.asleepMs = 50
  const papers = ['a', 'b', 'c'].map(letter => new TextEncoder().encode(letter.repeat(700)))
  await Promise.all(papers.map((bytes, at) => print(`job-${at}`, bytes)))
  expect(fake.papers).toEqual(papers)
})

it('hands all over to a printer that takes eight seconds to wake up, and prints it once', async () => {
  fake.script.asleepMs = 8_000
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: false })
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: false })
  await vi.waitFor(() => expect(fake.papers).toEqual([TICKET]), { timeout: 12_000 })
}, 30_000)

it.each([
  ['paper-out', { paper: 'out' }],
  ['cover-open', { isCoverOpen: true }],
  ['not-ready', { isReady: false }],
] as const)('says before anything is sent: %s', async (why, state) => {
  Object.assign(fake.script, state)
  expect(await print('one')).toEqual({ state: 'failed', why, sentBytes: 0 })
  expect(fake.papers).toEqual([])
})

it('prints the same job once the paper is back: surely nothing of it had come out', async () => {
  fake.script.paper = 'out'
  await print('one')
  fake.script.paper = 'there'
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: true })
  expect(fake.papers).toHaveLength(1)
})

it('says that the paper ran out in the midst of a ticket, and never prints that job again', async () => {
  fake.script.paperEndsAfter = 900
  expect(await print('one')).toMatchObject({ state: 'failed', why: 'paper-out' })
  fake.script.paper = 'there'
  fake.script.paperEndsAfter = Infinity
  expect(await print('one')).toMatchObject({ state: 'failed', why: 'paper-out' })
  expect(fake.papers).toHaveLength(1)
})

it.each([0x11, 0x13, 0x12, 0x14])(
  'takes no byte said unasked for the end of a job: %i',
  async said => {
    fake.script.unasked = [said]
    fake.script.paperEndsAfter = 900
    expect(await print('one')).toMatchObject({ state: 'failed', why: 'paper-out' })
  },
)

it.each([1, 300, 512, 1_200])(
  'never calls a job sent that was cut after %i bytes',
  async cutsAfter => {
    fake.script.cutsAfter = cutsAfter
    const outcome = await print('one')
    expect(['failed', 'unknown']).toContain(outcome.state)
    // Something came out: it is not sent again under the same id.
    fake.script.cutsAfter = Infinity
    expect(await print('one')).toEqual(outcome)
    expect(fake.papers).toHaveLength(1)
  },
)

it.each([1, 300, 1_200])('nor where the printer answers nothing (%i bytes)', async cutsAfter => {
  fake.script.answers = false
  fake.script.cutsAfter = cutsAfter
  expect((await print('one')).state).not.toBe('sent')
})

it('says that a printer that is off is unreachable, and prints the job once it is on', async () => {
  const { port } = fake
  await fake.close()
  expect(await print('one')).toEqual({ state: 'failed', why: 'unreachable', sentBytes: 0 })
  fake = await aPrinter(port)
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: true })
})

it('prints a job once a printer takes it that hung up before', async () => {
  fake.script.refuses = true
  expect(await print('one')).toMatchObject({ state: 'failed', sentBytes: 0 })
  fake.script.refuses = false
  expect(await print('one')).toEqual({ state: 'sent', isConfirmed: true })
  expect(fake.papers).toHaveLength(1)
})

it('reaches nothing outside the shop’s network', async () => {
  const outside = only(parseEquipment('printer', '8.8.8.8', rules, untold))
  const outcome = await jobs.start(outside, 'one', TICKET, ASKS)
  expect(outcome).toEqual({ state: 'failed', why: 'not-allowed', sentBytes: 0 })
  await expect(jobs.readState(outside)).rejects.toThrow(NotConnected)
})

it('tells how the printer is: paper, cover, drawer', async () => {
  Object.assign(fake.script, { paper: 'low', isDrawerWireHigh: true })
  expect(await jobs.readState(printer)).toEqual({
    isReady: true,
    isCoverOpen: false,
    paper: 'low',
    isDrawerWireHigh: true,
  })
  fake.script.answers = false
  expect(await jobs.readState(printer)).toBeUndefined()
})
