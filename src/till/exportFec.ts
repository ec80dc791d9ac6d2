import { readRules } from './changeRules'
import type { FiguresFile } from './exportFigures'
import { showsLessons } from './figures'
import type { Till } from './till'
import { closes } from '@/core/closing'
import type { Days } from '@/core/days'
import { fail, ok, type FiguresError, type Result } from '@/core/errors'
import type { ClosingV1 } from '@/core/events/closingV1'
import { cashDifference, NOTHING_BOOKED } from '@/core/fec/cashDifference'
import type { Ecriture } from '@/core/fec/ecriture'
import { bookDay } from '@/core/fec/ecritures'
import { fecFile, fecName, sirenOf } from '@/core/fec/fecFile'
import { fiscalYearOf } from '@/core/fiscalYear'
import type { EntryOf } from '@/core/journal'
import { countsAsTakings } from '@/core/takings'
import { readClosings } from '@/storage/closings'
import { readEntriesBetween, readEntriesOfDays } from '@/storage/figures'
import { readEntriesOfKind } from '@/storage/journal'

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
  const closings = (await readClosings(till.tillDb, till.letter, 'day', Infinity)).reverse()
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
  const unclosed = await readUnclosed(till, days, closings.at(-1)?.event.lastEntry ?? 0)
  return ok({ file, days, unclosed, missingDays })
}

const FEC = 'text/plain;charset=iso-8859-15'

/** All entries of a closing; null where some were purged. */
async function entriesOf(till: Till, { event: { firstEntry, lastEntry } }: EntryOf<ClosingV1>) {
  const entries = await readEntriesBetween(till.tillDb, till.letter, firstEntry, lastEntry)
  return entries.length === lastEntry - firstEntry + 1 ? entries : null
}

/** What was booked of the drawer's difference before the year: it is not booked again. */
async function bookedBefore(
  till: Till,
  closings: readonly EntryOf<ClosingV1>[],
  first: EntryOf<ClosingV1>,
) {
  const ofKind = (kind: 'drawer-opened' | 'cash-counted') =>
    readEntriesOfKind(till.tillDb, till.letter, kind)
  const counts = (await Promise.all([ofKind('drawer-opened'), ofKind('cash-counted')])).flat()
  const inOrder = counts.sort((a, b) => a.number - b.number)
  let booked = NOTHING_BOOKED
  for (const closing of closings.filter(({ number }) => number < first.number)) {
    const { firstEntry, lastEntry } = closing.event
    const entries = inOrder.filter(({ number }) => number >= firstEntry && number <= lastEntry)
    booked = cashDifference(booked, entries, closing, showsLessons(till)).booked
  }
  return booked
}

async function readUnclosed(till: Till, days: Days, lastClosed: number) {
  const unclosed = { salesCount: 0, totalCents: 0 }
  const ofLessons = showsLessons(till)
  for await (const entries of readEntriesOfDays(till.tillDb, till.letter, days)) {
    for (const entry of entries) {
      if (entry.number <= lastClosed || !closes(entry, ofLessons)) continue
      if (!countsAsTakings(entry, ofLessons)) continue
      unclosed.salesCount += 1
      unclosed.totalCents += entry.event.totalCents
    }
  }
  return unclosed
}
