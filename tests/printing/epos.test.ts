import { expect, it } from 'vitest'
import { openEpos, readAnswer } from '@/printing/ways/eposPrinter'

const HOST = 'abc123.omnilinkcert.epson.biz'
const answer = (success: boolean, code: string, status: number) =>
  `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><response success="${success}" code="${code}" status="${status}" battery="0" xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print"/></soapenv:Body></soapenv:Envelope>`
const READY = 251_658_262

/** A printer that answers so, one answer after the other. */
function aPrinter(...answers: (string | Error)[]) {
  const bodies: string[] = []
  const fetch = async (request: Request | URL | string): Promise<Response> => {
    const asked = request instanceof Request ? request : new Request(request)
    expect(asked.url).toBe(
      `https://${HOST}:8043/cgi-bin/epos/service.cgi?devid=local_printer&timeout=60000`,
    )
    bodies.push(await asked.text())
    const next = answers.shift()
    if (next === undefined || next instanceof Error) throw next ?? new TypeError('off')
    return new Response(next)
  }
  return { fetch, bodies }
}

async function print(...answers: (string | Error)[]) {
  const { fetch, bodies } = aPrinter(answer(true, '', READY), ...answers)
  const link = await openEpos({ host: HOST }, { fetch })()
  if (typeof link === 'string') return { outcome: link, bodies }
  return { outcome: await link.print(Uint8Array.of(0x1b, 0x40, 0xff), 'one'), bodies }
}

it('sends the bytes as they are', async () => {
  const { outcome, bodies } = await print(answer(true, '', READY))
  expect(outcome).toEqual({ state: 'sent', isConfirmed: true })
  expect(bodies[1]).toContain('<command>1b40ff</command>')
})

it.each([
  ['EPTR_COVER_OPEN', { state: 'unknown', why: 'cover-open' }],
  ['EPTR_REC_EMPTY', { state: 'unknown', why: 'paper-out' }],
  ['EX_SPOOLER', { state: 'failed', why: 'busy', sentBytes: 0 }],
  ['DeviceNotFound', { state: 'failed', why: 'unreachable', sentBytes: 0 }],
  ['EX_TIMEOUT', { state: 'unknown', why: 'silent' }],
  ['', { state: 'failed', why: 'not-ready', sentBytes: 0 }],
])('tells a refusal from a doubt: %s', async (code, expected) => {
  expect((await print(answer(false, code, 0))).outcome).toEqual(expected)
})

it('does not know what became of a job whose answer never came', async () => {
  expect((await print(new TypeError('cut'))).outcome).toEqual({ state: 'unknown', why: 'cut' })
})

it('sends nothing to a printer that does not answer first', async () => {
  const { fetch, bodies } = aPrinter(new TypeError('off'))
  // Nobody refused the page anything.
  expect(await openEpos({ host: HOST }, { fetch })()).toBe('unreachable')
  expect(bodies.join()).not.toContain('command')
})

it.each([
  ['paper-out', 0x8_0000 | 0x8],
  ['cover-open', 0x20 | 0x8],
  ['not-ready', 0x8],
])('sends no paper to a printer that says at once: %s', async (why, status) => {
  const { fetch, bodies } = aPrinter(answer(true, '', status), answer(true, '', READY))
  const link = await openEpos({ host: HOST }, { fetch })()
  if (typeof link === 'string') throw new Error(link)
  expect(await link.print(Uint8Array.of(1), 'one')).toEqual({ state: 'failed', why, sentBytes: 0 })
  expect(bodies).toHaveLength(1)
  expect(await link.pulse(Uint8Array.of(1), 'two')).toMatchObject({ state: 'sent' })
})

it('is asked over http on the local network, where the browser is told that it is there', async () => {
  const asked: unknown[] = []
  const fetch = (request: Request | URL | string, init?: RequestInit): Promise<Response> => {
    asked.push(new URL(request instanceof Request ? request.url : request).origin, init)
    return Promise.resolve(new Response(answer(true, '', READY)))
  }
  const link = await openEpos({ host: 'tm-m30.local', isPlain: true }, { fetch })()
  expect(link).toBeTypeOf('object')
  expect(asked).toEqual([
    'http://tm-m30.local',
    expect.objectContaining({ targetAddressSpace: 'local' }),
  ])
})

it('says how the printer is', async () => {
  const { fetch, bodies } = aPrinter(answer(true, '', 0x8_0000 | 0x20 | 0x8))
  const link = await openEpos({ host: HOST }, { fetch })()
  if (typeof link === 'string') throw new Error(link)
  expect(await link.readState()).toEqual({
    isReady: false,
    isCoverOpen: true,
    paper: 'out',
    isDrawerWireHigh: false,
  })
  expect(bodies).toHaveLength(1)
})

it.each(['localhost/x', 'a b', '192.168.1.5:80', '8.8.8.8', 'a.b@c', '../x', ''])(
  'goes to no such name: %s',
  async host => {
    const fetch = () => Promise.reject(new Error('asked'))
    expect(await openEpos({ host }, { fetch })()).toBe('not-allowed')
  },
)

it.each([
  '',
  '<',
  '<a/>',
  'ok',
  '<Envelope><Body><response/></Body></Envelope>',
  '{"success":true}',
])('takes no other text for an answer: %s', text => {
  expect(readAnswer(text)).toBeUndefined()
})
