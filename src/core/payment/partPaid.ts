import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { givenCents, type Tender } from './tender'
import type { Ticket } from '@/core/ticket/ticket'

/** Whether a ticket holds nothing worth keeping: no line, and no tender taken. */
export function isEmptyTicket({ lines, taken }: Ticket): boolean {
  return lines.length === 0 && taken.length === 0
}

/**
 * Whether a ticket may be discarded or split. It fails once a tender was taken, which would
 * otherwise be lost or end up on the wrong ticket.
 */
export function mayComeApart({ taken }: Ticket): Result<true, SellingError> {
  return taken.length === 0
    ? ok(true)
    : fail({ code: 'tenders-taken', takenCents: givenCents(taken) })
}

/** Tenders of `before` that `after` no longer has; equal tenders are matched one by one. */
export function goneTenders(before: readonly Tender[], after: readonly Tender[]): Tender[] {
  const kept = [...after]
  return before.filter(tender => {
    const index = kept.findIndex(one => isSameTender(one, tender))
    if (index >= 0) kept.splice(index, 1)
    return index < 0
  })
}

/** Detail of the trace of a tender that was taken, then removed before sealing. */
export function tenderDetail(
  { kind, name, givenCents: amountCents }: Tender,
  of: TraceV1['detail'],
): TraceV1['detail'] {
  return { ...of, tender: kind, name, amountCents }
}

const isSameTender = (one: Tender, other: Tender) =>
  one.kind === other.kind &&
  one.name === other.name &&
  one.account === other.account &&
  one.givenCents === other.givenCents
