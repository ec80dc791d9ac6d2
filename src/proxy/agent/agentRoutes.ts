import { Hono } from 'hono'
import { asData, fromCounterOnly, fromThisPageOnly } from './agentGuard'
import type { Equipment, ShownEquipment } from './equipment'
import type { PrintJobs } from './printJobs'
import { printerRoutes } from './printerRoutes'
import { terminalRoutes } from './terminal/terminalRoutes'
import type { Terminals } from './terminal/terminals'
import type { ServerBindings } from '@/proxy/origin'

export interface AgentOptions {
  equipment: readonly Equipment[]
  /** Absent where no printer is listed. */
  printJobs?: PrintJobs | undefined
  /** Absent where no terminal is listed. */
  terminals?: Terminals | undefined
  /** Address of the reverse proxy whose word counts for who asks; undefined trusts none. */
  trustedProxy?: string | undefined
}

type Routes = Hono<{ Bindings: ServerBindings }>

/**
 * The counter's equipment over HTTP, for the till's own page on the shop's network alone. Which devices there are is set
 * where the server runs; a page knows ids and names, never an address.
 */
export function agentRoutes(options: AgentOptions): Routes {
  const app: Routes = new Hono()
  app.use(asData, fromCounterOnly(options.trustedProxy), fromThisPageOnly)
  app.route('/', equipmentRoutes(options))
  return app
}

/** The same, for whoever checks by itself who asks. */
export function equipmentRoutes({ equipment, printJobs, terminals }: AgentOptions): Routes {
  const app: Routes = new Hono()
  app.get('/equipment', context => context.json({ equipment: equipment.map(shown) }))
  if (printJobs) app.route('/printers', printerRoutes(equipment, printJobs))
  if (terminals) app.route('/terminal', terminalRoutes(terminals))
  app.all('*', context => context.json({ error: 'unknown' }, 404))
  return app
}

const shown = ({ id, kind, name, sumup }: Equipment): ShownEquipment =>
  kind === 'terminal' ? { id, kind, name, hasSlip: sumup === undefined } : { id, kind, name }
