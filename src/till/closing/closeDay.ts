import { readExpectedCash } from './drawer'
import { hasClosableAfter, openPeriodOf, readDayToClose } from './readOpenPeriod'
import { isClockAhead } from '@/till/journal/deviceClock'
import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { isLate, type ClosingEntry } from '@/core/closing/closing'
import { checkCash, type CountedCash } from '@/core/closing/drawer'
import { fail, ok, type ClosingError, type Result } from '@/core/errors'
import type { CashCheckV1 } from '@/core/journal/events/closingV1'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { NOBODY } from '@/core/people/user'
import {
  appendDay,
  appendPeriod,
  type DayToClose,
  type CompleteClosing,
} from '@/storage/closing/closings'
import { approvalOf, inspectionOf, refuseInspected } from '@/storage/journal/refusals'
import { writeFaultOf } from '@/storage/fault'
import { takeRight } from '@/storage/people/approvals'

/** Who closes, and the seller named on the closing. */
export interface Closer {
  user: UserV1
  seller: SellerV1
}

/** The drawer as it was counted for a closing, with the reason of a difference. */
export interface CountForClosing {
  cash: CountedCash
  reason: string
}

/**
 * Closes the open day (Z): its totals, the perpetual totals and the seal of its last entry are
 * sealed as one entry. Forgotten days before it are closed first, each on its own. The counted cash
 * is sealed beside what the journal expects at that very moment; a difference is never refused, and
 * a day may be closed without a count. When any tab has closed it already, the existing closing is
 * returned. Nobody closes during an inspection. When the last closing fails, the forgotten days
 * closed before it stay closed.
 */
export async function closeDay(
  context: TillContext,
  closer: Closer,
  counted: CountForClosing | null,
): Promise<Result<ClosingEntry, ClosingError>> {
  const real = realTill(context)
  try {
    for (;;) {
      const open = await readDayToClose(real)
      if (open.before && openPeriodOf(real, open).isClosed) return ok(open.before)
      // Past midnight, the count belongs to the evening that is being closed.
      const isLast =
        open.forgotten === undefined || !(await hasClosableAfter(real, open.running.lastEntry))
      const closing = await sealDay(real, open, closer, isLast ? counted : null, () =>
        refuse(context, closer),
      )
      if (isLast) return ok(closing)
    }
  } catch (error) {
    return refused(error)
  }
}

/**
 * Makes the closings that were forgotten: earlier days, each with its own entries, then the months
 * and years that are over (R6). It reads in parts and seals one closing after the other, so that a
 * sale made meanwhile goes first. None is made while the clock is far ahead of all that is known and
 * nobody has read so: a wrong date must not close a year. Returns how many were made. Two tabs make each closing once, and
 * a closing the disk refused is made the next time.
 */
export async function closeForgotten(
  context: TillContext,
  seller: SellerV1,
): Promise<Result<number, ClosingError>> {
  try {
    if (await isClockAhead(context)) return ok(0)
    // Sealed in the till's own name, whoever serves.
    return ok(await makeUp(realTill(context), { user: NOBODY, seller }))
  } catch (error) {
    return refused(error)
  }
}

async function makeUp(real: TillContext, closer: Closer): Promise<number> {
  let made = 0
  for (;;) {
    const open = await readDayToClose(real)
    if (open.forgotten === undefined) break
    await sealDay(real, open, closer, null)
    made += 1
  }
  for (const period of ['month', 'year'] as const) {
    while (await sealPeriod(real, period, closer)) made += 1
  }
  return made
}

/** Refuses a closing by hand during an inspection, or without the right to it. */
async function refuse({ tillDb }: TillContext, { user }: Closer): Promise<void> {
  await refuseInspected(tillDb)
  await takeRight(tillDb, { user, permission: 'close-day', about: {} })
}

const refused = (error: unknown) =>
  fail(
    approvalOf(error) ??
      inspectionOf(error) ?? { ...writeFaultOf(error), code: 'closing-not-written' as const },
  )

/** A closing belongs to the real journal, never to training, even while training is on. */
const realTill = (context: TillContext): TillContext => ({ ...context, isTraining: false })

async function sealDay(
  context: TillContext,
  open: DayToClose,
  closer: Closer,
  counted: CountForClosing | null,
  refuse?: () => Promise<void>,
): Promise<ClosingEntry> {
  const expectedCash = counted && (await readExpectedCash(context))
  const check = async () => {
    await refuse?.()
    return counted && expectedCash
      ? checkCash(counted.cash, await expectedCash(), counted.reason)
      : null
  }
  return appendDay(
    context.tillDb,
    stampEvent(context, context.newId()),
    open,
    closingDetails(context, closer, check),
  )
}

function sealPeriod(
  context: TillContext,
  period: 'month' | 'year',
  closer: Closer,
): Promise<ClosingEntry | undefined> {
  const complete = closingDetails(context, closer)
  return appendPeriod(context.tillDb, stampEvent(context, context.newId()), period, complete)
}

/**
 * What a closing says beside its totals. `check` gives the count of the drawer; without it, the
 * closing says that nobody counted.
 */
export function closingDetails(
  context: TillContext,
  { user, seller }: Closer,
  check: () => Promise<CashCheckV1 | null> = () => Promise.resolve(null),
): CompleteClosing {
  const today = context.now().day
  return async closed => ({
    kind: 'closing',
    ...closed,
    isLate: isLate(closed.period, closed.of, today),
    cash: await check(),
    user,
    seller,
    software: context.software,
  })
}
