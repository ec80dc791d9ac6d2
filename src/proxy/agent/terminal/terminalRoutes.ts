import { Hono, type Context } from 'hono'
import { fieldsOf, idIn, isAsked, isWhole } from './attempts'
import type { AttemptStart, Terminals } from './terminals'
import { upToBytes } from '@/proxy/agent/agentGuard'
import type { ServerBindings } from '@/proxy/origin'

const LARGEST_BODY_BYTES = 1_000
const MOST_TILLS = 99

/**
 * Card terminals over HTTP. No request waits for a terminal: an attempt is started, then asked about.
 * Each names the server's file of attempts, so that an answer is never another file's.
 */
export function terminalRoutes(terminals: Terminals): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.use(upToBytes(LARGEST_BODY_BYTES))

  app.get('/server', context => context.json({ serverId: terminals.serverId }))
  app.post('/reach', async context => {
    const { terminalId } = fieldsOf(await context.req.json<unknown>().catch(() => null))
    if (typeof terminalId !== 'string') return context.json({ error: 'unreadable' }, 400)
    return context.json({ reach: await terminals.reach(terminalId) })
  })
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
  app.post('/slip', async context => {
    const asked = await bodyFor(context, terminals)
    if (asked instanceof Response) return asked
    return context.json({ slip: terminals.slipOf(asked.id) })
  })
  return app
}

type Body = Readonly<Record<string, unknown>> & { id: string }

/** The body of a request for this server's attempts, with a sound id; else the answer. */
async function bodyFor(context: Context, { serverId }: Terminals): Promise<Body | Response> {
  const given = fieldsOf(await context.req.json<unknown>().catch(() => null))
  const id = idIn(given, 'id')
  if (id === undefined) return context.json({ error: 'unreadable' }, 400)
  if (given.serverId !== serverId) return context.json({ error: 'other-server' }, 409)
  return { ...given, id }
}

function startOf({ id, ...given }: Body): AttemptStart | undefined {
  const { tillNumber } = given
  if (!isAsked(given) || !isWhole(tillNumber, MOST_TILLS)) return undefined
  const { terminalId, amountCents, direction } = given
  const wantsSlip = given.wantsSlip === true
  return { id, terminalId, direction, amountCents, tillNumber, wantsSlip }
}
