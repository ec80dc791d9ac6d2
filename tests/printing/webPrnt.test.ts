import { expect, it, vi } from 'vitest'
import { answerOf, rawOf, webPrntAnswer } from '../support/printer/fakeWebPrinter'
import { profileAtFirst } from '@/core/printing/printer'
import { openWebPrnt, readAnswer } from '@/printing/ways/webPrntPrinter'

const HOST = '192.168.1.50'
const PAPER = Uint8Array.of(0x1b, 0x40, 0xff, 0x0a)
const USUAL = { paper: 'there', isCoverOpen: false, isBusy: false } as const
const ready = webPrntAnswer(USUAL)
/** In place of an answer: none, with the connection left open. */
const NEVER = 'never'

/** A printer that answers so, one answer after the other, or not at all. */
function aPrinter(...answers: (string | Error)[]) {
  const asked: { url: string; type: string | null; bytes: Uint8Array }[] = []
  const fetch = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(input, init)
    asked.push({
      url: request.url,
      type: request.headers.get('Content-Type'),
      bytes: rawOf(await request.text()),
    })
    const next = answers.shift()
    if (next === NEVER) return new Promise(() => undefined)
    if (next === undefined || next instanceof Error) throw next ?? new TypeError('off')
    return new Response(next)
  }
  return { fetch, asked }
}

async function opened(...answers: (string | Error)[]) {
  const { fetch, asked } = aPrinter(...answers)
  const link = await openWebPrnt({ host: HOST }, { fetch })()
  if (typeof link === 'string') throw new Error(link)
  return { link, asked }
}

it('sends the bytes as they are, in a request that needs no question before it', async () => {
  const { link, asked } = await opened(ready, ready)
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'sent', isConfirmed: true })
  expect(asked).toHaveLength(2)
  expect(asked[0]?.bytes).toHaveLength(0)
  expect(asked[1]).toEqual({
    url: `https://${HOST}/StarWebPRNT/SendMessage`,
    type: 'text/plain; charset=utf-8',
    bytes: PAPER,
  })
})

it.each([
  ['an error', new TypeError('no leave')],
  ['a page in place of an answer', '<html></html>'],
])('is asked as its own pages do where it answers nothing else: %s', async (_how, first) => {
  const { link, asked } = await opened(first, ready, ready)
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'sent', isConfirmed: true })
  expect(asked.map(({ type, bytes }) => [type, bytes.length])).toEqual([
    ['text/plain; charset=utf-8', 0],
    ['text/xml; charset=UTF-8', 0],
    ['text/xml; charset=UTF-8', PAPER.length],
  ])
})

it('never sends a job a second time, in whatever form', async () => {
  const { link, asked } = await opened(ready, '<html></html>', ready)
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'unknown', why: 'silent' })
  expect(asked).toHaveLength(2)
})

it('is asked over http by its name on the local network', async () => {
  const { fetch, asked } = aPrinter(ready)
  await openWebPrnt({ host: 'star.local', isPlain: true }, { fetch })()
  expect(asked[0]?.url).toBe('http://star.local/StarWebPRNT/SendMessage')
})

it.each([
  ['paper-out', { ...USUAL, paper: 'out' }],
  ['cover-open', { ...USUAL, isCoverOpen: true }],
  ['busy', { ...USUAL, isBusy: true }],
] as const)('sends no paper to a printer that says at once: %s', async (why, script) => {
  const { link, asked } = await opened(webPrntAnswer(script), ready)
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'failed', why, sentBytes: 0 })
  expect(asked).toHaveLength(1)
  expect(await link.pulse(Uint8Array.of(7), 'two')).toMatchObject({ state: 'sent' })
})

it.each([
  ['paper-out', { ...USUAL, paper: 'out' }],
  ['cover-open', { ...USUAL, isCoverOpen: true }],
] as const)(
  'does not know what came out of one that stopped in the midst: %s',
  async (why, script) => {
    const { link } = await opened(ready, webPrntAnswer(script))
    expect(await link.print(PAPER, 'one')).toEqual({ state: 'unknown', why })
  },
)

it('knows that a busy one took nothing', async () => {
  const { link } = await opened(ready, webPrntAnswer({ ...USUAL, isBusy: true }))
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'failed', why: 'busy', sentBytes: 0 })
})

it('does not know what became of a job that was refused for no known reason', async () => {
  const { link } = await opened(ready, answerOf('false', '4011', '298A0200000000'))
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'unknown', why: 'not-ready' })
})

it('does not know what became of a job whose connection ended', async () => {
  const { link } = await opened(ready, new TypeError('cut'))
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'unknown', why: 'cut' })
})

it('waits for a slow printer, not for ever', async () => {
  vi.useFakeTimers()
  try {
    const { link } = await opened(ready, NEVER)
    const ended = link.print(PAPER, 'one')
    let outcome: unknown
    ended.then(found => (outcome = found)).catch(() => undefined)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(outcome).toBeUndefined()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(outcome).toEqual({ state: 'unknown', why: 'silent' })
  } finally {
    vi.useRealTimers()
  }
})

it.each([
  [true, 'not-allowed'],
  [false, 'unreachable'],
])('tells a refused permission from a printer that is off: %s', async (isRefused, why) => {
  const { fetch, asked } = aPrinter(new TypeError('Failed to fetch'))
  const open = openWebPrnt({ host: HOST }, { fetch, isRefused: () => Promise.resolve(isRefused) })
  expect(await open()).toBe(why)
  expect(asked[0]?.bytes).toHaveLength(0)
})

it.each(['8.8.8.8', 'a/b', ''])('goes to no such place: %s', async host => {
  const fetch = () => Promise.reject(new Error('asked'))
  expect(await openWebPrnt({ host }, { fetch })()).toBe('not-allowed')
})

it('says how the printer is', async () => {
  const { link } = await opened(answerOf('false', '1100', '238624000800000000'))
  expect(await link.readState()).toEqual({
    isReady: true,
    isCoverOpen: true,
    paper: 'there',
    isDrawerWireHigh: true,
  })
})

it.each([
  ['offline', '23860800000000', { isReady: false }],
  ['its blade is stuck', '23860008000000', { isReady: false }],
  ['too hot', '23860040000000', { isReady: false }],
  ['the roll ends soon', '23860000000400', { paper: 'low' }],
  ['the roll is over', '23860000000c00', { paper: 'out' }],
  ['all is well', '238600000000', { isReady: true, paper: 'there', isCoverOpen: false }],
])('reads the status: %s', (_what, status, expected) => {
  expect(readAnswer(answerOf('true', '0', status))?.state).toMatchObject(expected)
})

it.each([
  '',
  '<',
  'ok',
  '<StarWebPrint/>',
  '<StarWebPrint><Response/></StarWebPrint>',
  '<StarWebPrint><Response>&lt;root/&gt;</Response></StarWebPrint>',
  '<StarWebPrint><Response><root><success>true</success></root></Response></StarWebPrint>',
  answerOf('yes', '0', '238600000000'),
  answerOf('true', '', '238600000000'),
  answerOf('true', '0;1', '238600000000'),
  answerOf('true', '0', ''),
  answerOf('true', '0', '2386000000'),
  answerOf('true', '0', '23860000000'),
  answerOf('true', '0', 'zz8600000000'),
  answerOf('true', '0', '23'.repeat(65)),
  answerOf('true', '0&lt;/code&gt;&lt;code&gt;0', '238600000000'),
  '<!DOCTYPE a [<!ENTITY b "c">]><StarWebPrint><Response>&b;</Response></StarWebPrint>',
])('takes no other text for an answer: %s', text => {
  expect(readAnswer(text)).toBeUndefined()
})

it('reads no more of an answer than one has', async () => {
  const long = ready.replace('</Response>', `${' '.repeat(20_000)}</Response>`)
  expect(readAnswer(long)).toBeDefined()
  const { link } = await opened(ready, long)
  expect(await link.print(PAPER, 'one')).toEqual({ state: 'unknown', why: 'silent' })
})

it('a printer by Star speaks its own language from the first sheet on', () => {
  expect(profileAtFirst({ kind: 'webprnt', host: HOST }).language).toBe('star-prnt')
  expect(profileAtFirst({ kind: 'epos', host: HOST }).language).toBe('esc-pos')
})
