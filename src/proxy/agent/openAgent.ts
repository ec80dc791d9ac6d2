import { join } from 'node:path'
import { agentRoutes } from './agentRoutes'
import { equipmentOf } from './equipment'
import { oneAtATime } from './oneAtATime'
import { openAttempts } from './terminal/attempts'
import type { ExchangeTimes } from './terminal/exchange'
import { openTerminals } from './terminal/terminals'

export interface AgentSettings {
  env: Readonly<Record<string, string | undefined>>
  stateFolder: string
  times?: ExchangeTimes
  /** Tells whoever reads the server's terminal. */
  say: (text: string) => void
}

/**
 * Opens what the counter's equipment needs; undefined where none is listed.
 *
 * @throws TypeError with a text for whoever starts the server, where a list cannot be read.
 */
export function openAgent(settings: AgentSettings): ReturnType<typeof agentRoutes> | undefined {
  const { env, stateFolder, times, say } = settings
  const { list: equipment, ...rules } = equipmentOf(env)
  if (equipment.length === 0) return undefined
  const inUse = oneAtATime()
  const hasTerminal = equipment.some(({ kind }) => kind === 'terminal')
  const terminals = hasTerminal
    ? openTerminals({
        equipment,
        rules,
        attempts: openAttempts(join(stateFolder, 'terminal.jsonl')),
        inUse,
        ...(times ? { times } : {}),
        say,
      })
    : undefined
  return agentRoutes({ equipment, terminals })
}
