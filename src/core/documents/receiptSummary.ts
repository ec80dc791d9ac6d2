import { fold } from '@/core/catalogue/search'
import { documentLabel } from '@/core/journal/series'
import type { JournalEntry } from '@/core/journal/journal'

/**
 * A document in a few words that a person can read where a phone shows the text of its code: shop,
 * number, moment, what was sold, total. It uses only the characters of a QR code's alphanumeric
 * mode, in which it takes the least room. Lines that do not fit in `mostChars` are left out, then
 * the shop; the number and the total always stay.
 */
export function receiptSummary({ at, event }: JournalEntry, mostChars: number): string {
  const number = 'document' in event ? `TICKET ${documentLabel(event.document)}` : 'TICKET'
  const shop = 'seller' in event ? plain(event.seller.name) : ''
  const total = 'totalCents' in event ? `TOTAL ${amount(event.totalCents)} EUR` : ''
  const [year, month, day] = at.slice(0, 10).split('-')
  const moment = `${day}/${month}/${year} ${at.slice(11, 16)}`
  const lines =
    'lines' in event
      ? event.lines.map(line => {
          const name = 'name' in line ? plain(line.name).slice(0, LONGEST_NAME).trim() : ''
          return `${line.quantityMilli / 1000} ${name} ${amount(line.grossCents)}`
        })
      : []
  const least = joined([number, total])
  const most = [shop.slice(0, LONGEST_SHOP).trim(), number, moment]
  if (joined([...most, total]).length > mostChars) return least
  let kept = 0
  while (kept < lines.length) {
    const more = joined([...most, ...lines.slice(0, kept + 1), total])
    if (more.length > mostChars) break
    kept += 1
  }
  return joined([...most, ...lines.slice(0, kept), total])
}

/** A name on a code is a reminder; the sealed receipt has it whole. */
const LONGEST_NAME = 24
const LONGEST_SHOP = 40

const joined = (parts: readonly string[]) => parts.filter(Boolean).join(' - ')

const amount = (cents: number) => (cents / 100).toFixed(2)

/** Upper case, without accents; other characters become spaces. */
const plain = (text: string) =>
  fold(text)
    .toUpperCase()
    .replace(/[^0-9A-Z.+-]+/g, ' ')
    .replace(/CMP1/g, 'CMP 1')
    .trim()
