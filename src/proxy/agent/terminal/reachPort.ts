import { NotConnected } from '@/proxy/agent/connect'
import type { Equipment, EquipmentRules } from '@/proxy/agent/equipment'
import type { InUse } from '@/proxy/agent/oneAtATime'
import type { Sightings } from '@/proxy/agent/sightings'
import type { Reach } from '@/core/payment/terminal/outcome'

interface ReachOptions {
  equipment: readonly Equipment[]
  rules: EquipmentRules
  inUse: InUse
  sightings: Sightings
}

/**
 * Whether something answers at a terminal's port: connected, and let go with nothing sent. A terminal has
 * one connection, so that a payment under way is left alone.
 */
export async function reachPort(
  terminalId: string,
  { equipment, rules, inUse, sightings }: ReachOptions,
): Promise<Reach> {
  const terminal = equipment.find(one => one.kind === 'terminal' && one.id === terminalId)
  if (!terminal || terminal.sumup) return 'not-listed'
  const release = inUse.take(terminal.id)
  if (!release) return 'busy'
  try {
    const socket = await sightings.reach(terminal, rules)
    socket.destroy()
    return 'reached'
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error
    return error.why
  } finally {
    release()
  }
}
