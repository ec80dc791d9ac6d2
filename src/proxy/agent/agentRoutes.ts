import { Hono } from 'hono'
import { asData, fromThisPageOnly } from './agentGuard'
import type { Equipment, ShownEquipment } from './equipment'
import { terminalRoutes } from './terminal/terminalRoutes'
import type { Terminals } from './terminal/terminals'
import type { ServerBindings } from '@/proxy/origin'

export interface AgentOptions {
  equipment: readonly Equipment[]
  /** Absent where no terminal is listed. */
  terminals?: Terminals | undefined
}

/**
 * The counter's equipment over HTTP, for the till's own page alone. Which devices there are is set
 * where the server runs; a page knows ids and names, never an address.
 */
export function agentRoutes({
  equipment,
  terminals,
}: AgentOptions): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.use(asData, fromThisPageOnly)
  app.get('/equipment', context => context.json({ equipment: equipment.map(shown) }))
  if (terminals) app.route('/terminal', terminalRoutes(terminals))
  app.all('*', context => context.json({ error: 'unknown' }, 404))
  return app
}

const shown = ({ id, kind, name }: Equipment): ShownEquipment => ({ id, kind, name })
