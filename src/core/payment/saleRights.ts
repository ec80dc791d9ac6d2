import { limitOf, missingRights, type Need, type Rights } from '@/core/people/permissions'
import type { Role } from '@/core/people/user'
import { linesAboveLimit } from '@/core/ticket/discountLimit'
import { takenOff } from '@/core/ticket/takenOff'
import type { Ticket } from '@/core/ticket/ticket'
import { givesBack, needsToGiveBack, type SalesBack } from './refundRights'

/**
 * Whether any right is needed to sell a ticket: it gives something back, or charges less than the
 * list price. Most tickets need none.
 */
export const needsRights = (ticket: Ticket): boolean =>
  givesBack(ticket) || [...takenOff(ticket).byLine.values()].some(rate => rate > 0)

/**
 * The first thing on a ticket that a role may not do alone and nobody approved; null when it may be
 * sealed.
 */
export function missingRight(
  ticket: Ticket,
  rights: Rights,
  role: Role,
  before: SalesBack,
): Need | null {
  const [above] = linesAboveLimit(ticket, limitOf(rights, role, 'discount-above-limit'))
  if (above !== undefined) {
    const amount = takenOff(ticket).byLine.get(above) ?? 0
    return { permission: 'discount-above-limit', amount }
  }
  return missingRights(rights, role, needsToGiveBack(ticket, before))[0] ?? null
}
