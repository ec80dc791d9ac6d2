import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { receiptOf } from '@/core/documents/receipt'
import type { PaperLine } from '@/core/printing/paperLine'
import { receiptLines } from '@/messages/printing/receiptLines'
import { useMessages } from '@/messages/useMessages'
import { usePaperFootStore } from '@/stores/settings/paperFoot'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'

/**
 * The lines of a receipt that is printed, `copy` being its number as a duplicate, 0 for the original.
 * The foot of the shop's papers is to be loaded before.
 */
export function useReceiptLines(): (entry: SaleEntry | PaymentEntry, copy: number) => PaperLine[] {
  const { t, locale } = useMessages()
  const papers = usePaperFootStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  return (entry, copy) => {
    const signs = {
      copy,
      fingerprint: settings.fingerprintOf(entry),
      showsReasons: rules.rules.printsReasons,
      foot: papers.foot,
      isPaper: true,
      toSign: true,
    }
    return receiptLines(receiptOf(entry), signs, t, locale.value)
  }
}
