import { Hono, type Context } from 'hono'
import type { AttemptStart, Terminals } from './terminals'
import { upToBytes } from '@/proxy/agent/agentGuard'
import type { ServerBindings } from '@/proxy/origin'

const LARGEST_BODY_BYTES = 1_000
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MOST_CENTS = 99_999_999

/**
 * Card terminals over HTTP. No request waits for a terminal: an attempt is started, then asked about.
 * Each names the server's file of attempts, so that an answer is never another file's.
 */
export function terminalRoutes(terminals: Terminals): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.use(upToBytes(LARGEST_BODY_BYTES))

  app.get('/server', context => context.json({ serverId: terminals.serverId }))
  app.post('/start', async context => {
    const asked = await bodyFor(context, terminals)
    if (asked instanceof Response) return asked
    const wanted = startOf(asked)
    if (!wanted) return context.json({ error: 'unreadable' }, 400)
    return context.json({ attempt: terminals.start(wanted) })
  })
  app.post('/state', async context => {
    const asked = await bodyFor(context, terminals)
    if (asked instanceof Response) return asked
    return context.json({ attempt: terminals.stateOf(asked.id) ?? null })
  })
  app.post('/withdraw', async context => {
    const asked = await bodyFor(context, terminals)
    if (asked instanceof Response) return asked
    return context.json({ attempt: terminals.withdraw(asked.id) })
  })
  return app
}

type Body = Readonly<Record<string, unknown>> & { id: string }

/** The body of a request for this server's attempts, with a sound id; else the answer. */
async function bodyFor(context: Context, { serverId }: Terminals): Promise<Body | Response> {
  const body: unknown = await context.req.json().catch(() => null)
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const { id } = given
  if (typeof id !== 'string' || !UUID.test(id)) return context.json({ error: 'unreadable' }, 400)
  if (given.serverId !== serverId) return context.json({ error: 'other-server' }, 409)
  return { ...given, id }
}

function startOf({ id, ...given }: Body): AttemptStart | undefined {
  const { terminalId, amountCents, direction, tillNumber } = given
  if (typeof terminalId !== 'string' || terminalId.length > 40) return undefined
  if (direction !== 'debit' && direction !== 'credit') return undefined
  if (!isWhole(amountCents, MOST_CENTS) || !isWhole(tillNumber, 99)) return undefined
  return { id, terminalId, direction, amountCents, tillNumber }
}

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most
