import { recordAllowed } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { csvFile } from './csv'
import { writeXlsx } from './writeXlsx'
import type { Days } from '@/core/days'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { dailyTable, type DailyColumn } from '@/core/reports/exports/dailyTable'
import {
  linesTable,
  salesTable,
  type LineColumn,
  type SaleColumn,
  type TableWords,
} from '@/core/reports/exports/salesTable'
import {
  cellText,
  textCell,
  type CellKind,
  type CellValue,
  type Table,
} from '@/core/reports/exports/table'
import type { JournalEntry } from '@/core/journal/journal'
import { businessSalesIn } from '@/core/documents/businessSales'
import { referenceKey } from '@/core/journal/entryReference'
import type { TillChoice } from '@/core/sharing/otherTills'
import type { SalesByDays } from '@/till/sharing/copies/readShopSales'
import { isSharing } from '@/till/sharing/isSharing'
import { readEntriesOfDays } from '@/storage/reports/figures'
import { readEntriesOfKind, readTillCodes } from '@/storage/journal/journal'

/** Sales, their lines, or the daily totals that e-reporting asks for. */
export type FiguresTable = 'sales' | 'lines' | 'daily'
export type FiguresColumn = SaleColumn | LineColumn | DailyColumn

/** What a person wants to export, with the names and words of their language. */
export interface FiguresRequest {
  what: FiguresTable
  form: 'csv' | 'xlsx'
  days: Days
  title: string
  heads: Readonly<Record<FiguresColumn, string>>
  words: TableWords
  /** Whose sales, where this device shares: this till's own without. */
  choice?: TillChoice
}

/** A file of figures to hand to a person. */
export interface FiguresFile {
  name: string
  content: Blob
}

/** Makes a table of sealed sales as a file, read a day at a time. */
export async function exportFigures(
  context: TillContext,
  request: FiguresRequest,
): Promise<FiguresFile> {
  const table = await readTable(context, request)
  const heads = table.columns.map(({ key }) => request.heads[key])
  const { from, to } = request.days
  const name = `comptoir-${FILE_NAMES[request.what]}-${from}-${to}.${request.form}`
  const content =
    request.form === 'csv'
      ? new Blob([csvOf(table, heads)], { type: 'text/csv;charset=utf-8' })
      : await writeXlsx(table, heads, request.title)
  return { name, content }
}

/**
 * Seals that figures left the device (R9): which figures, of which days, and by `copiesOf` of which
 * other tills, their letters in one text.
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval of it allows it.
 */
export function recordExport(
  context: TillContext,
  user: UserV1,
  what: FiguresTable | 'fec',
  { from, to }: Days,
  copiesOf = '',
): Promise<void> {
  const copies: Record<string, string> = copiesOf === '' ? {} : { copiesOf }
  const act = { user, permission: 'figures-export', about: { what, from, to } } as const
  return recordAllowed(context, act, 'figures-exported', { what, from, to, ...copies })
}

const FILE_NAMES: Record<FiguresTable, string> = {
  sales: 'ventes',
  lines: 'lignes',
  daily: 'totaux-par-jour',
}

async function readTable(
  context: TillContext,
  request: FiguresRequest,
): Promise<Table<FiguresColumn>> {
  const { choice = 'own' } = request
  if (choice !== 'own' && (await isSharing(context))) {
    const { readCopies } = await import('@/till/sharing/copies/listOtherTills')
    const { readShopSales } = await import('@/till/sharing/copies/readShopSales')
    const table = await readCopies(context, async copies =>
      tableOfDays(context, request, await readShopSales(context, copies, choice, request.days)),
    )
    if (table) return table
  }
  const businessSales = await readBusinessSales(context, request)
  const days = readEntriesOfDays(context.tillDb, request.days)
  return tableOfDays(context, request, { days, businessSales, keyOf: referenceKey })
}

async function tableOfDays(
  { space }: TillContext,
  { what, words }: FiguresRequest,
  { days, businessSales, keyOf }: SalesByDays,
): Promise<Table<FiguresColumn>> {
  const tableOf = (entries: readonly JournalEntry[]): Table<FiguresColumn> => {
    if (what === 'daily') return dailyTable(entries, businessSales, words, space, keyOf)
    return what === 'sales' ? salesTable(entries, words, space) : linesTable(entries, words, space)
  }
  const { columns } = tableOf([])
  const rows: Table['rows'] = []
  for await (const entries of days) rows.push(...tableOf(entries).rows)
  return { columns, rows }
}

/** Sales invoiced to a VAT number, by entry reference: they are reported by their invoice. */
async function readBusinessSales(
  { tillDb, tillCode }: TillContext,
  { what }: FiguresRequest,
): Promise<Set<string>> {
  if (what !== 'daily') return new Set()
  const tillCodes = await readTillCodes(tillDb, tillCode)
  const ofTillCodes = await Promise.all(
    tillCodes.map(one => readEntriesOfKind(tillDb, one, 'invoice')),
  )
  return new Set(businessSalesIn(ofTillCodes.flat()).map(referenceKey))
}

/**
 * Separated by semicolons, with decimal commas, UTF-8 with a byte order mark: a French spreadsheet
 * opens it directly.
 */
function csvOf({ columns, rows }: Table, heads: readonly string[]): string {
  const data = rows.map(row => row.map((value, place) => csvCell(value, kindAt(columns, place))))
  return csvFile([heads.map(textCell), ...data])
}

function csvCell(value: CellValue, kind: CellKind): string {
  const text = cellText(value, kind)
  return kind === 'text' ? textCell(text) : text
}

const kindAt = (columns: Table['columns'], index: number) => columns[index]?.kind ?? 'text'
