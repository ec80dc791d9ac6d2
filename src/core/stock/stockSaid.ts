import * as v from 'valibot'
import type { HandedStep, StockBy } from './stockHanded'
import type { Plain } from '@/core/sharing/register'
import type { Roster } from '@/core/sharing/roster'
import type { OwnValues, SharedRow } from '@/core/sharing/sharedRow'

/** What a device says of the shop's stock. */
export interface StockSaid {
  device: string
  /**
   * What it sent wholly, when it last had nothing to send: by journal and the device that it was for,
   * the number of the last entry.
   */
  sent: ReadonlyMap<string, number>
  sentAt: string | null
  /** It can write the shop's stock, as far as it knows. */
  canSend: boolean
}

/** What was sent wholly, as in `StockSaid`, and when. */
export interface SentStock {
  at: string
  upTo: Readonly<Record<string, number>>
}

/** A journal that is held, by the seal of its first entry. */
export interface StockJournal {
  journal: string
  /** It is this device's: what was for itself, it queued as it sold. */
  isOwn: boolean
  /** Number of its last entry. */
  number: number
  steps: readonly HandedStep[]
}

/** Entries of a journal whose changes of stock are to be taken. */
export interface StockRange {
  journal: string
  /** The device that they were for. */
  to: string
  after: number
  upTo: number
  /** That device was put out: it may have sent some of them. */
  isDoubtful: boolean
}

const STOCK = 'stock'
const MOST_JOURNALS = 200
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(2 ** 40))

const sentShape = v.strictObject({
  at: v.pipe(v.string(), v.isoTimestamp()),
  upTo: v.pipe(
    v.record(v.pipe(v.string(), v.regex(/^[0-9a-f]{64} [0-9a-f]{32}$/)), number),
    v.maxEntries(MOST_JOURNALS),
  ),
})

/** The key of entries of a journal that were for a device. */
export const stockKey = (of: string, to: string): string => `${of} ${to}`

/** The subject of all that a device says of the shop's stock. */
export const stockSubject = (of: string): string => `${STOCK}/${of}`

/** Where the rows of what devices say of the shop's stock begin. */
export const STOCK_ROWS = `${STOCK}/`

/** What a device says of the shop's stock, by key. */
export function ownStockValues(
  own: string,
  { sent, canSend }: { sent: SentStock | null; canSend: boolean },
): OwnValues {
  const subject = stockSubject(own)
  const values = new Map<string, Plain>()
  if (sent) values.set(`${subject}/sent`, { at: sent.at, upTo: sent.upTo })
  if (canSend) values.set(`${subject}/can`, true)
  return values
}

/**
 * What devices say of the shop's stock. A device speaks for itself alone: what another says in its
 * name, and what no till could have said, is left out.
 */
export function stockSaid(rows: readonly SharedRow[]): StockSaid[] {
  const found = new Map<string, StockSaid>()
  for (const { key, held } of rows) {
    const [kind, of = '', part] = key.split('/')
    const register = held.find(({ by }) => by === of)
    if (kind !== STOCK || !register) continue
    const nothing = { device: of, sent: new Map(), sentAt: null, canSend: false }
    const before = found.get(of) ?? nothing
    found.set(of, { ...before, ...partOf(part, register.value) })
  }
  return [...found.values()]
}

function partOf(part: string | undefined, value: unknown): Partial<StockSaid> {
  if (part === 'can') return { canSend: value === true }
  if (part !== 'sent') return {}
  const sent = v.safeParse(sentShape, value)
  if (!sent.success) return {}
  const { at, upTo } = sent.output
  return { sentAt: at, sent: new Map(Object.entries(upTo)) }
}

/**
 * Who sends what was for a device, one in the place of the other: that device; where it was put out,
 * who was named in its place, or else put it out; and so on. The last one belongs to the shop. Empty
 * where none of them does.
 */
export function sendersFor(of: string, rule: StockBy, roster: Roster): string[] {
  const line: string[] = []
  for (let next = of; !line.includes(next);) {
    const member = roster.find(one => one.device === next)
    if (!member) return []
    line.push(next)
    if (!member.removal) return line
    next = rule[next] ?? member.removal.by
  }
  return []
}

/**
 * What a device has to take of the journals that are held: what is for it, and what was for devices
 * that were put out in whose place it sends. `taken` is how far it took, by `stockKey`: numbers only
 * grow, so that what comes twice, or in another order, is taken once.
 */
export function rangesToTake(
  own: string,
  journals: readonly StockJournal[],
  {
    said,
    taken,
    sendersOf,
  }: {
    said: readonly StockSaid[]
    taken: ReadonlyMap<string, number>
    /** As `sendersFor`. */
    sendersOf: (of: string) => readonly string[]
  },
): StockRange[] {
  const ranges: StockRange[] = []
  for (const one of journals) {
    for (const { from, upTo, to } of spansOf(one)) {
      const isDoubtful = to !== own
      const senders = to === '' || (one.isOwn && !isDoubtful) ? [] : sendersOf(to)
      if (senders.at(-1) !== own) continue
      const key = stockKey(one.journal, to)
      // What was sent wholly, by the device that is gone or by another in its place, is in the shop.
      const sent = said.filter(({ device }) => isDoubtful && senders.includes(device))
      const sentUpTo = sent.map(({ sent: upToOf }) => upToOf.get(key) ?? 0)
      const after = Math.max(from - 1, taken.get(key) ?? 0, ...sentUpTo)
      if (after < upTo) ranges.push({ journal: one.journal, to, after, upTo, isDoubtful })
    }
  }
  return ranges
}

/** Entries of a journal that are for a device, and that it did not say to have sent. */
export function unsentFor(
  to: string,
  one: Pick<StockJournal, 'journal' | 'number' | 'steps'>,
  said: readonly StockSaid[],
): Pick<StockRange, 'after' | 'upTo'>[] {
  const sent = said.find(({ device }) => device === to)?.sent.get(stockKey(one.journal, to)) ?? 0
  return spansOf(one)
    .filter(span => span.to === to)
    .map(({ from, upTo }) => ({ after: Math.max(from - 1, sent), upTo }))
    .filter(({ after, upTo }) => after < upTo)
}

/** Entries of a journal, by the device that their changes of stock are for. */
const spansOf = ({ steps, number: last }: Pick<StockJournal, 'number' | 'steps'>) =>
  steps.map((step, at) => ({
    ...step,
    upTo: Math.min(last, (steps[at + 1]?.from ?? Infinity) - 1),
  }))
