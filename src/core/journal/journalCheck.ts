import { canonicalJson } from './canonicalJson'
import { carriedInto, isLinkWhole, perpetualBefore } from '@/core/closing/carried'
import { addPerpetual } from '@/core/closing/closing'
import { joinRanges } from './entryRanges'
import type { CarriedV1, ClosingV1, PeriodV1 } from './events/closingV1'
import type { JournalLinkV1 } from './events/v1'
import { isJournalOpened, isSale, isSealIntact, keyFingerprint, type JournalEntry } from './journal'
import { firstChainFault, type ChainFault } from './chain'
import { isOverFood } from '@/core/payment/mealVouchers'
import { isPurged, keptFingerprint, purgedCounters, type Purge } from './purge'
import { addTotals, NO_TOTALS, totalsOf } from '@/core/closing/totals'
import { spaceOf, type Space } from './space'

/** A fault of a journal: the entry number where it shows, and what is wrong there. */
export interface JournalFault {
  number: number
  fault:
    | ChainFault['fault']
    | 'kept-does-not-match'
    | 'document-out-of-order'
    | 'closing-does-not-add-up'
    | 'perpetual-does-not-add-up'
    | 'vouchers-over-food'
    | 'link-does-not-match'
    | 'key-does-not-match'
    | 'signature-missing'
    | 'signature-invalid'
    | 'signature-not-following'
    | 'signed-late'
    | 'time-backwards'
    | 'signatures-unread'
    | 'tail-missing'
    | 'anchor-does-not-match'
}

/** The check of a whole journal, which reads its entries in order and in parts. */
export interface JournalCheck {
  /**
   * First fault of these entries, which follow the ones already read. After a fault no further
   * entry may be read.
   */
  read: (entries: readonly JournalEntry[]) => JournalFault | undefined
  /** The last entry read, and the last number of each document series. */
  end: () => { last: JournalEntry | undefined; counters: Record<string, number> }
}

/**
 * Begins the check of a journal. It verifies seals, links and numbers (a gap is a fault unless
 * `purges` explains it), documents numbered without a gap, closings that equal the sum of their
 * entries, perpetual totals that never decrease (R2, R3, R6), and meal vouchers within the food
 * amount that a sale states (R20). For `isIntact`, see `firstChainFault`.
 */
export function beginCheck(
  purges: readonly Purge[],
  isIntact: (entry: JournalEntry) => boolean = isSealIntact,
): JournalCheck {
  let last: JournalEntry | undefined
  const counters: Record<string, number> = {}
  let open = [...purges].sort((a, b) => a.firstEntry - b.firstEntry)
  const books = beginClosingCheck(purges)
  let kept: JournalEntry[] = []

  function faultOf(entry: JournalEntry): JournalFault | undefined {
    const fault = firstChainFault([entry], last, purges, isIntact) ?? passPurges(entry.number)
    if (fault) return fault
    const { number, event } = entry
    if (open.some(purge => purge.firstEntry <= number)) kept.push(entry)
    if (isJournalOpened(entry) && !isFingerprintOfKey(entry))
      return { number, fault: 'key-does-not-match' }
    if ('document' in event) {
      const { series, number: ofSeries } = event.document
      if (ofSeries !== (counters[series] ?? 0) + 1) {
        return { number, fault: 'document-out-of-order' }
      }
      counters[series] = ofSeries
    }
    if (isSale(entry) && isOverFood(entry.event)) return { number, fault: 'vouchers-over-food' }
    const wrong = books.read(entry)
    return wrong && { number, fault: wrong }
  }

  /**
   * Called once a purged range is passed: the entries that remain of it must match the trace of the
   * purge, and document numbers continue from the counters in that trace.
   */
  function passPurges(number: number): JournalFault | undefined {
    const passed = open.filter(purge => purge.lastEntry < number)
    open = open.filter(purge => purge.lastEntry >= number)
    for (const purge of passed) {
      const ofRange = kept.filter(({ number: one }) => one <= purge.lastEntry)
      kept = kept.filter(({ number: one }) => one > purge.lastEntry)
      if (ofRange.length !== purge.keptCount || keptFingerprint(ofRange) !== purge.keptSha256) {
        return { number: purge.firstEntry, fault: 'kept-does-not-match' }
      }
      Object.assign(counters, purgedCounters(purge))
    }
    return undefined
  }

  return {
    read(entries) {
      for (const entry of entries) {
        const fault = faultOf(entry)
        if (fault) return fault
        last = entry
      }
      return undefined
    },
    end: () => ({ last, counters }),
  }
}

function isFingerprintOfKey({ event }: JournalEntry): boolean {
  if (event.kind !== 'journal-opened') return false
  const { publicKey, keyFingerprint: named } = event
  return named === (publicKey ? keyFingerprint(publicKey) : '')
}

/** Checks each closing against the entries it totals. */
function beginClosingCheck(purges: readonly Purge[]) {
  /** Entries since the last daily closing. */
  let pending: JournalEntry[] = []
  const days: ClosingV1[] = []
  /** The journal that this one continues. */
  let continues: JournalLinkV1 | null = null
  /** Last entry of the last monthly and of the last yearly closing. */
  const endOf = new Map<PeriodV1, number>()

  function faultOfDay(
    closing: ClosingV1,
    closedAt: number,
    space: Space,
  ): JournalFault['fault'] | undefined {
    const before = days.at(-1)
    const isBehind = closing.firstEntry === (before?.lastEntry ?? 0) + 1
    if (!isBehind || closing.lastEntry >= closedAt) return 'closing-does-not-add-up'
    const within = pending.filter(({ number }) => number <= closing.lastEntry)
    const isWhole = within.length === closing.lastEntry - closing.firstEntry + 1
    if (!isWhole && !isPurgedAround(purges, within, closing)) return 'closing-does-not-add-up'
    const carried = carriedInto(continues, 'day', closing.document.number)
    const wholeSums =
      !isWhole ||
      (isSumOfDay(closing, within, carried, space) &&
        closing.lastSeal === (within.at(-1)?.seal ?? before?.lastSeal ?? ''))
    if (!wholeSums || !isSame(closing.carried, carried?.ranges ?? [])) {
      return 'closing-does-not-add-up'
    }
    const earlier = before?.perpetual ?? perpetualBefore(continues)
    const perpetual = addPerpetual(earlier, closing.totals, closing.web)
    if (!isSame(closing.perpetual, perpetual)) return 'perpetual-does-not-add-up'
    days.push(closing)
    pending = pending.filter(({ number }) => number > closing.lastEntry)
    return undefined
  }

  /**
   * A monthly or yearly closing must be the sum of its days and follow the one before without a
   * gap.
   */
  function faultOfPeriod(closing: ClosingV1): JournalFault['fault'] | undefined {
    const parts = days.filter(
      day => day.firstEntry >= closing.firstEntry && day.lastEntry <= closing.lastEntry,
    )
    const carried = carriedInto(continues, closing.period, closing.document.number)
    const all = carried ? [{ ...carried, carried: carried.ranges }, ...parts] : parts
    const begins = (endOf.get(closing.period) ?? 0) + 1
    const addsUp =
      closing.firstEntry === begins &&
      closing.firstEntry === (parts[0]?.firstEntry ?? begins) &&
      closing.lastEntry === (parts.at(-1)?.lastEntry ?? begins - 1) &&
      isSumOfParts(closing, all)
    if (!addsUp) return 'closing-does-not-add-up'
    endOf.set(closing.period, closing.lastEntry)
    return isSame(closing.perpetual, all.at(-1)?.perpetual)
      ? undefined
      : 'perpetual-does-not-add-up'
  }

  return {
    read(entry: JournalEntry): JournalFault['fault'] | undefined {
      const { event } = entry
      pending.push(entry)
      if (event.kind === 'journal-opened') {
        continues = event.continues
        return isLinkWhole(continues) ? undefined : 'perpetual-does-not-add-up'
      }
      if (event.kind !== 'closing') return undefined
      return event.period === 'day'
        ? faultOfDay(event, entry.number, spaceOf(entry))
        : faultOfPeriod(event)
    },
  }
}

/** Whether every entry that is missing from a day was purged. */
function isPurgedAround(
  purges: readonly Purge[],
  within: readonly JournalEntry[],
  { firstEntry, lastEntry }: ClosingV1,
): boolean {
  const numbers = [firstEntry - 1, ...within.map(({ number }) => number), lastEntry + 1]
  return numbers.slice(1).every((number, index) => {
    return isPurged(purges, (numbers[index] ?? 0) + 1, number)
  })
}

function isSumOfDay(
  { totals, web }: ClosingV1,
  within: readonly JournalEntry[],
  carried: CarriedV1 | undefined,
  space: Space,
): boolean {
  const [counter, online] = (['counter', 'web'] as const).map(channel =>
    addTotals(
      carried?.[channel === 'web' ? 'web' : 'totals'] ?? NO_TOTALS,
      totalsOf(within, channel, space),
    ),
  )
  return isSame(totals, counter) && isSame(web, online)
}

function isSumOfParts(
  closing: ClosingV1,
  parts: readonly Pick<ClosingV1, 'totals' | 'web' | 'carried' | 'lastSeal'>[],
): boolean {
  const sumOf = (part: 'totals' | 'web') =>
    parts.reduce((sum, one) => addTotals(sum, one[part]), NO_TOTALS)
  return (
    isSame(closing.totals, sumOf('totals')) &&
    isSame(closing.web, sumOf('web')) &&
    isSame(closing.carried, joinRanges(parts.flatMap(part => part.carried))) &&
    closing.lastSeal === parts.at(-1)?.lastSeal
  )
}

const isSame = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other)
