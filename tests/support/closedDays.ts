import { SELLER, SOFTWARE } from './factory'
import { closeDay, isClosable, forgottenDay, latestDay } from '@/core/closing/closing'
import type { ClosingV1 } from '@/core/journal/events/closingV1'
import { sealEvent, type EntryOf, type JournalEntry } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import type { Space } from '@/core/journal/space'

export interface Closed {
  closing: EntryOf<ClosingV1>
  entries: JournalEntry[]
}

/** Closes every day of a journal, like a till that opens after all of them. */
export function closedDays(journal: readonly JournalEntry[], space: Space = 'shop'): Closed[] {
  const days: Closed[] = []
  for (;;) {
    const before = days.at(-1)?.closing
    const since = journal.slice(before?.event.lastEntry ?? 0)
    if (!since.some(entry => isClosable(entry, space))) return days
    const day = forgottenDay(since, '2999-01-01', space) ?? latestDay(since, '2026-01-15')
    const event: ClosingV1 = {
      kind: 'closing',
      ...closeDay(before?.event, since, day, space),
      document: { series: 'AZ', number: days.length + 1 },
      isLate: false,
      cash: null,
      user: NOBODY,
      seller: SELLER,
      software: SOFTWARE,
    }
    const at = `${day}T20:00:00.000+01:00`
    const made = {
      till: 'A',
      eventId: `closing-${day}`,
      at,
      day,
      training: space === 'demo',
      event,
    }
    days.push({
      closing: { ...sealEvent(undefined, made), event },
      entries: journal.slice(event.firstEntry - 1, event.lastEntry),
    })
  }
}
