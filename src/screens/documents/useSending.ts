import { shallowRef } from 'vue'
import { deviceShare, mailAddress, shareableFiles } from './shareText'
import type { SaleEntry } from '@/core/journal/journal'
import { receiptOf } from '@/core/documents/receipt'
import { documentLabel } from '@/core/journal/series'
import { useMessages } from '@/messages/useMessages'
import { usePrintingStore } from '@/stores/documents/printing'
import { useShopPaperStore } from '@/stores/settings/shopPaper'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'

/**
 * Sends a receipt from the device: by its share function, with a printable page where it takes
 * files; else as text to mail or to copy. Each sending is a duplicate with a trace in the journal.
 */
export function useSending() {
  const { t, locale } = useMessages()
  const printing = usePrintingStore()
  const settings = useSettingsStore()
  const rules = useRulesStore()
  const papers = useShopPaperStore()
  const message = shallowRef<{ text: string; mail: string; isCopied: boolean } | null>(null)

  async function send(sale: SaleEntry): Promise<void> {
    const count = await printing.record(sale, 'file')
    if (count === null) return
    await papers.load()
    const title = t('receipt.label', { number: documentLabel(sale.event.document) })
    const signs = {
      copy: count,
      fingerprint: settings.fingerprintOf(sale),
      showsReasons: rules.rules.printsReasons,
      isPaper: false,
      toSign: false,
      foot: papers.foot,
      logo: null,
    }
    // No receipt is sent on a first visit: what makes its text is loaded now.
    const [{ receiptLines }, { sentReceipt }] = await Promise.all([
      import('@/messages/printing/receiptLines'),
      import('./sentReceipt'),
    ])
    const { text, page } = sentReceipt(
      title,
      receiptLines(receiptOf(sale), signs, t, locale.value),
      t,
    )
    const share = deviceShare()
    if (share) {
      const file = new File(
        [page(await printing.codes(sale))],
        `${documentLabel(sale.event.document)}.html`,
        {
          type: 'text/html',
        },
      )
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
