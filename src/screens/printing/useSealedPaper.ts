import { useReceiptLines } from '@/screens/documents/useReceiptLines'
import { isClosing } from '@/core/closing/closing'
import { closingPaperOf } from '@/core/closing/closingPaper'
import { isPayment, isSale, type JournalEntry } from '@/core/journal/journal'
import type { PaperLine } from '@/core/printing/paperLine'
import { cashLines, isCashEntry } from '@/messages/printing/cashLines'
import { closingLines } from '@/messages/printing/closingLines'
import { useMessages } from '@/messages/useMessages'
import { usePrintingStore } from '@/stores/documents/printing'
import { useSettingsStore } from '@/stores/settings/settings'
import { useShopPaperStore } from '@/stores/settings/shopPaper'

/**
 * The paper of what was sealed, its printing in the journal where it needs a trace; null where it has
 * none, or the journal refused.
 */
export function useSealedPaper(): (entry: JournalEntry) => Promise<PaperLine[] | null> {
  const { t, locale } = useMessages()
  const printing = usePrintingStore()
  const settings = useSettingsStore()
  const papers = useShopPaperStore()
  const receiptOf = useReceiptLines()
  return async entry => {
    if (isCashEntry(entry)) return cashLines(entry, settings.seller, t, locale.value)
    if (isSale(entry) || isPayment(entry)) {
      await papers.load()
      const copy = await printing.record(entry, 'paper')
      return copy === null ? null : receiptOf(entry, copy)
    }
    if (!isClosing(entry)) return null
    const copy = await printing.record(entry, 'paper')
    const paper = closingPaperOf(entry, settings.fingerprintOf(entry))
    return copy === null ? null : closingLines(paper, copy, t, locale.value)
  }
}
