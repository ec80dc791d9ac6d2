import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openRawBt, readAnswer } from '@/printing/ways/rawBtPrinter'

const PAPER = Uint8Array.of(0x1b, 0x40, 0xff)
const FAULT = new TypeError('no service')

/** RawBT's service: a test says what becomes of the connection. */
class FakeSocket extends EventTarget {
  sent: string[] = []
  isClosed = false
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.dispatchEvent(new Event('close'))
  }
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

async function printing(bytes = PAPER) {
  const socket = new FakeSocket()
  const addresses: string[] = []
  const opened: string[] = []
  const link = await openRawBt({
    connect: address => {
      addresses.push(address)
      return socket as unknown as WebSocket
    },
    open: address => opened.push(address),
  })()
  if (typeof link === 'string') throw FAULT
  const seen: { outcome?: unknown } = {}
  const ended = link.print(bytes, 'job-1').then(outcome => (seen.outcome = outcome))
  return { socket, addresses, opened, ended, seen, link }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('gives the service the bytes as they are, under the job’s id', async () => {
  const { socket, addresses, ended, opened } = await printing()
  socket.dispatchEvent(new Event('open'))
  expect(addresses).toEqual(['ws://localhost:40213/'])
  expect(JSON.parse(socket.sent[0] ?? '')).toEqual({
    idJob: 'job-1',
    copies: 1,
    printer: 'current',
    template: 'none',
    commands: [{ command: 'sendBytes', base64: 'G0D/' }],
  })
  socket.say('{"jobId":"job-1","responseType":"progress","progress":0.5}')
  socket.say('{"jobId":"job-1","responseType":"success"}')
  expect(await ended).toEqual({ state: 'sent', isConfirmed: false })
  expect(socket.isClosed).toBe(true)
  expect(opened).toEqual([])
})

it.each(['error', 'canceled'])('does not know what came out after: %s', async responseType => {
  const { socket, ended } = await printing()
  socket.dispatchEvent(new Event('open'))
  socket.say(JSON.stringify({ responseType, errorMessage: 'x' }))
  expect(await ended).toEqual({ state: 'unknown', why: 'not-ready' })
})

it('does not know what became of a job whose connection ended', async () => {
  const { socket, ended, opened } = await printing()
  socket.dispatchEvent(new Event('open'))
  socket.dispatchEvent(new Event('error'))
  socket.close()
  expect(await ended).toEqual({ state: 'unknown', why: 'cut' })
  expect(opened).toEqual([])
})

it('waits while it says that it goes on, not for ever', async () => {
  const { socket, ended, seen } = await printing()
  socket.dispatchEvent(new Event('open'))
  await vi.advanceTimersByTimeAsync(50_000)
  socket.say('{"responseType":"progress"}')
  await vi.advanceTimersByTimeAsync(50_000)
  expect(seen.outcome).toBeUndefined()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await ended).toEqual({ state: 'unknown', why: 'silent' })
})

it('ends at last with one that says for ever that it goes on', async () => {
  const { socket, seen } = await printing()
  socket.dispatchEvent(new Event('open'))
  for (let at = 0; at < 10; at += 1) {
    socket.say('{"responseType":"progress"}')
    await vi.advanceTimersByTimeAsync(20_000)
  }
  expect(seen.outcome).toEqual({ state: 'unknown', why: 'silent' })
})

it.each(['refused', 'silent'])(
  'hands the paper to the application where the service is: %s',
  async how => {
    const { socket, ended, opened } = await printing()
    if (how === 'refused') socket.close()
    else await vi.advanceTimersByTimeAsync(3_000)
    expect(await ended).toEqual({ state: 'sent', isConfirmed: false })
    expect(opened).toEqual(['rawbt:base64,G0D/'])
    expect(socket.isClosed).toBe(true)
    // A connection that opens late carries nothing: the paper would come out twice.
    socket.dispatchEvent(new Event('open'))
    expect(socket.sent).toEqual([])
  },
)

it('hands the paper to the application where the browser connects nowhere', async () => {
  const opened: string[] = []
  const link = await openRawBt({
    connect: () => {
      throw new DOMException('insecure', 'SecurityError')
    },
    open: address => opened.push(address),
  })()
  if (typeof link === 'string') throw FAULT
  expect(await link.pulse(PAPER, 'job-1')).toEqual({ state: 'sent', isConfirmed: false })
  expect(opened).toEqual(['rawbt:base64,G0D/'])
})

it('hands over no more than Android passes on', async () => {
  const { socket, ended, opened } = await printing(new Uint8Array(300_001))
  socket.close()
  expect(await ended).toEqual({ state: 'failed', why: 'unreachable', sentBytes: 0 })
  expect(opened).toEqual([])
})

it('says nothing of the printer', async () => {
  const { link } = await printing()
  expect(await link.readState()).toBeUndefined()
})

it.each([
  undefined,
  new ArrayBuffer(2),
  '',
  'success',
  '{"responseType":"printers"}',
  '{"responseType":["success"]}',
  '{"success":true}',
  'null',
  `{"responseType":"success","errorMessage":"${'x'.repeat(20_000)}"}`,
])('takes nothing else for an answer: %s', said => {
  expect(readAnswer(said)).toBeUndefined()
})
