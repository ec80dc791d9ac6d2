import type { CashMovementV1, CoinsV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { CashCheckV1 } from '@/core/journal/events/closingV1'
import type { SaleV1 } from '@/core/journal/events/saleV1'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { assertCents } from '@/core/money'
import { givenInCents } from '@/core/payment/tender'

export type MovementEntry = EntryOf<CashMovementV1>

/** What the journal says of the drawer since it was last given a float. */
export interface Drawer {
  /** When it was given its float; empty where it never was: all cash counts, from nothing. */
  openedAt: string
  floatCents: number
  /** Cash taken for sales, less change and less what was given back in cash. */
  salesCents: number
  /** Cash taken for what customers still owed. */
  debtsCents: number
  inCents: number
  outCents: number
  movements: MovementEntry[]
}

/** Cash as it was counted; no coins where only the sum was given. */
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
 * The drawer after some more entries, oldest first. Those of another kind of books, real ones
 * or lessons, are passed over: a lesson moves no real cash.
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

/** What must be in the drawer: float, cash taken less change and given back, in less out. */
export function expectedCashCents(drawer: Drawer): number {
  const { floatCents, salesCents, debtsCents, inCents, outCents } = drawer
  return floatCents + salesCents + debtsCents + inCents - outCents
}

/** What coins and notes come to. */
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
      // What is paid on the web never passes through the drawer.
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

/** Cash that stays in the drawer; below zero where it was given back. */
function cashIn({ tenders, changeCents }: Pick<SaleV1, 'tenders' | 'changeCents'>): number {
  return givenInCents(tenders, 'cash') - changeCents
}
