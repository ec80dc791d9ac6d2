import { expect, it } from 'vitest'
import { listAgentPrinters, openAgentPrinter } from '@/printing/ways/agentPrinter'

const AGENT = { address: 'http://localhost:4173/', key: 'the-key' }
const LIST = {
  equipment: [
    { id: 'printer-1', kind: 'printer', name: 'Comptoir' },
    { id: 'terminal-1', kind: 'terminal', name: '' },
  ],
}
const SENT = { state: 'sent', isConfirmed: true }

/** An agent that answers so to each request after the list of its equipment. */
function anAgent(...answers: (object | string | number | Error)[]) {
  const asked: { url: string; key: string | null; body: string }[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { url, headers } = request
    asked.push({ url, key: headers.get('authorization'), body: await request.text() })
    if (url.endsWith('/agent/equipment')) return Response.json(LIST)
    const next = answers.shift() ?? new TypeError('off')
    if (next instanceof Error) throw next
    if (typeof next === 'number') return new Response('', { status: next })
    return typeof next === 'string' ? new Response(next) : Response.json(next)
  }
  return { fetch, asked }
}

async function print(...answers: Parameters<typeof anAgent>) {
  const { fetch, asked } = anAgent(...answers)
  const link = await openAgentPrinter({ agent: AGENT, fetch }, 'printer-1', { asksState: true })()
  if (typeof link === 'string') return { outcome: link, asked }
  return { outcome: await link.print(Uint8Array.of(27, 64, 255), 'job-1'), asked }
}

it('lists the printers of an agent, and sends its key with each request', async () => {
  const { fetch, asked } = anAgent()
  expect(await listAgentPrinters(AGENT, fetch)).toEqual([{ id: 'printer-1', name: 'Comptoir' }])
  expect(asked).toMatchObject([{ key: 'Bearer the-key' }])
})

it.each([{ equipment: 'all' }, {}, '<html>', 404, new TypeError('off')])(
  'lists none where no agent answers so: %o',
  async answer => {
    const fetch = () =>
      answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve(
            typeof answer === 'number'
              ? new Response('', { status: answer })
              : new Response(typeof answer === 'string' ? answer : JSON.stringify(answer)),
          )
    expect(await listAgentPrinters(AGENT, fetch)).toEqual([])
  },
)

it('asks for a job by its id until it is over, and starts it once', async () => {
  const waiting = { state: 'waiting' }
  const { outcome, asked } = await print(waiting, waiting, SENT)
  expect(outcome).toEqual(SENT)
  const started = asked.filter(({ body }) => body !== '')
  expect(started).toHaveLength(1)
  expect(JSON.parse(started[0]?.body ?? '')).toEqual({
    jobId: 'job-1',
    content: 'G0D/',
    asksState: true,
  })
  expect(asked.at(-1)?.url).toBe('http://localhost:4173/agent/printers/printer-1/jobs/job-1')
})

it.each([
  [new TypeError('cut')],
  ['<html>'],
  [{ state: 'printed' }],
  [{ state: 'failed', why: 'magic', sentBytes: 0 }],
  [{ state: 'failed', why: 'cut', sentBytes: -1 }],
  [500],
])('does not know what became of a job after %o', async answer => {
  expect((await print(answer)).outcome).toEqual({ state: 'unknown', why: 'cut' })
})

it('prints on no printer that the agent does not list, and not without an agent', async () => {
  const { fetch } = anAgent()
  const open = (id: string, ask: typeof globalThis.fetch) =>
    openAgentPrinter({ agent: AGENT, fetch: ask }, id, { asksState: true })()
  expect(await open('printer-2', fetch)).toBe('not-listed')
  const empty = () => Promise.resolve(new Response('{"equipment":[]}'))
  expect(await open('printer-1', empty)).toBe('not-listed')
  expect(await open('printer-1', () => Promise.reject(new TypeError('off')))).toBe('unreachable')
})

it.each([401, 403])(
  'is not allowed where the agent answers %i: nothing was printed',
  async status => {
    expect((await print(status)).outcome).toEqual({
      state: 'failed',
      why: 'not-allowed',
      sentBytes: 0,
    })
    const refused = () => Promise.resolve(new Response('{}', { status }))
    const open = openAgentPrinter({ agent: AGENT, fetch: refused }, 'printer-1', {
      asksState: true,
    })
    expect(await open()).toBe('not-allowed')
  },
)

it('does not know what became of a job that it may no longer ask about', async () => {
  expect((await print({ state: 'waiting' }, 403)).outcome).toEqual({ state: 'unknown', why: 'cut' })
})
