import type { PrintFault, PrintOutcome } from '@/core/printing/printOutcome'
import type { PrinterState } from '@/core/printing/printerState'

/** A printer that is held for a job or a question. */
export interface PrinterLink {
  /** Sends a paper, and says how it ended; never throws for what a printer or a cable does. */
  print: (bytes: Uint8Array, jobId: string) => Promise<PrintOutcome>
  /** Sends what is no paper, without asking whether there is any. */
  pulse: (bytes: Uint8Array, jobId: string) => Promise<PrintOutcome>
  /** What it says of itself; undefined where it does not answer. */
  readState: () => Promise<PrinterState | undefined>
  /** Gives it free for others. */
  close: () => Promise<void>
}

/** Opens the printer, or says why it cannot: nothing was sent to it then. */
export type OpenPrinter = () => Promise<PrinterLink | PrintFault>
