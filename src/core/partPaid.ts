import { fail, ok, type Result, type SellingError } from './errors'
import { givenCents } from './tender'
import type { Ticket } from './ticket'

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
