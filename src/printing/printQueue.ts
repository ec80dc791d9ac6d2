import { makeHeldPrinter } from './heldPrinter'
import type { OpenPrinter } from './ways/printerLink'
import { MOST_JOBS } from '@/core/printing/printer'
import { faultOf, type PrinterState } from '@/core/printing/printerState'
import { mayRepeat, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'

/** What is to be printed: one id for all tries of it. */
export interface PrintJob {
  id: string
  bytes: Uint8Array
}

/** A job that did not come out whole, as far as is known: a person decides what becomes of it. */
export interface PrintTrouble {
  job: PrintJob
  outcome: Exclude<PrintOutcome, { state: 'sent' }>
}

/** What opens the drawer, and what does so at once on a printer that stopped, where it has such an order. */
export interface DrawerPulseBytes {
  usual: Uint8Array
  atOnce: Uint8Array | undefined
}

export interface PrintQueue {
  /** Prints a job after those before it. More than the line holds are refused: false. */
  add: (job: PrintJob) => boolean
  /** Opens the drawer once the printer is free, past what waits and with no paper; says how it ended. */
  pulse: (pulse: DrawerPulseBytes) => Promise<PrintOutcome>
  /** What the printer says of itself once it is free; undefined where it does not answer, or why it is not reached. */
  readState: () => Promise<PrinterState | PrintFault | undefined>
  /** Sends the job in trouble again, under the same id; only where surely nothing of it went out. */
  tryAgain: () => void
  /** Leaves the job in trouble, and goes on with the next. */
  leave: () => void
}

export interface QueueRules {
  open: OpenPrinter
  /** Waits before the one try that nobody asks for. */
  wait: (milliseconds: number) => Promise<void>
  /** Told at each change: jobs that wait or are printed, and the one in trouble. */
  onChange: (waiting: number, trouble: PrintTrouble | null) => void
  /** An unexpected fault; the job is in trouble as if the connection had ended. */
  report: (error: unknown) => void
}

const TRIES_AGAIN_AFTER_MS = 2_000
/** What another try may settle by itself; paper and covers are a person's. */
const MAY_PASS: ReadonlySet<PrintFault> = new Set<PrintFault>([
  'unreachable',
  'busy',
  'cut',
  'silent',
])

/**
 * The line of jobs of one printer. A job is sent again by itself once, under its own id, and only where
 * surely nothing of it went out: no ticket is printed twice by the till's doing.
 */
export function makePrintQueue({ open, wait, onChange, report }: QueueRules): PrintQueue {
  const jobs: PrintJob[] = []
  let trouble: PrintTrouble | null = null
  let isWorking = false
  const { hold, once } = makeHeldPrinter(open, report)

  const tell = () => onChange(jobs.length, trouble)

  async function printNext(job: PrintJob): Promise<void> {
    const print = () => once(link => link.print(job.bytes, job.id))
    let outcome = await print()
    if (mayRepeat(outcome) && 'why' in outcome && MAY_PASS.has(outcome.why)) {
      await wait(TRIES_AGAIN_AFTER_MS)
      outcome = await print()
    }
    if (outcome.state === 'sent') jobs.shift()
    else trouble = { job, outcome }
    tell()
  }

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    for (let [job] = jobs; job && !trouble; [job] = jobs) await printNext(job)
    isWorking = false
  }
  const goOn = () => void work().catch(report)

  return {
    add: job => {
      if (jobs.length >= MOST_JOBS) return false
      jobs.push(job)
      tell()
      goOn()
      return true
    },
    pulse: async ({ usual, atOnce }) => {
      const id = `pulse-${crypto.randomUUID()}`
      const openDrawer = () =>
        once(async link => {
          const state = atOnce && (await link.readState())
          return link.pulse(state && faultOf(state) ? atOnce : usual, id)
        })
      const outcome = await openDrawer()
      return mayRepeat(outcome) ? openDrawer() : outcome
    },
    readState: () => hold(link => link.readState()),
    tryAgain: () => {
      if (!trouble || !mayRepeat(trouble.outcome)) return
      trouble = null
      tell()
      goOn()
    },
    leave: () => {
      if (!trouble) return
      trouble = null
      jobs.shift()
      tell()
      goOn()
    },
  }
}
