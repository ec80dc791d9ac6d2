import { Dexie } from 'dexie'
import { readCopiedMany } from './copies'
import type { CopyMark } from './copyRows'
import type { OthersDatabase } from './othersDatabase'
import { isDay, type Days } from '@/core/days'
import type { JournalEntry } from '@/core/journal/journal'
import { unpackChunk } from '@/core/sharing/copyChunk'
import type { MarkKind } from '@/core/sharing/copyMark'
import type { CopyPart } from '@/core/sharing/otherTills'

/**
 * A copy to read by days or backwards: which packed runs it has, and the entries in none. It stays as
 * it was opened: what comes meanwhile is not in it.
 */
export interface OpenedCopy {
  part: CopyPart
  /** Oldest first. */
  runs: readonly { first: number; firstDay: string; lastDay: string }[]
  loose: readonly JournalEntry[]
}

/** Opens a part of a copy; runs are unpacked when they are read. */
export async function openCopy(db: OthersDatabase, part: CopyPart): Promise<OpenedCopy> {
  const { journal } = part
  return db.transaction('r', db.copyChunks, db.copyEntries, async () => {
    // Their index alone is read: packed runs of a year are many megabytes.
    const keys = await db.copyChunks
      .where('[journal+first+firstDay+lastDay]')
      .between([journal, Dexie.minKey], [journal, Dexie.maxKey])
      .keys()
    const runs = (keys as unknown as [string, number, string, string][]).map(
      ([, first, firstDay, lastDay]) => ({ first, firstDay, lastDay }),
    )
    const loose = await db.copyEntries
      .where('[journal+number]')
      .between([journal, Dexie.minKey], [journal, Dexie.maxKey])
      .toArray()
    return {
      part,
      runs,
      loose: wanted(
        loose.map(({ record }) => record.entry),
        part,
      ),
    }
  })
}

/** Entries of one run of an opened copy, oldest first. */
export async function readRun(
  db: OthersDatabase,
  { part }: OpenedCopy,
  first: number,
): Promise<JournalEntry[]> {
  const chunk = await db.copyChunks.get([part.journal, first])
  return chunk
    ? wanted(
        unpackChunk(chunk.packed).map(({ entry }) => entry),
        part,
      )
    : []
}

/** Business days of a period on which an opened copy may have entries, in any order. */
export function daysHeld({ runs, loose }: OpenedCopy, { from, to }: Days): Days[] {
  const spans = [
    ...runs.map(({ firstDay, lastDay }) => ({ from: firstDay, to: lastDay })),
    ...loose.map(({ day }) => ({ from: day, to: day })),
  ]
  return spans
    .filter(span => span.to >= from && span.from <= to)
    .map(span => ({
      // A text that is no day is sealed by no till; it must not stop the others from being read.
      from: span.from < from || !isDay(span.from) ? from : span.from,
      to: span.to > to || !isDay(span.to) ? to : span.to,
    }))
}

/** The part of a copy behind which nothing of a day or later comes: what is about it follows. */
export function partSince({ part, runs, loose }: OpenedCopy, day: string): CopyPart {
  const first =
    runs.find(({ lastDay }) => lastDay >= day)?.first ??
    loose.find(entry => entry.day >= day)?.number ??
    part.upTo + 1
  return { ...part, after: Math.max(part.after, first - 1) }
}

/** Marks of kinds of entries in all copies. */
export function readMarksOf(db: OthersDatabase, kind: MarkKind): Promise<CopyMark[]> {
  return db.copyMarks.where('kind').equals(kind).toArray()
}

/** Numbers of entries of a kind in a part of a copy, newest first, at most `limit`. */
export async function readMarks(
  db: OthersDatabase,
  { journal, after, upTo }: CopyPart,
  kind: MarkKind,
  limit = Infinity,
): Promise<number[]> {
  const marks = await db.copyMarks
    .where('[journal+kind+number]')
    .between([journal, kind, after], [journal, kind, upTo], false, true)
    .reverse()
    .limit(limit)
    .toArray()
  return marks.map(({ number }) => number)
}

/** Entries of a kind in a part of a copy, newest first, at most `limit`. */
export async function readMarked(
  db: OthersDatabase,
  part: CopyPart,
  kind: MarkKind,
  limit?: number,
): Promise<JournalEntry[]> {
  const numbers = await readMarks(db, part, kind, limit)
  return (await readCopiedMany(db, part.journal, numbers)).map(({ entry }) => entry)
}

const wanted = (entries: readonly JournalEntry[], { after, upTo }: CopyPart) =>
  entries.filter(({ number }) => number > after && number <= upTo)
