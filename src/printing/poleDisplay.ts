import type { OpenPrinter, PrinterLink } from './ways/printerLink'
import type { PrintFault } from '@/core/printing/printOutcome'

export interface PoleDisplay {
  /** Shows this once what is under way is written; of several that wait, the last one alone. */
  show: (bytes: Uint8Array) => void
  /** Tries at once again: something was plugged in. */
  wake: () => void
  /** Empties the display and gives the port free, for good. */
  stop: () => Promise<void>
}

export interface PoleRules {
  open: OpenPrinter
  /** Sent each time the port was opened. */
  setUp: Uint8Array
  /** Resolves after so many milliseconds, or once `until` does. */
  rest: (milliseconds: number, until: Promise<void>) => Promise<unknown>
  /** Why nothing is shown; null once something was. */
  onState: (fault: PrintFault | null) => void
  report: (error: unknown) => void
}

const TRIES_AGAIN_AFTER_MS = 5_000

/**
 * A customer's display at a port that stays open. It is written beside everything else: one state at a time,
 * the latest next. A port that is missing or lost is tried again, with what is to be shown by then.
 */
export function makePoleDisplay({ open, setUp, rest, onState, report }: PoleRules): PoleDisplay {
  let link: PrinterLink | undefined
  let wanted: Uint8Array | undefined
  let isStopped = false
  let working: Promise<void> | undefined
  let wake = (): void => undefined

  async function close(): Promise<void> {
    const closed = link
    link = undefined
    await closed?.close().catch(report)
  }

  /** Hands bytes over, to a port that is opened where it is not. */
  async function write(bytes: Uint8Array): Promise<PrintFault | null> {
    const isNew = link === undefined
    if (!link) {
      const opened = await open()
      if (typeof opened === 'string') return opened
      link = opened
    }
    const outcome = await link.print(isNew ? Uint8Array.of(...setUp, ...bytes) : bytes, 'pole')
    if (outcome.state === 'sent') return null
    await close()
    return outcome.why
  }

  async function work(): Promise<void> {
    while (wanted && !isStopped) {
      const bytes = wanted
      wanted = undefined
      const fault = await write(bytes)
      onState(fault)
      if (fault === null) continue
      wanted ??= bytes
      const woken = new Promise<void>(resolve => (wake = resolve))
      await rest(TRIES_AGAIN_AFTER_MS, woken)
    }
  }

  function begin(): void {
    working ??= work()
      .catch(report)
      .finally(() => {
        working = undefined
        if (wanted && !isStopped) begin()
      })
  }

  return {
    show: bytes => {
      wanted = bytes
      begin()
    },
    wake: () => wake(),
    stop: async () => {
      isStopped = true
      wake()
      await working
      // No total stays for the next customer.
      await link?.print(setUp, 'pole').catch(report)
      await close()
    },
  }
}
