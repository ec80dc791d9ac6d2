import type { Buyer, TableWords } from './salesTable'
import type { Table } from './table'
import type { JournalEntry } from '@/core/journal/journal'
import { lineShares } from '@/core/journal/lineShares'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import { countsAsTakings } from '@/core/closing/takings'
import type { Space } from '@/core/journal/space'

const DAILY_COLUMNS = [
  { key: 'day', kind: 'day' },
  { key: 'channel', kind: 'text' },
  { key: 'buyer', kind: 'text' },
  { key: 'nature', kind: 'text' },
  { key: 'vatRate', kind: 'rate' },
  { key: 'net', kind: 'cents' },
  { key: 'vat', kind: 'cents' },
  { key: 'gross', kind: 'cents' },
  { key: 'count', kind: 'count' },
] as const

export type DailyColumn = (typeof DAILY_COLUMNS)[number]['key']

interface DailySum {
  key: string
  day: string
  channel: 'counter' | 'web'
  buyer: Buyer
  nature: 'goods' | 'shipping'
  vatRate: number
  netCents: number
  vatCents: number
  grossCents: number
  /** Keys of the sales with an amount in this sum. */
  sales: Set<string>
}

/**
 * Totals of each day per VAT rate, goods and shipping separately, as required for e-reporting of
 * sales to private customers (CGI art. 290; R23). Sales invoiced to a VAT number are separate rows,
 * because they are reported by their invoice. `businessSales` holds the keys of their entries by
 * `keyOf`, which must tell apart the entries of several tills, where there are any.
 */
export function dailyTable(
  entries: readonly JournalEntry[],
  businessSales: ReadonlySet<string>,
  words: TableWords,
  space: Space = 'shop',
  keyOf: (sale: EntryReference) => string = referenceKey,
): Table<DailyColumn> {
  const sums = new Map<string, DailySum>()
  for (const sale of entries) {
    if (!countsAsTakings(sale, space)) continue
    const { day, event } = sale
    const saleKey = keyOf(sale)
    const { channel } = event
    const buyer = businessSales.has(saleKey) ? 'business' : 'private'
    const shares = lineShares(event)
    event.lines.forEach(({ kind: nature, vatRate, grossCents }, index) => {
      const rate = String(vatRate).padStart(5, '0')
      const key = [day, channel, buyer, nature, rate].join(' ')
      const sum = sums.get(key) ?? {
        key,
        day,
        channel,
        buyer,
        nature,
        vatRate,
        netCents: 0,
        vatCents: 0,
        grossCents: 0,
        sales: new Set<string>(),
      }
      sum.netCents += shares[index]?.netCents ?? 0
      sum.vatCents += shares[index]?.vatCents ?? 0
      sum.grossCents += grossCents
      sum.sales.add(saleKey)
      sums.set(key, sum)
    })
  }
  const rows = [...sums.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(sum => [
      sum.day,
      words[sum.channel],
      words[sum.buyer],
      words[sum.nature],
      sum.vatRate,
      sum.netCents,
      sum.vatCents,
      sum.grossCents,
      sum.sales.size,
    ])
  return { columns: DAILY_COLUMNS, rows }
}
