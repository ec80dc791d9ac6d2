import type { Copies } from './listOtherTills'
import type { ArchivedJournal } from '@/till/archive/archivedJournal'
import type { TillContext } from '@/till/context'
import type { JournalEntry } from '@/core/journal/journal'
import { purgeOf } from '@/core/journal/purge'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'
import { readCopied, readCopy } from '@/storage/sharing/copies'
import { openCopy, readMarks, readRun } from '@/storage/sharing/readCopies'

/**
 * The copy of another till's journal, to make an archive of: from its first entry to the last that is
 * held here. Undefined where it is not here.
 */
export async function copiedJournal(
  { tillCode }: TillContext,
  { others, tills, deviceName }: Copies,
  copyOf: string,
): Promise<ArchivedJournal | undefined> {
  const till = tills.find(({ parts }) => parts.some(({ journal }) => journal === copyOf))
  const part = till?.parts.find(({ journal }) => journal === copyOf)
  const head = await others.copyHeads.get(copyOf)
  if (!till || !part || !head) return undefined
  const whole = { ...part, after: 0 }
  const { name, heardAt } = till
  return {
    till: part.till,
    copyOf,
    copy: { of: name, madeBy: { till: tillCode, name: deviceName }, upTo: part.upTo, heardAt },
    lastNumber: part.upTo,
    publicKey: head.publicKey,
    async numbersOfDays(from, to) {
      const copy = await openCopy(others, whole)
      const runs = copy.runs.filter(
        ({ first, firstDay, lastDay }) => first <= part.upTo && lastDay >= from && firstDay <= to,
      )
      const isOf = ({ day }: JournalEntry) => day >= from && day <= to
      const numbersOf = (entries: readonly JournalEntry[]) =>
        entries.filter(isOf).map(({ number }) => number)
      // In order: only the first and the last matter.
      const numbers: number[] = []
      for (const { first, firstDay, lastDay } of runs) {
        const isWhole = firstDay >= from && lastDay <= to
        if (isWhole) numbers.push(first, Math.min(first + CHUNK_ENTRIES - 1, part.upTo))
        else numbers.push(...numbersOf(await readRun(others, copy, first)))
      }
      numbers.push(...numbersOf(copy.loose))
      const [first, last] = [numbers[0], numbers.at(-1)]
      return first === undefined || last === undefined ? undefined : { first, last }
    },
    async recordsAfter(after, limit) {
      const records = await readCopy(others, copyOf, after + 1, limit)
      return records.filter(({ entry }) => entry.number <= part.upTo)
    },
    async readContext() {
      const numbers = [1, ...(await readMarks(others, whole, 'purge')).toReversed()]
      const records = await Promise.all(numbers.map(number => readCopied(others, copyOf, number)))
      return records.flatMap(one =>
        one && (one.entry.number === 1 || purgeOf(one.entry)) ? one : [],
      )
    },
  }
}
