import type { CashMovementV1, CoinsV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { CashCheckV1 } from '@/core/journal/events/closingV1'
import type { SaleV1 } from '@/core/journal/events/saleV1'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { assertCents } from '@/core/money'
import { givenInCents } from '@/core/payment/tender'

export type MovementEntry = EntryOf<CashMovementV1>

/** Movements of the cash drawer since it was last opened with a float, from the journal. */
export interface Drawer {
  /** When it was opened; empty when it never was: then all cash is counted, from zero. */
  openedAt: string
  floatCents: number
  /** Cash taken for sales, less change and less refunds in cash. */
  salesCents: number
  /** Cash taken for debts of customers. */
  debtsCents: number
  inCents: number
  outCents: number
  movements: MovementEntry[]
}

/** Counted cash; `coins` is empty when only the sum was given. */
export interface CountedCash {
  sumCents: number
  coins: CoinsV1[]
}

/** A count of the drawer beside what the journal expects in it at that moment. */
export function checkCash(
  { sumCents, coins }: CountedCash,
  expectedCents: number,
  reason: string,
): CashCheckV1 {
  return {
    expectedCents,
    countedCents: sumCents,
    differenceCents: sumCents - expectedCents,
    coins,
    reason,
  }
}

export const UNOPENED_DRAWER: Drawer = {
  openedAt: '',
  floatCents: 0,
  salesCents: 0,
  debtsCents: 0,
  inCents: 0,
  outCents: 0,
  movements: [],
}

/**
 * The drawer after more entries, oldest first. When `isTraining` is false, training entries are
 * skipped, because training moves no real cash; when it is true, real entries are skipped.
 */
export function drawerAfter(
  drawer: Drawer,
  entries: readonly JournalEntry[],
  isTraining: boolean,
): Drawer {
  return entries
    .filter(entry => entry.training === isTraining)
    .reduce((so, entry) => drawerAfterEntry(so, entry), drawer)
}

/**
 * Cash that should be in the drawer: float, cash taken less change and refunds, cash put in, less
 * cash taken out.
 */
export function expectedCashCents(drawer: Drawer): number {
  const { floatCents, salesCents, debtsCents, inCents, outCents } = drawer
  return floatCents + salesCents + debtsCents + inCents - outCents
}

/** Value of counted coins and notes. */
export function coinsCents(coins: readonly CoinsV1[]): number {
  const total = coins.reduce((sum, { valueCents, count }) => sum + valueCents * count, 0)
  assertCents(total)
  return total
}

function drawerAfterEntry(drawer: Drawer, entry: JournalEntry): Drawer {
  const { event } = entry
  switch (event.kind) {
    case 'sale':
    case 'refund':
      // Online payments never pass through the drawer.
      if (event.channel === 'web') return drawer
      return { ...drawer, salesCents: drawer.salesCents + cashIn(event) }
    case 'drawer-opened':
      return { ...UNOPENED_DRAWER, openedAt: entry.at, floatCents: event.floatCents }
    case 'payment':
      return { ...drawer, debtsCents: drawer.debtsCents + cashIn(event) }
    case 'cash-movement': {
      const side = event.direction === 'in' ? 'inCents' : 'outCents'
      return {
        ...drawer,
        [side]: drawer[side] + event.amountCents,
        movements: [...drawer.movements, { ...entry, event }],
      }
    }
    default:
      return drawer
  }
}

/** Cash that stays in the drawer; below zero when it was given back. */
function cashIn({ tenders, changeCents }: Pick<SaleV1, 'tenders' | 'changeCents'>): number {
  return givenInCents(tenders, 'cash') - changeCents
}
