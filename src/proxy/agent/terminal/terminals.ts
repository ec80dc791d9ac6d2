import type { Asked, Attempts } from './attempts'
import { exchange, USUAL_TIMES, type ExchangeTimes } from './exchange'
import { reachPort } from './reachPort'
import { sumupExchange } from './sumupExchange'
import { NotConnected } from '@/proxy/agent/connect'
import type { Equipment, EquipmentRules } from '@/proxy/agent/equipment'
import type { InUse } from '@/proxy/agent/oneAtATime'
import { openSightings, type Sightings } from '@/proxy/agent/sightings'
import type { AttemptState, NotSent, Reach, TerminalOutcome } from '@/core/payment/terminal/outcome'

/** An attempt as a page asks for it. */
export interface AttemptStart extends Asked {
  /** Chosen by the page: the same id never asks a terminal twice. */
  id: string
  /** 1 to 99. */
  tillNumber: number
  /** The customer's slip is the page's to print. */
  wantsSlip: boolean
}

export interface TerminalsOptions {
  equipment: readonly Equipment[]
  rules: EquipmentRules
  attempts: Attempts
  inUse: InUse
  /** Where it is noted how terminals were found. */
  sightings?: Sightings
  times?: ExchangeTimes
  /** Tells whoever reads the server's terminal. */
  say: (text: string) => void
}

export interface Terminals {
  serverId: string
  /** Begins an attempt and answers at once; what became of it is asked for. */
  start: (wanted: AttemptStart) => AttemptState
  /** Whether something answers at a terminal's port: the protocol has no question that asks for no money. */
  reach: (terminalId: string) => Promise<Reach>
  stateOf: (id: string) => AttemptState | undefined
  /** The state of an attempt; one that never came here never will. */
  withdraw: (id: string) => AttemptState
  /** The customer's slip of an accepted attempt, as the terminal gave it; null where there is none. */
  slipOf: (id: string) => readonly string[] | null
}

/** Slips are of payments just made, and are never written to a disk. */
const MOST_SLIPS = 50

/** The card terminals of the counter: one connection each, one request for each id. */
export function openTerminals(options: TerminalsOptions): Terminals {
  const { equipment, rules, attempts, inUse, times = USUAL_TIMES, say } = options
  const { sightings = openSightings() } = options

  const slips = new Map<string, readonly string[]>()

  function keepSlip(id: string, lines: readonly string[]): void {
    slips.set(id, lines)
    const [oldest] = slips.keys()
    if (slips.size > MOST_SLIPS && oldest !== undefined) slips.delete(oldest)
  }

  function start(wanted: AttemptStart): AttemptState {
    const { id, terminalId, amountCents, direction } = wanted
    const known = attempts.stateOf(id)
    if (known) return known
    const asked = { terminalId, amountCents, direction }
    const terminal = equipment.find(one => one.kind === 'terminal' && one.id === terminalId)
    if (!terminal) return notSent(id, 'not-listed', asked)
    const release = inUse.take(terminal.id)
    if (!release) return notSent(id, 'busy', asked)
    const waiting = { state: 'waiting' } as const
    if (!noted(id, waiting, asked)) {
      release()
      return notSent(id, 'not-written', asked)
    }
    void run(terminal, wanted)
      .then(outcome => noted(id, outcome))
      .finally(release)
    return waiting
  }

  async function run(terminal: Equipment, wanted: AttemptStart): Promise<TerminalOutcome> {
    const { id, amountCents, direction, tillNumber, wantsSlip } = wanted
    try {
      const reference = id.replaceAll('-', '')
      const request = { amountCents, direction, tillNumber, reference, wantsSlip }
      if (terminal.sumup) {
        const outcome = await sumupExchange(terminal.sumup, request, times)
        if (direction === 'debit') noteSumup(sightings, terminal, outcome)
        return outcome
      }
      const socket = await sightings.reach(terminal, rules)
      return await exchange(socket, request, times, lines => keepSlip(id, lines))
    } catch (error) {
      if (error instanceof NotConnected) return { state: 'not-sent', why: error.why }
      say(`  Terminal : ${String(error)}`)
      return { state: 'unknown', why: 'cut' }
    }
  }

  /** Whether a state is on disk; where it is not, this run of the server knows it nevertheless. */
  function noted(id: string, state: AttemptState, asked?: Asked): boolean {
    try {
      attempts.note(id, state, asked)
      return true
    } catch (error) {
      say(`  Terminal : ${String(error)}`)
      return false
    }
  }

  function notSent(id: string, why: NotSent, asked?: Asked): AttemptState {
    const state = { state: 'not-sent', why } as const
    noted(id, state, asked)
    return state
  }

  return {
    serverId: attempts.serverId,
    start,
    reach: id => reachPort(id, { equipment, rules, inUse, sightings }),
    stateOf: id => attempts.stateOf(id),
    slipOf: id => slips.get(id) ?? null,
    withdraw: id => attempts.stateOf(id) ?? notSent(id, 'withdrawn'),
  }
}

/** Notes how a reader was found; nothing where SumUp answered nothing of it, or was not asked. */
function noteSumup(sightings: Sightings, reader: Equipment, outcome: TerminalOutcome): void {
  const isUnanswered =
    outcome.state === 'unknown' && (outcome.why === 'cut' || outcome.why === 'silent')
  const isUnreached = outcome.state === 'not-sent' && outcome.why === 'unreachable'
  if (isUnreached) sightings.noteUnreached(reader, 'unreachable')
  else if (!isUnanswered) sightings.noteFault(reader, null)
}
