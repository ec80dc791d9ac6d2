import { recordAllowed } from '@/till/journal/recordTrace'
import { isTraining, stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import {
  checkCash,
  drawerAfter,
  expectedCashCents,
  UNOPENED_DRAWER,
  type CountedCash,
  type Drawer,
} from '@/core/closing/drawer'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type {
  CashCountedV1,
  CashMovementV1,
  DrawerOpenedV1,
} from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { EntryOf, JournalEvent } from '@/core/journal/journal'
import { append, type EventWith } from '@/storage/journal/append'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'
import { sealingFailure } from '@/storage/journal/refusals'
import { readEntriesAfter, readLastFloat } from '@/storage/journal/journal'

/** Entries read into memory at once. */
const AT_ONCE = 500

/** The drawer according to the journal, read from the last float on, never from the beginning. */
export async function readDrawer(context: TillContext): Promise<Drawer> {
  return (await readOn(context, await fromLastFloat(context))).drawer
}

/** Seals the drawer's float: what is expected in the drawer is counted from here. */
export function openDrawer(
  context: TillContext,
  user: UserV1,
  { sumCents, coins }: CountedCash,
): Promise<Result<EntryOf<DrawerOpenedV1>, SellingError>> {
  return seal(context, () => ({
    kind: 'drawer-opened',
    floatCents: sumCents,
    coins,
    user,
    software: context.software,
  }))
}

/**
 * Seals cash put into the drawer, or taken out, without a sale. Taking out needs a right, or an
 * approval of this amount for this reason, which is taken in the transaction that seals it.
 */
export async function moveCash(
  context: TillContext,
  user: UserV1,
  moved: { direction: 'in' | 'out'; amountCents: number; reason: string },
): Promise<Result<EntryOf<CashMovementV1>, SellingError>> {
  assert(moved.amountCents > 0, 'some cash is moved')
  const { direction, amountCents, reason } = moved
  const taken = { user, permission: 'cash-out', about: { amountCents, reason } } as const
  return seal(context, async () => {
    if (direction === 'out') await takeRight(context.tillDb, taken)
    return { kind: 'cash-movement', ...moved, user, software: context.software }
  })
}

/**
 * Seals a count of the drawer beside what the journal expects at that very moment. A difference is
 * recorded with its reason, never refused.
 */
export async function countCash(
  context: TillContext,
  user: UserV1,
  counted: CountedCash,
  reason: string,
): Promise<Result<EntryOf<CashCountedV1>, SellingError>> {
  const readExpected = await readExpectedCash(context)
  return seal(context, async () => ({
    kind: 'cash-counted',
    ...checkCash(counted, await readExpected(), reason),
    user,
    software: context.software,
  }))
}

/**
 * Reads the drawer up to now. The function it returns runs inside the transaction that seals a
 * count: it reads the entries added since and returns the cash expected in the drawer, in cents.
 */
export async function readExpectedCash(context: TillContext): Promise<() => Promise<number>> {
  const before = await readOn(context, await fromLastFloat(context))
  return async () => expectedCashCents((await readOn(context, before)).drawer)
}

/**
 * Seals a trace that the drawer was opened without a sale (R4). It needs a right, or an approval for
 * this reason.
 */
export async function openWithoutSale(
  context: TillContext,
  user: UserV1,
  reason: string,
): Promise<Result<true, SellingError>> {
  const act = { user, permission: 'drawer-without-sale', about: { reason } } as const
  try {
    await recordAllowed(context, act, 'drawer-without-sale', { reason })
    return ok(true)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}

interface Reading {
  drawer: Drawer
  /** Number of the last entry read. */
  number: number
}

async function fromLastFloat(context: TillContext): Promise<Reading> {
  const opening = await readLastFloat(context.tillDb, context.tillCode, isTraining(context))
  return { drawer: UNOPENED_DRAWER, number: Math.max(0, opening - 1) }
}

/** Reads on to the end of the journal. */
async function readOn(context: TillContext, { drawer, number }: Reading): Promise<Reading> {
  const entries = await readEntriesAfter(context.tillDb, context.tillCode, number, AT_ONCE)
  const last = entries.at(-1)
  if (!last) return { drawer, number }
  const read = { drawer: drawerAfter(drawer, entries, isTraining(context)), number: last.number }
  return entries.length < AT_ONCE ? read : readOn(context, read)
}

async function seal<Event extends JournalEvent>(
  context: TillContext,
  eventWith: EventWith<Event>,
): Promise<Result<EntryOf<Event>, SellingError>> {
  try {
    const { tillDb } = context
    const stamp = stampEvent(context, context.newId())
    const entry = await tillDb.transaction('rw', tablesOfAct(tillDb), async () =>
      append(tillDb, stamp, eventWith),
    )
    return ok(entry)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}
