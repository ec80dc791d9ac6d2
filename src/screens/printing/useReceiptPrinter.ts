import { isInvoice } from '@/core/documents/invoice'
import { receiptOf } from '@/core/documents/receipt'
import type { DocumentEntry } from '@/core/documents/reprints'
import { useMessages } from '@/messages/useMessages'
import { usePrinterStore } from '@/stores/printing/printer'
import { usePaperFootStore } from '@/stores/settings/paperFoot'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'

/** Puts documents whose printing is in the journal into the line of the receipt printer. */
export function useReceiptPrinter() {
  const { t, locale } = useMessages()
  const papers = usePaperFootStore()
  const printer = usePrinterStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()

  /**
   * Prints a document, `copy` being its number as a duplicate. False where the browser is to print
   * it: no printer is set up, its line is full, or it is an invoice.
   */
  async function printDocument(entry: DocumentEntry, copy: number): Promise<boolean> {
    if (!printer.isSet || isInvoice(entry)) return false
    await papers.load()
    // What makes its lines is there: the sale was shown by them.
    const { receiptLines } = await import('@/messages/printing/receiptLines')
    const signs = {
      copy,
      fingerprint: settings.fingerprintOf(entry),
      showsReasons: rules.rules.printsReasons,
      foot: papers.foot,
      isPaper: true,
      toSign: true,
    }
    return printer.print(receiptLines(receiptOf(entry), signs, t, locale.value))
  }

  return { printDocument }
}
