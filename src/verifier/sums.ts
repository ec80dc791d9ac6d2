import { canonicalText } from './canonical'
import type { Entry, Event, Row, Totals } from './shapes'

const NUMBERS = [
  'totalCents',
  'salesCount',
  'salesCents',
  'refundsCount',
  'refundsCents',
  'discountsCents',
  'duesCents',
  'paymentsCents',
  'cashInCents',
  'cashOutCents',
] as const

/** The fields that identify a row of each table; all others are summed. */
const TABLES = {
  vat: ['vatRate'],
  tenders: ['kind', 'name', 'account'],
  departments: ['name'],
  users: ['name'],
  documents: ['series'],
  traces: ['what'],
} as const
type TableName = keyof typeof TABLES
const TABLE_NAMES = Object.keys(TABLES) as TableName[]

/** Sums of entries, computed from the entries themselves. */
export interface Sums {
  numbers: Record<(typeof NUMBERS)[number], number>
  tables: Record<TableName, Map<string, Row>>
}

export function noSums(): Sums {
  return {
    numbers: Object.fromEntries(NUMBERS.map(name => [name, 0])) as Sums['numbers'],
    tables: Object.fromEntries(TABLE_NAMES.map(name => [name, new Map()])) as Sums['tables'],
  }
}

/** Adds an entry to the sums of the counter, or of the web. */
export function addEntry(sums: Sums, { event }: Entry, channel: 'counter' | 'web'): void {
  if (event.kind === 'sale' || event.kind === 'refund') {
    if (event.channel === channel) addSale(sums, event)
    return
  }
  if (channel === 'web') return
  const { numbers } = sums
  if (event.kind === 'payment') {
    numbers.paymentsCents += (event.dueBeforeCents ?? 0) - (event.dueCents ?? 0)
    addTenders(sums, event)
  }
  if (event.kind === 'payment' || event.kind === 'invoice') addDocument(sums, event)
  if (event.kind === 'cash-movement') {
    numbers[event.direction === 'in' ? 'cashInCents' : 'cashOutCents'] += event.amountCents ?? 0
  }
  if (event.kind === 'trace') addRow(sums, 'traces', { what: event.what ?? '', count: 1 })
}

/** Adds a closing's totals to sums: a month is the sum of its days. */
export function addTotals(sums: Sums, totals: Totals): void {
  for (const name of NUMBERS) sums.numbers[name] += numberOf(totals[name])
  for (const name of TABLE_NAMES) for (const row of rowsOf(totals, name)) addRow(sums, name, row)
}

/** Sums as one text, whatever the order of their rows. */
export function sumsText({ numbers, tables }: Sums): string {
  return canonicalText({
    ...numbers,
    ...Object.fromEntries(
      TABLE_NAMES.map(name => [name, [...tables[name].values()].map(canonicalText).sort()]),
    ),
  })
}

/** A closing's totals as the same text. */
export function totalsText(totals: Totals): string {
  const sums = noSums()
  addTotals(sums, totals)
  return sumsText(sums)
}

function addSale(sums: Sums, event: Event): void {
  const { numbers } = sums
  const lines = event.lines ?? []
  const sold = lines.filter(line => line.quantityMilli > 0)
  const back = lines.filter(line => line.quantityMilli < 0)
  numbers.totalCents += event.totalCents ?? 0
  numbers.salesCount += sold.length > 0 ? 1 : 0
  numbers.refundsCount += back.length > 0 ? 1 : 0
  for (const line of sold) {
    numbers.salesCents += line.grossCents
    numbers.discountsCents += line.discountCents
  }
  for (const line of back) numbers.refundsCents -= line.grossCents
  numbers.duesCents += event.dueCents ?? 0
  for (const share of event.vat ?? []) addRow(sums, 'vat', share)
  for (const { department, grossCents } of lines) {
    addRow(sums, 'departments', { name: department, totalCents: grossCents, count: 1 })
  }
  const name = event.user?.name ?? ''
  addRow(sums, 'users', { name, totalCents: event.totalCents ?? 0, count: 1 })
  addTenders(sums, event)
  addDocument(sums, event)
}

/** Change is given in cash: it is subtracted from the last cash tender. */
function addTenders(sums: Sums, { tenders = [], changeCents = 0 }: Event): void {
  const cashAt = tenders.map(({ kind }) => kind).lastIndexOf('cash')
  tenders.forEach(({ kind, name, account, givenCents }, index) => {
    const totalCents = givenCents - (index === cashAt ? changeCents : 0)
    addRow(sums, 'tenders', { kind, name, account, totalCents, count: 1 })
  })
}

function addDocument(sums: Sums, { document }: Event): void {
  if (!document) return
  const { series, number } = document
  addRow(sums, 'documents', { series, first: number, last: number, count: 1 })
}

function addRow(sums: Sums, table: TableName, row: Row): void {
  const names: readonly string[] = TABLES[table]
  const [name = ''] = names
  const key = names.length === 1 ? String(row[name]) : names.map(one => row[one]).join('\n')
  const sum = sums.tables[table].get(key)
  if (sum) addToRow(sum, row, names)
  else sums.tables[table].set(key, { ...row })
}

function addToRow(sum: Row, row: Row, names: readonly string[]): void {
  for (const name of Object.keys(row)) {
    const [was, value] = [sum[name], row[name]]
    if (typeof value !== 'number' || typeof was !== 'number') sum[name] = value ?? ''
    else if (names.includes(name)) continue
    else if (name === 'first') sum[name] = Math.min(was, value)
    else if (name === 'last') sum[name] = Math.max(was, value)
    else sum[name] = was + value
  }
}

const numberOf = (value: Totals[string] | undefined) => (typeof value === 'number' ? value : NaN)

const rowsOf = (totals: Totals, name: TableName): Row[] => {
  const rows = totals[name]
  return Array.isArray(rows) ? rows : []
}
