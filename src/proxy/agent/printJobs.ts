import { NotConnected } from './connect'
import type { Equipment, EquipmentRules } from './equipment'
import { openSightings, type Sightings } from './sightings'
import { endSocket, socketChannel } from './socketChannel'
import { mayRepeat, NOTHING_SENT, type PrintOutcome } from '@/core/printing/printOutcome'
import { faultOf, type PrinterState } from '@/core/printing/printerState'
import { printOver, stateOver, type PrintRules } from '@/printing/printOver'
import { ChannelFault } from '@/printing/channel'

export interface PrintJobs {
  /**
   * Prints a job, and says how it ended; one that is known is not printed again, unless surely nothing
   * of it went out. Jobs of one printer go out one after the other.
   */
  start: (
    printer: Equipment,
    jobId: string,
    bytes: Uint8Array,
    rules: PrintRules,
  ) => Promise<PrintOutcome>
  /** How a job ended; undefined where it is not known. */
  find: (printer: Equipment, jobId: string) => Promise<PrintOutcome> | undefined
  /** What a printer says of itself; undefined where it does not answer. */
  readState: (printer: Equipment) => Promise<PrinterState | undefined>
}

/** Jobs whose end is remembered, so that one that is sent again is not printed again. */
const REMEMBERED = 500
const ENDS_WITHIN_MS = 5_000

/**
 * Print jobs for network printers. A printer takes one connection at a time and may be shared with
 * others, so that each job opens its own and closes it.
 */
export function makePrintJobs(
  rules: EquipmentRules,
  sightings: Sightings = openSightings(),
): PrintJobs {
  const outcomes = new Map<string, { ended: Promise<PrintOutcome>; outcome?: PrintOutcome }>()
  const lines = new Map<string, Promise<unknown>>()
  const way: Way = { rules, sightings }

  /** Does something with a printer once all that was asked of it before is over. */
  function inTurn<Given>(printer: Equipment, doIt: () => Promise<Given>): Promise<Given> {
    const turn = (lines.get(printer.id) ?? Promise.resolve()).then(doIt)
    lines.set(
      printer.id,
      turn.catch(() => undefined),
    )
    return turn
  }

  return {
    start: (printer, jobId, bytes, printRules) => {
      const name = `${printer.id} ${jobId}`
      const known = outcomes.get(name)
      if (known && !(known.outcome && mayRepeat(known.outcome))) return known.ended
      const ended = inTurn(printer, () => printOnce(printer, way, bytes, printRules))
      const job: { ended: Promise<PrintOutcome>; outcome?: PrintOutcome } = { ended }
      ended.then(
        outcome => (job.outcome = outcome),
        () => outcomes.delete(name),
      )
      outcomes.delete(name)
      outcomes.set(name, job)
      forgetOldest(outcomes)
      return ended
    },
    find: (printer, jobId) => outcomes.get(`${printer.id} ${jobId}`)?.ended,
    readState: printer => inTurn(printer, () => stateOnce(printer, way)),
  }
}

/** Jobs that are not over are never forgotten: they would be printed again. */
function forgetOldest(outcomes: Map<string, { outcome?: PrintOutcome }>): void {
  for (const [name, { outcome }] of outcomes) {
    if (outcomes.size <= REMEMBERED) return
    if (outcome) outcomes.delete(name)
  }
}

/** How printers are reached, and where it is noted how they were found. */
interface Way {
  rules: EquipmentRules
  sightings: Sightings
}

async function printOnce(
  printer: Equipment,
  { rules, sightings }: Way,
  bytes: Uint8Array,
  printRules: PrintRules,
): Promise<PrintOutcome> {
  let socket
  try {
    socket = await sightings.reach(printer, rules)
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error
    return NOTHING_SENT(error.why === 'not-private' ? 'not-allowed' : 'unreachable')
  }
  const outcome = await printOver(socketChannel(socket), bytes, printRules)
  const isWhole = await endSocket(socket, ENDS_WITHIN_MS)
  // What this machine still held went nowhere.
  const isLost = outcome.state === 'sent' && !outcome.isConfirmed && !isWhole
  const ended: PrintOutcome = isLost ? { state: 'unknown', why: 'cut' } : outcome
  sightings.noteFault(printer, ended.state === 'sent' ? null : ended.why)
  return ended
}

async function stateOnce(
  printer: Equipment,
  { rules, sightings }: Way,
): Promise<PrinterState | undefined> {
  const socket = await sightings.reach(printer, rules)
  try {
    const state = await stateOver(socketChannel(socket))
    sightings.noteFault(printer, (state && faultOf(state)) ?? null)
    return state
  } catch (error) {
    if (!(error instanceof ChannelFault)) throw error
    sightings.noteFault(printer, error.why)
    return undefined
  } finally {
    await endSocket(socket, ENDS_WITHIN_MS)
  }
}
