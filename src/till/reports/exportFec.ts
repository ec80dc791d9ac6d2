import { readRules } from '@/till/settings/changeRules'
import type { FiguresFile } from './exportFigures'
import { showsLessons } from './readReport'
import { listClosings } from '@/till/closing/listClosings'
import type { Till } from '@/till/context'
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
import { readEntriesOfKind, readLetters } from '@/storage/journal/journal'

export interface FecExport {
  file: FiguresFile
  /** The fiscal year it is of. */
  days: Days
  /** Sales of that year that no closing holds yet: they are not in the file. */
  unclosed: { salesCount: number; totalCents: number }
  /** Closed days whose entries are no longer on the device: they are not in the file. */
  missingDays: string[]
}

/**
 * The file of accounting entries of the fiscal year a day is in, from sealed closings and the
 * entries they closed, read one closing at a time.
 */
export async function makeFec(till: Till, day: string): Promise<Result<FecExport, FiguresError>> {
  const { accounts } = await readRules(till)
  const days = fiscalYearOf(day, accounts.fiscalYearEndMonth)
  const closings = (await listClosings(till, 'day', Infinity)).reverse()
  const ofYear = closings.filter(({ event }) => event.of >= days.from && event.of <= days.to)
  const last = ofYear.at(-1)
  if (!last) return fail({ code: 'fec-nothing-closed', ...days })
  const siren = sirenOf(last.event.seller.siret)
  if (siren === undefined) return fail({ code: 'fec-siren-missing' })

  const ofLessons = showsLessons(till)
  let booked = await bookedBefore(till, closings, ofYear[0] ?? last)
  const ecritures: Ecriture[] = []
  const missingDays: string[] = []
  for (const closing of ofYear) {
    const entries = await entriesOf(till, closing)
    if (entries === null) {
      missingDays.push(closing.event.of)
      continue
    }
    const made = bookDay(accounts, { closing, entries }, booked, ofLessons)
    ecritures.push(...made.ecritures)
    booked = made.booked
  }
  const content = new Blob([fecFile(accounts, ecritures)], { type: FEC })
  const file = { name: fecName(siren, days.to), content }
  const unclosed = await readUnclosed(till, days)
  return ok({ file, days, unclosed, missingDays })
}

const FEC = 'text/plain;charset=iso-8859-15'

/** Entries that a closing totals: its own, behind those of earlier letters. */
const rangesOf = ({ till, event: { carried, firstEntry, lastEntry } }: EntryOf<ClosingV1>) => [
  ...carried,
  { till, firstEntry, lastEntry },
]

/** All entries of a closing; null where some were purged. */
async function entriesOf(till: Till, closing: EntryOf<ClosingV1>): Promise<JournalEntry[] | null> {
  const entries: JournalEntry[] = []
  for (const range of rangesOf(closing)) {
    const { firstEntry, lastEntry } = range
    const read = await readEntriesBetween(till.tillDb, range.till, firstEntry, lastEntry)
    if (read.length !== lastEntry - firstEntry + 1) return null
    entries.push(...read)
  }
  return entries
}

/** What was booked of the drawer's difference before the year: it is not booked again. */
async function bookedBefore(
  till: Till,
  closings: readonly EntryOf<ClosingV1>[],
  first: EntryOf<ClosingV1>,
) {
  const letters = await readLetters(till.tillDb, till.letter)
  const reads = letters.flatMap(letter =>
    (['drawer-opened', 'cash-counted'] as const).map(kind =>
      readEntriesOfKind(till.tillDb, letter, kind),
    ),
  )
  const inOrder = (await Promise.all(reads)).flat().sort((a, b) => a.number - b.number)
  let booked = NOTHING_BOOKED
  for (const closing of closings.slice(0, closings.indexOf(first))) {
    const entries = rangesOf(closing).flatMap(range =>
      inOrder.filter(
        ({ till: letter, number }) =>
          letter === range.till && number >= range.firstEntry && number <= range.lastEntry,
      ),
    )
    booked = cashDifference(booked, entries, closing, showsLessons(till)).booked
  }
  return booked
}

/** Sold under the till's own letter: what earlier ones left open was closed when it began. */
async function readUnclosed(till: Till, days: Days) {
  const last = await readLastClosing(till.tillDb, till.letter, 'day')
  const lastClosed = last?.event.lastEntry ?? 0
  const unclosed = { salesCount: 0, totalCents: 0 }
  const ofLessons = showsLessons(till)
  for await (const entries of readEntriesOfDays(till.tillDb, days)) {
    for (const entry of entries) {
      if (entry.till !== till.letter || entry.number <= lastClosed) continue
      if (!countsAsTakings(entry, ofLessons)) continue
      unclosed.salesCount += 1
      unclosed.totalCents += entry.event.totalCents
    }
  }
  return unclosed
}
