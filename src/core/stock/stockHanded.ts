import type { JournalEntry } from '@/core/journal/journal'

/**
 * Which device sends the shop's stock (`shop`; empty: none), and which does in place of each device
 * that was put out, by the name of that one.
 */
export type StockBy = Readonly<Record<string, string>>

/**
 * From an entry of a journal on, its changes of stock are for the device `to`; empty: for the device
 * that sealed it, as long as that one wants to send them at all. The entry itself says so, a trace: so
 * that no device ever reads a sale without knowing for whom it is.
 */
export interface HandedStep {
  /** Number of the first entry. */
  from: number
  to: string
}

/** For whom the changes of stock of this device's own sales are. */
export interface StockHanded {
  /** This device among those of the shop; empty once it left them. */
  own: string
  /** For whom the next sale's changes are, as in a step. */
  to: string
  /** By till code; each step holds until the next one. */
  steps: Readonly<Record<string, readonly HandedStep[]>>
  /** This device can write the shop's stock, as far as it knows. */
  canSend: boolean
  /** This device took over from another, and gives that one until then to end. ISO 8601. */
  waitsUntil: string | null
}

/** Before a device knows of any sender. */
export const NOTHING_HANDED: StockHanded = {
  own: '',
  to: '',
  steps: {},
  canSend: false,
  waitsUntil: null,
}

/** An owner changes who sends a few times in the life of a shop; a journal lasts as long. */
const MOST_STEPS = 200

/** Whether the changes of the next sale are another device's to send. */
export const isHandedOver = ({ own, to }: StockHanded): boolean => to !== '' && to !== own

/** Whether this device sends for the shop, or did. */
export const hasSent = ({ own, steps }: StockHanded): boolean =>
  own !== '' && Object.values(steps).some(list => list.some(({ to }) => to === own))

/** What a device that takes over gives the one before to end: it hears of it within seconds. */
export const TAKEOVER_MS = 120_000

/** Milliseconds that this device still gives the one before; 0 where it may send. */
export function takeoverMs({ waitsUntil }: StockHanded, nowMs: number): number {
  const waitMs = waitsUntil === null ? 0 : Date.parse(waitsUntil) - nowMs
  // Longer than it ever waits: the clock was set back.
  return waitMs > TAKEOVER_MS ? 0 : Math.max(0, waitMs)
}

/** Steps of a journal once the changes from an entry on are for a device. */
export function withStep(
  steps: readonly HandedStep[],
  { from, to }: HandedStep,
): readonly HandedStep[] {
  // A step behind which nothing was sealed yet says nothing.
  const before = steps.filter(one => one.from < from)
  const isSame = (before.at(-1)?.to ?? '') === to
  return isSame ? before : [...before, { from, to }].slice(-MOST_STEPS)
}

/** What a trace says of for whom changes of stock are from then on, as a setting that changed. */
export const stockForDetail = (before: string, after: string) =>
  ({ name: STOCK_FOR, before, after }) as const
const STOCK_FOR = 'stockFor'

/** Whether an entry says for whom changes of stock are from then on. */
export const isStockFor = ({ event }: JournalEntry): boolean =>
  event.kind === 'trace' && event.what === 'setting-changed' && event.detail.name === STOCK_FOR

/** The steps that entries of a journal say, oldest first. */
export const stepsIn = (entries: readonly JournalEntry[]): readonly HandedStep[] =>
  entries.filter(isStockFor).reduce<readonly HandedStep[]>((known, { number: from, event }) => {
    const to = event.kind === 'trace' ? event.detail.after : undefined
    return typeof to === 'string' ? withStep(known, { from, to }) : known
  }, [])

/** As `handed`, with the changes from entry `next` of a till code's journal on for another device. */
export const handedTo = (
  handed: StockHanded,
  to: string,
  { till, next }: { till: string; next: number },
): StockHanded => ({
  ...handed,
  to,
  steps: { ...handed.steps, [till]: withStep(handed.steps[till] ?? [], { from: next, to }) },
})
