import { join } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import { agentRoutes, equipmentRoutes } from './agentRoutes'
import { equipmentOf } from './equipmentOf'
import { oneAtATime } from './oneAtATime'
import { pairedPage } from './pairedPage'
import { openPairing } from './pairing'
import { agentPage } from './page/agentPage'
import { makePrintJobs } from './printJobs'
import { openSightings } from './sightings'
import { openAttempts } from './terminal/attempts'
import type { ExchangeTimes } from './terminal/exchange'
import { openTerminals } from './terminal/terminals'
import { makeNamingCode } from '@/proxy/namingCode'
import type { ServerBindings } from '@/proxy/origin'
import type { ScreensSeen } from '@/proxy/screens/rooms'

export interface AgentSettings {
  env: Readonly<Record<string, string | undefined>>
  stateFolder: string
  times?: ExchangeTimes
  /** Address of the reverse proxy whose word counts for who asks. */
  trustedProxy?: string | undefined
  /** How long a wrong code is answered after; a second. */
  afterWrongCode?: () => Promise<void>
  /** Tells whoever reads the server's terminal. */
  say: (text: string) => void
}

/** The counter's equipment, as the server offers it. */
export interface Agent {
  /** For the till's own page, below `/agent`. */
  routes: ReturnType<typeof agentRoutes>
  /** The program's own page, which tells people what is connected, and what listens as customer's screens. */
  page: (screens: () => ScreensSeen) => ReturnType<typeof agentPage>
  /** For the one page of another origin that was paired; it comes before the server's own guards. */
  paired: MiddlewareHandler<{ Bindings: ServerBindings }>
}

/**
 * Opens what the counter's equipment needs; undefined where none is listed. What the list has that is no
 * device is told, and costs no other one.
 *
 * @throws EquipmentUnreadable where the file of payments cannot be read or written: none is asked for twice.
 */
export function openAgent(settings: AgentSettings): Agent | undefined {
  const { env, stateFolder, times, trustedProxy, say } = settings
  const { list: equipment, faults, ...rules } = equipmentOf(env)
  for (const { text } of faults) say(`  ${text}`)
  if (equipment.length === 0 && faults.length === 0) return undefined
  const inUse = oneAtATime()
  const sightings = openSightings()
  const hasTerminal = equipment.some(({ kind }) => kind === 'terminal')
  const terminals = hasTerminal
    ? openTerminals({
        equipment,
        rules,
        attempts: openAttempts(join(stateFolder, 'terminal.jsonl'), say),
        inUse,
        sightings,
        ...(times ? { times } : {}),
        say,
      })
    : undefined
  const hasPrinter = equipment.some(({ kind }) => kind === 'printer')
  const options = {
    equipment,
    terminals,
    printJobs: hasPrinter ? makePrintJobs(rules, sightings) : undefined,
    trustedProxy,
  }
  const makeCode = () =>
    makeNamingCode(shown =>
      say(`\n  Code pour relier l’équipement du comptoir à une page :  ${shown}`),
    )
  const pairing = openPairing(stateFolder, makeCode, say)
  let heardAt: number | undefined
  return {
    routes: agentRoutes(options),
    page: screens =>
      agentPage({
        equipment,
        faults,
        sightings,
        pairing,
        heardAt: () => heardAt,
        screens,
        trustedProxy,
      }),
    paired: pairedPage(equipmentRoutes(options), pairing, {
      onHeard: () => (heardAt = Date.now()),
      afterWrongCode: settings.afterWrongCode,
    }),
  }
}
