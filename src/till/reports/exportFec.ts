import { readRules } from '@/till/settings/changeRules'
import type { FiguresFile } from './exportFigures'
import { listClosings } from '@/till/closing/listClosings'
import type { TillContext } from '@/till/context'
import type { Days } from '@/core/days'
import { fail, ok, type FiguresError, type Result } from '@/core/errors'
import type { ClosingV1 } from '@/core/journal/events/closingV1'
import { cashDifference, NOTHING_BOOKED } from '@/core/reports/fec/cashDifference'
import type { Ecriture } from '@/core/reports/fec/ecriture'
import { bookDay } from '@/core/reports/fec/ecritures'
import { fecFile, fecName, sirenOf } from '@/core/reports/fec/fecFile'
import { fiscalYearOf } from '@/core/closing/fiscalYear'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { countsAsTakings } from '@/core/closing/takings'
import { readLastClosing } from '@/storage/closing/closings'
import { readEntriesBetween, readEntriesOfDays } from '@/storage/reports/figures'
import { readEntriesOfKind, readTillCodes } from '@/storage/journal/journal'

export interface FecExport {
  file: FiguresFile
  /** First and last day of the fiscal year. */
  days: Days
  /** Sales of that year that no closing holds yet: they are not in the file. */
  unclosed: { salesCount: number; totalCents: number }
  /** Closed days whose entries are no longer on the device: they are not in the file. */
  missingDays: string[]
}

/**
 * Makes the file of accounting entries (FEC) of the fiscal year that contains `day`, from sealed
 * closings and the entries they closed, read one closing at a time.
 */
export async function exportFec(
  context: TillContext,
  day: string,
): Promise<Result<FecExport, FiguresError>> {
  const { accounts } = await readRules(context)
  const days = fiscalYearOf(day, accounts.fiscalYearEndMonth)
  const closings = (await listClosings(context, 'day', Infinity)).reverse()
  const ofYear = closings.filter(({ event }) => event.of >= days.from && event.of <= days.to)
  const last = ofYear.at(-1)
  if (!last) return fail({ code: 'fec-nothing-closed', ...days })
  const siren = sirenOf(last.event.seller.siret)
  if (siren === undefined) return fail({ code: 'fec-siren-missing' })

  const { space } = context
  let booked = await bookedBefore(context, closings, ofYear[0] ?? last)
  const ecritures: Ecriture[] = []
  const missingDays: string[] = []
  for (const closing of ofYear) {
    const entries = await entriesOf(context, closing)
    if (entries === null) {
      missingDays.push(closing.event.of)
      continue
    }
    const made = bookDay(accounts, { closing, entries }, booked, space)
    ecritures.push(...made.ecritures)
    booked = made.booked
  }
  const content = new Blob([fecFile(accounts, ecritures)], { type: FEC })
  const file = { name: fecName(siren, days.to), content }
  const unclosed = await readUnclosed(context, days)
  return ok({ file, days, unclosed, missingDays })
}

const FEC = 'text/plain;charset=iso-8859-15'

/** Entries that a closing totals: its own, after the carried entries of earlier till codes. */
const rangesOf = ({ till, event: { carried, firstEntry, lastEntry } }: EntryOf<ClosingV1>) => [
  ...carried,
  { till, firstEntry, lastEntry },
]

/** All entries of a closing; null where some were purged. */
async function entriesOf(
  context: TillContext,
  closing: EntryOf<ClosingV1>,
): Promise<JournalEntry[] | null> {
  const entries: JournalEntry[] = []
  for (const range of rangesOf(closing)) {
    const { firstEntry, lastEntry } = range
    const read = await readEntriesBetween(context.tillDb, range.till, firstEntry, lastEntry)
    if (read.length !== lastEntry - firstEntry + 1) return null
    entries.push(...read)
  }
  return entries
}

/** The drawer's difference booked before this fiscal year, so that it is not booked again. */
async function bookedBefore(
  context: TillContext,
  closings: readonly EntryOf<ClosingV1>[],
  first: EntryOf<ClosingV1>,
) {
  const tillCodes = await readTillCodes(context.tillDb, context.tillCode)
  const reads = tillCodes.flatMap(tillCode =>
    (['drawer-opened', 'cash-counted'] as const).map(kind =>
      readEntriesOfKind(context.tillDb, tillCode, kind),
    ),
  )
  const inOrder = (await Promise.all(reads)).flat().sort((a, b) => a.number - b.number)
  let booked = NOTHING_BOOKED
  for (const closing of closings.slice(0, closings.indexOf(first))) {
    const entries = rangesOf(closing).flatMap(range =>
      inOrder.filter(
        ({ till: tillCode, number }) =>
          tillCode === range.till && number >= range.firstEntry && number <= range.lastEntry,
      ),
    )
    booked = cashDifference(booked, entries, closing, context.space).booked
  }
  return booked
}

/**
 * Counts only sales under the till's own till code: days left open under an earlier till code were
 * closed when this one began.
 */
async function readUnclosed(context: TillContext, days: Days) {
  const last = await readLastClosing(context.tillDb, context.tillCode, 'day')
  const lastClosed = last?.event.lastEntry ?? 0
  const unclosed = { salesCount: 0, totalCents: 0 }
  const { space } = context
  for await (const entries of readEntriesOfDays(context.tillDb, days)) {
    for (const entry of entries) {
      if (entry.till !== context.tillCode || entry.number <= lastClosed) continue
      if (!countsAsTakings(entry, space)) continue
      unclosed.salesCount += 1
      unclosed.totalCents += entry.event.totalCents
    }
  }
  return unclosed
}
