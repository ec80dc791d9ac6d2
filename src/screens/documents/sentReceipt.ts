import { receiptPage } from '@/components/documents/receiptPage'
import { layOut } from '@/core/printing/layOut'
import type { PaperLine } from '@/core/printing/paperLine'
import { plainText } from '@/core/printing/plainText'
import type { Translate } from '@/messages/useMessages'

/** Characters a line of the page that is sent: a phone shows as many. */
const PAGE_COLUMNS = 42

/** A receipt to send, made of the lines of its paper: as text, and as a printable page with its codes. */
export const sentReceipt = (
  title: string,
  lines: readonly PaperLine[],
  t: Translate,
): { text: string; page: (codes: readonly string[]) => string } => ({
  text: plainText(lines, (name, amount) => t('receipt.pair', { name, amount })),
  page: codes => receiptPage(title, layOut(lines, PAGE_COLUMNS).join('\n'), codes),
})
