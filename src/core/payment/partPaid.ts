import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { givenCents, type Tender } from './tender'
import type { Ticket } from '@/core/ticket/ticket'

/** Whether nothing is on a ticket that would be missed: neither a line, nor anything taken. */
export function isEmptyTicket({ lines, taken }: Ticket): boolean {
  return lines.length === 0 && taken.length === 0
}

/**
 * Whether a ticket may be given up, or made several: not while something of it is paid, as
 * that would then be forgotten, or stand on the wrong one.
 */
export function mayComeApart({ taken }: Ticket): Result<true, SellingError> {
  return taken.length === 0
    ? ok(true)
    : fail({ code: 'tenders-taken', takenCents: givenCents(taken) })
}

/** Tenders that were taken of a payment, each as often as another state of it no longer has it. */
export function goneTenders(before: readonly Tender[], after: readonly Tender[]): Tender[] {
  const kept = [...after]
  return before.filter(tender => {
    const place = kept.findIndex(one => isSameTender(one, tender))
    if (place >= 0) kept.splice(place, 1)
    return place < 0
  })
}

/** What a trace says of a tender that was taken, then removed before it was sealed. */
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
