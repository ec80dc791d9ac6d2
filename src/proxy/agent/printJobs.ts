import { connectTo, NotConnected } from './connect'
import type { Equipment, EquipmentRules } from './equipment'
import { endSocket, socketChannel } from './socketChannel'
import { mayRepeat, NOTHING_SENT, type PrintOutcome } from '@/core/printing/printOutcome'
import type { PrinterState } from '@/core/printing/printerState'
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
export function makePrintJobs(rules: EquipmentRules): PrintJobs {
  const outcomes = new Map<string, { ended: Promise<PrintOutcome>; outcome?: PrintOutcome }>()
  const lines = new Map<string, Promise<unknown>>()

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
      const ended = inTurn(printer, () => printOnce(printer, rules, bytes, printRules))
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
    readState: printer => inTurn(printer, () => stateOnce(printer, rules)),
  }
}

/** Jobs that are not over are never forgotten: they would be printed again. */
function forgetOldest(outcomes: Map<string, { outcome?: PrintOutcome }>): void {
  for (const [name, { outcome }] of outcomes) {
    if (outcomes.size <= REMEMBERED) return
    if (outcome) outcomes.delete(name)
  }
}

async function printOnce(
  printer: Equipment,
  rules: EquipmentRules,
  bytes: Uint8Array,
  printRules: PrintRules,
): Promise<PrintOutcome> {
  let socket
  try {
    socket = await connectTo(printer, rules)
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error
    return NOTHING_SENT(error.why === 'not-private' ? 'not-allowed' : 'unreachable')
  }
  const outcome = await printOver(socketChannel(socket), bytes, printRules)
  const isWhole = await endSocket(socket, ENDS_WITHIN_MS)
  // What this machine still held went nowhere.
  const isLost = outcome.state === 'sent' && !outcome.isConfirmed && !isWhole
  return isLost ? { state: 'unknown', why: 'cut' } : outcome
}

async function stateOnce(
  printer: Equipment,
  rules: EquipmentRules,
): Promise<PrinterState | undefined> {
  const socket = await connectTo(printer, rules)
  try {
    return await stateOver(socketChannel(socket))
  } catch (error) {
    if (error instanceof ChannelFault) return undefined
    throw error
  } finally {
    await endSocket(socket, ENDS_WITHIN_MS)
  }
}
