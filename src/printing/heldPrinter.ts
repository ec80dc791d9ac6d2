import type { OpenPrinter, PrinterLink } from './ways/printerLink'
import { NOTHING_SENT, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'

export interface HeldPrinter {
  /** Does one thing with the printer once it is free; or says why it is not reached. */
  hold: <Given>(use: (link: PrinterLink) => Promise<Given>) => Promise<Given | PrintFault>
  /** The same for what is sent; never throws: what nobody foresaw may have come out. */
  once: (use: (link: PrinterLink) => Promise<PrintOutcome>) => Promise<PrintOutcome>
}

/** A printer that one thing at a time uses; it is opened for each, and closed: others of the shop may print between. */
export function makeHeldPrinter(open: OpenPrinter, report: (error: unknown) => void): HeldPrinter {
  let held: Promise<unknown> = Promise.resolve()

  function hold<Given>(use: (link: PrinterLink) => Promise<Given>): Promise<Given | PrintFault> {
    const used = held.then(async () => {
      const link = await open()
      if (typeof link === 'string') return link
      try {
        return await use(link)
      } finally {
        await link.close().catch(report)
      }
    })
    held = used.catch(() => undefined)
    return used
  }

  return {
    hold,
    once: async use => {
      try {
        const outcome = await hold(use)
        return typeof outcome === 'string' ? NOTHING_SENT(outcome) : outcome
      } catch (error) {
        report(error)
        return { state: 'unknown', why: 'cut' }
      }
    },
  }
}
