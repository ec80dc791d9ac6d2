import type { EntryRangeV1 } from './events/closingV1'

/** Merges each range with the one before it where their numbers follow without a gap. */
export function joinRanges(ranges: readonly EntryRangeV1[]): EntryRangeV1[] {
  const joined: EntryRangeV1[] = []
  for (const range of ranges) {
    const before = joined.at(-1)
    const isNext = before?.till === range.till && before.lastEntry + 1 === range.firstEntry
    if (isNext) before.lastEntry = range.lastEntry
    else joined.push({ ...range })
  }
  return joined
}
