import * as v from 'valibot'
import type { OpenPrinter } from './printerLink'
import { base64FromBytes } from '@/core/base64'
import { faultName } from '@/printing/browserFault'
import { NOTHING_SENT, type PrintOutcome } from '@/core/printing/printOutcome'

/**
 * RawBT, an application of Android that holds a printer, as its author's public code shows it: its service
 * on the device takes a job as JSON and answers (`rawbt.api`); the application itself opens by an
 * address and answers nothing.
 */
const SERVICE = 'ws://localhost:40213/'
const OPENS_WITHIN_MS = 3_000
/** Since the last thing that it said; a person may have to answer it first. */
const SPEAKS_WITHIN_MS = 60_000
const ENDS_WITHIN_MS = 180_000
const LONGEST_ANSWER = 16 * 1024
/** Android passes no longer an address from one application to another. */
const MOST_BYTES_BY_ADDRESS = 300_000

const answerShape = v.object({
  responseType: v.picklist(['progress', 'success', 'error', 'canceled']),
})

/** What a page has to reach RawBT with; tests bring their own. */
export interface RawBtPage {
  connect?: (address: string) => WebSocket
  /** Has the device open an address in its application. */
  open?: (address: string) => void
}

/** The printer that is chosen in RawBT: through its service, or handed to it where that does not run. */
export const openRawBt =
  ({
    connect = address => new WebSocket(address),
    open = address => void (location.href = address),
  }: RawBtPage = {}): OpenPrinter =>
  () => {
    const print = async (bytes: Uint8Array, jobId: string): Promise<PrintOutcome> => {
      const job = { idJob: jobId, copies: 1, printer: 'current', template: 'none' }
      const base64 = base64FromBytes(bytes)
      const commands = [{ command: 'sendBytes', base64 }]
      const outcome = await printByService(connect, JSON.stringify({ ...job, commands }))
      if (outcome) return outcome
      if (bytes.length > MOST_BYTES_BY_ADDRESS) return NOTHING_SENT('unreachable')
      open(`rawbt:base64,${base64}`)
      return { state: 'sent', isConfirmed: false }
    }
    return Promise.resolve({
      print,
      pulse: print,
      readState: () => Promise.resolve(undefined),
      close: () => Promise.resolve(),
    })
  }

/** How a job ended at the service; undefined where it was not reached, and surely has nothing. */
function printByService(
  connect: (address: string) => WebSocket,
  job: string,
): Promise<PrintOutcome | undefined> {
  return new Promise(resolve => {
    const socket = connected(connect)
    if (!socket) {
      resolve(undefined)
      return
    }
    let [isSent, isEnded] = [false, false]
    const ended = (outcome: PrintOutcome | undefined) => {
      isEnded = true
      clearTimeout(silence)
      clearTimeout(whole)
      resolve(outcome)
      socket.close()
    }
    const lost = (why: 'cut' | 'silent') => ended(isSent ? { state: 'unknown', why } : undefined)
    const whole = setTimeout(lost, ENDS_WITHIN_MS, 'silent')
    let silence = setTimeout(lost, OPENS_WITHIN_MS, 'silent')
    const waitAgain = () => {
      clearTimeout(silence)
      silence = setTimeout(lost, SPEAKS_WITHIN_MS, 'silent')
    }
    socket.addEventListener('open', () => {
      // Handed over meanwhile: the paper would come out twice.
      if (isEnded) return
      isSent = true
      socket.send(job)
      waitAgain()
    })
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const said = readAnswer(data)
      if (said === 'progress') waitAgain()
      // It handed all of it to the printer; whether paper came out, it does not know.
      else if (said === 'success') ended({ state: 'sent', isConfirmed: false })
      else if (said) ended({ state: 'unknown', why: 'not-ready' })
    })
    socket.addEventListener('close', () => lost('cut'))
  })
}

/** Undefined where the browser refuses at once to connect. */
function connected(connect: (address: string) => WebSocket): WebSocket | undefined {
  try {
    return connect(SERVICE)
  } catch (error) {
    if (faultName(error) === 'SecurityError') return undefined
    throw error
  }
}

/** What the service says of the job; undefined for anything else. */
export function readAnswer(
  said: unknown,
): v.InferOutput<typeof answerShape>['responseType'] | undefined {
  if (typeof said !== 'string' || said.length > LONGEST_ANSWER) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(said)
  } catch {
    return undefined
  }
  const answer = v.safeParse(answerShape, parsed)
  return answer.success ? answer.output.responseType : undefined
}
