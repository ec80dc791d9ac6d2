import { Hono, type Context } from 'hono'
import { upToBytes } from './agentGuard'
import type { Equipment } from './equipment'
import { NotConnected } from './connect'
import type { PrintJobs } from './printJobs'
import type { ServerBindings } from '@/proxy/origin'
import type { PrintOutcome } from '@/core/printing/printOutcome'
import { within } from '@/printing/within'

/** The longest ticket with a picture is a tenth of it. */
const LONGEST_BODY = 1_000_000
const JOB_ID = /^[\w-]{1,100}$/
/** An answer comes at the latest after that; the page then asks again. */
const ANSWERS_WITHIN_MS = 5_000

type AgentContext = Context<{ Bindings: ServerBindings }>

/** Printers of the counter over HTTP: a job is started, then asked for until it is over. */
export function printerRoutes(
  equipment: readonly Equipment[],
  jobs: PrintJobs,
): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  const printerOf = (context: AgentContext) =>
    equipment.find(({ id, kind }) => kind === 'printer' && id === context.req.param('id'))

  app.post('/:id/jobs', upToBytes(LONGEST_BODY), async context => {
    const printer = printerOf(context)
    if (!printer) return context.json({ error: 'unknown' }, 404)
    const job = readJob(await context.req.json().catch(() => undefined))
    if (!job) return context.json({ error: 'not-a-job' }, 400)
    const { jobId, bytes, asksState } = job
    return context.json(await soonOf(jobs.start(printer, jobId, bytes, { asksState })))
  })

  app.get('/:id/jobs/:jobId', async context => {
    const printer = printerOf(context)
    const ended = printer && jobs.find(printer, context.req.param('jobId'))
    if (!ended) return context.json({ error: 'unknown' }, 404)
    return context.json(await soonOf(ended))
  })

  app.get('/:id/state', async context => {
    const printer = printerOf(context)
    if (!printer) return context.json({ error: 'unknown' }, 404)
    try {
      return context.json({ state: (await jobs.readState(printer)) ?? null })
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      return context.json({ fault: error.why === 'not-private' ? 'not-allowed' : 'unreachable' })
    }
  })
  return app
}

/** How a job ended, or `waiting` where that is not known soon. */
const soonOf = (ended: Promise<PrintOutcome>): Promise<PrintOutcome | { state: 'waiting' }> =>
  within(ended, ANSWERS_WITHIN_MS, { state: 'waiting' as const })

function readJob(
  body: unknown,
): { jobId: string; bytes: Uint8Array; asksState: boolean } | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { jobId, content, asksState } = body as Record<string, unknown>
  if (typeof jobId !== 'string' || !JOB_ID.test(jobId)) return undefined
  if (typeof content !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(content)) return undefined
  if (typeof asksState !== 'boolean') return undefined
  return { jobId, bytes: new Uint8Array(Buffer.from(content, 'base64')), asksState }
}
