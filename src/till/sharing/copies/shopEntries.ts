import type { Copies } from './listOtherTills'
import { readDoubles } from './readDoubles'
import type { TillContext } from '@/till/context'
import { dayPlus, type Days } from '@/core/days'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import {
  type DoubleOrder,
  type OrderRecord,
  type UncountedOrder,
} from '@/core/sharing/doubleOrders'
import { chosenTills, type TillChoice } from '@/core/sharing/otherTills'
import { readDaysWithEntries, readEntriesOfDays } from '@/storage/reports/figures'
import { daysHeld, openCopy, readRun, type OpenedCopy } from '@/storage/sharing/readCopies'

/** A business day of one till; its entry references are its own. */
export interface DayOfTill {
  /** Null for this device. */
  device: string | null
  entries: JournalEntry[]
}

/** Entries of several tills as they are read, and what of them is left out. */
export interface ShopEntries {
  /** A day at a time, each in the order of the tills: a year is never in memory as a whole. */
  days: AsyncIterable<readonly DayOfTill[]>
  /** Filled while the days are read. */
  uncounted: UncountedOrder[]
}

/**
 * Entries of the tills that a choice means, by business days. Each is read once: copies hold nothing
 * of this device's own, and where several tills recorded one online order, only the first record is
 * among the entries of all tills. A till by itself has all that it sealed, as its closings have.
 */
export async function readShopEntries(
  context: TillContext,
  copies: Copies,
  choice: TillChoice,
  days: Days,
): Promise<ShopEntries> {
  const { others, own, tills } = copies
  const doubles = choice === 'all' ? await readDoubles(context, copies) : []
  const left = new Map(
    doubles.flatMap(double => double.left.map(one => [keyOf(one), double] as const)),
  )
  const uncounted: UncountedOrder[] = []
  const counted = (entries: readonly JournalEntry[], journalOf: (till: string) => string) =>
    entries.filter(entry => {
      const double = left.get(keyOf({ journal: journalOf(entry.till), number: entry.number }))
      if (double) uncounted.push(uncountedOf(entry, double))
      return double === undefined
    })
  const opened: { device: string; copy: OpenedCopy }[] = []
  for (const { device, parts } of chosenTills(tills, choice)) {
    for (const part of parts) opened.push({ device, copy: await openCopy(others, part) })
  }
  const isOwnWanted = choice === 'all' || choice === 'own'
  const ownOf = (till: string) => own.find(one => one.till === till)?.journal ?? ''

  async function* byDay() {
    const all = new Set<string>()
    if (isOwnWanted) {
      for (const day of await readDaysWithEntries(context.tillDb, days)) all.add(day)
    }
    for (const { copy } of opened) for (const span of daysHeld(copy, days)) addDays(all, span)
    const readers = opened.map(({ device, copy }) => ({ device, ...dayReader(others, copy) }))
    for (const day of [...all].toSorted()) {
      const ofTills = new Map<string | null, JournalEntry[]>()
      if (isOwnWanted) {
        for await (const some of readEntriesOfDays(context.tillDb, { from: day, to: day })) {
          ofTills.set(null, counted(some, ownOf))
        }
      }
      for (const { device, part, read } of readers) {
        const some = counted(await read(day), () => part.journal)
        if (some.length > 0) ofTills.set(device, [...(ofTills.get(device) ?? []), ...some])
      }
      if (ofTills.size > 0) {
        yield [...ofTills].map(([device, entries]) => ({ device, entries }))
      }
    }
  }
  return { days: byDay(), uncounted }
}

function uncountedOf(entry: JournalEntry, { counted }: DoubleOrder): UncountedOrder {
  const reference = (isSale(entry) && entry.event.order?.reference) || ''
  const { till, number, day } = entry
  return {
    reference,
    day,
    counted: { till: counted.till, number: counted.number },
    left: { till, number },
  }
}

/** Reads the entries of one day after another; runs that two days share are unpacked once. */
function dayReader(others: Copies['others'], copy: OpenedCopy) {
  let kept: { first: number; entries: JournalEntry[] } | undefined
  async function read(day: string): Promise<JournalEntry[]> {
    const found: JournalEntry[] = []
    for (const { first, firstDay, lastDay } of copy.runs) {
      if (day < firstDay || day > lastDay) continue
      if (kept?.first !== first) kept = { first, entries: await readRun(others, copy, first) }
      found.push(...kept.entries.filter(entry => entry.day === day))
    }
    return [...found, ...copy.loose.filter(entry => entry.day === day)]
  }
  return { part: copy.part, read }
}

function addDays(all: Set<string>, { from, to }: Days): void {
  for (let day = from; day <= to; day = dayPlus(day, 1)) all.add(day)
}

const keyOf = ({ journal, number }: Pick<OrderRecord, 'journal' | 'number'>) =>
  `${journal}/${number}`
