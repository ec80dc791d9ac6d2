import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { receiptOf } from '@/core/documents/receipt'
import type { PaperLine } from '@/core/printing/paperLine'
import { receiptLines } from '@/messages/printing/receiptLines'
import { useMessages } from '@/messages/useMessages'
import { useShopPaperStore } from '@/stores/settings/shopPaper'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'

/**
 * The lines of a receipt that is printed, `copy` being its number as a duplicate, 0 for the original.
 * What is the shop's own on its papers is to be loaded before.
 */
export function useReceiptLines(): (entry: SaleEntry | PaymentEntry, copy: number) => PaperLine[] {
  const { t, locale } = useMessages()
  const papers = useShopPaperStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  return (entry, copy) => {
    const signs = {
      copy,
      fingerprint: settings.fingerprintOf(entry),
      showsReasons: rules.rules.printsReasons,
      foot: papers.foot,
      logo: papers.logo,
      isPaper: true,
      toSign: true,
    }
    return receiptLines(receiptOf(entry), signs, t, locale.value)
  }
}
