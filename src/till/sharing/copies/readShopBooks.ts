import type { Copies } from './listOtherTills'
import { readDoubles } from './readDoubles'
import type { TillContext } from '@/till/context'
import { readOwnBooks } from '@/till/reports/readOwnBooks'
import type { EntryRange, TillBooks } from '@/till/reports/tillBooks'
import { isClosing, type ClosingEntry } from '@/core/closing/closing'
import type { Days } from '@/core/days'
import type { JournalEntry } from '@/core/journal/journal'
import { chosenTills, type OtherTill, type TillChoice } from '@/core/sharing/otherTills'
import { readCopy } from '@/storage/sharing/copies'
import { openCopy, readMarked, readRun } from '@/storage/sharing/readCopies'
import { readEntriesBetween } from '@/storage/reports/figures'

/** The books of the tills that a choice means; what several of all recorded is in the first alone. */
export async function readShopBooks(
  context: TillContext,
  copies: Copies,
  choice: TillChoice,
): Promise<TillBooks[]> {
  const doubles = choice === 'all' ? await readDoubles(context, copies) : []
  const leftOut = new Set(doubles.flatMap(({ left }) => left.map(keyOf)))
  const ofTills: TillBooks[] = []
  if (choice === 'all') {
    const journalOf = (till: string) => copies.own.find(one => one.till === till)?.journal ?? ''
    ofTills.push({
      ...(await readOwnBooks(context)),
      isLeftOut: ({ till, number }) => leftOut.has(keyOf({ journal: journalOf(till), number })),
    })
  }
  for (const till of chosenTills(copies.tills, choice)) {
    const journalOf = (code: string) => till.parts.find(one => one.till === code)?.journal ?? ''
    ofTills.push({
      ...(await readCopiedBooks(context, copies, till)),
      isLeftOut: entry => leftOut.has(keyOf({ ...entry, journal: journalOf(entry.till) })),
    })
  }
  return ofTills
}

async function readCopiedBooks(
  context: TillContext,
  copies: Copies,
  { device, parts }: OtherTill,
): Promise<TillBooks> {
  const { others } = copies
  const closings: ClosingEntry[] = []
  for (const part of parts) {
    const found = (await readMarked(others, part, 'closing-day')).filter(isClosing)
    closings.push(...found.toReversed())
  }
  return {
    closings,
    readRange: range => readRange(context, copies, device, range),
    async readCash() {
      const cash: JournalEntry[] = []
      for (const part of parts) {
        cash.push(...(await readMarked(others, part, 'float')))
        cash.push(...(await readMarked(others, part, 'count')))
      }
      return cash
    },
    async *readUnclosed({ from, to }: Days) {
      const now = parts.at(-1)
      if (!now) return
      const last = closings.findLast(({ till }) => till === now.till)
      const after = Math.max(now.after, last?.event.lastEntry ?? 0)
      const copy = await openCopy(others, { ...now, after })
      const isOf = ({ day }: JournalEntry) => day >= from && day <= to
      for (const { first } of copy.runs) yield (await readRun(others, copy, first)).filter(isOf)
      yield copy.loose.filter(isOf)
    },
  }
}

/**
 * Entries of a journal of a till. What it carried over from a till that was lost is in that one's
 * copy, or here, where this device has it.
 */
async function readRange(
  { tillDb }: TillContext,
  { others, tills }: Copies,
  device: string,
  { till, firstEntry, lastEntry }: EntryRange,
): Promise<JournalEntry[]> {
  const ofOthers = tills.filter(one => one.device !== device)
  const inTurn = [...tills.filter(one => one.device === device), ...ofOthers]
  const count = lastEntry - firstEntry + 1
  for (const part of inTurn.flatMap(({ parts }) => parts)) {
    if (part.till !== till || part.after >= firstEntry || part.upTo < lastEntry) continue
    const records = await readCopy(others, part.journal, firstEntry, count)
    return records.map(({ entry }) => entry)
  }
  return readEntriesBetween(tillDb, till, firstEntry, lastEntry)
}

const keyOf = ({ journal, number }: { journal: string; number: number }) => `${journal}/${number}`
