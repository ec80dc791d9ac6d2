import { shallowRef } from 'vue'
import { deviceShare, mailAddress, shareableFiles } from './shareText'
import { receiptPage } from '@/components/documents/receiptPage'
import type { SaleEntry } from '@/core/journal/journal'
import { receiptOf } from '@/core/documents/receipt'
import { documentLabel } from '@/core/journal/series'
import { useMessages } from '@/messages/useMessages'
import { usePrintingStore } from '@/stores/documents/printing'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'

/** Characters a line of the page that is sent: a phone shows as many. */
const PAGE_COLUMNS = 42

/**
 * Sends a receipt from the device: by its share function, with a printable page where it takes
 * files; else as text to mail or to copy. Each sending is a duplicate with a trace in the journal.
 */
export function useSending() {
  const { t, locale } = useMessages()
  const printing = usePrintingStore()
  const settings = useSettingsStore()
  const rules = useRulesStore()
  const message = shallowRef<{ text: string; mail: string; isCopied: boolean } | null>(null)

  async function send(sale: SaleEntry): Promise<void> {
    const count = await printing.record(sale, 'file')
    if (count === null) return
    const title = t('receipt.label', { number: documentLabel(sale.event.document) })
    const signs = {
      copy: count,
      fingerprint: settings.fingerprintOf(sale),
      showsReasons: rules.rules.printsReasons,
    }
    // No receipt is sent on a first visit.
    const { receiptLines, layOut, plainText } = await import('./sentReceipt')
    const lines = receiptLines(receiptOf(sale), signs, t, locale.value)
    const text = plainText(lines, (name, amount) => t('receipt.pair', { name, amount }))
    const share = deviceShare()
    if (share) {
      const page = receiptPage(
        title,
        layOut(lines, PAGE_COLUMNS).join('\n'),
        await printing.codes(sale),
      )
      const file = new File([page], `${documentLabel(sale.event.document)}.html`, {
        type: 'text/html',
      })
      await share({ title, text, ...shareableFiles([file]) })
    } else {
      message.value = { text, mail: mailAddress('', { title, text }), isCopied: false }
    }
  }

  async function copy(): Promise<void> {
    if (!message.value) return
    await navigator.clipboard.writeText(message.value.text)
    message.value = { ...message.value, isCopied: true }
  }

  return { message, send, copy, close: () => (message.value = null) }
}
