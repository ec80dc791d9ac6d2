import { askClaim, type AskedClaim } from './askClaim'
import type { Sharing } from '@/till/sharing/sayOwn'
import { shopOf } from '@/till/sharing/rotate'
import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { NOBODY } from '@/core/people/user'
import type { ClaimOutcome } from '@/core/sharing/claims/claim'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { ticketDetail } from '@/core/ticket/lastAction'
import {
  dropMovedAway,
  keepMoved,
  readMovedOf,
  readSharedTickets,
} from '@/storage/sharing/parkedTickets'

/** Claims a parked ticket of another till, before it is resumed here. */
export const claimTicket = (
  sharing: Sharing,
  server: MailboxServer,
  { ticketId, ...asked }: { ticketId: string } & Omit<AskedClaim, 'subject'>,
): Promise<ClaimOutcome> =>
  askClaim(sharing, server, { subject: { kind: 'ticket', id: ticketId }, ...asked })

/**
 * Claims a ticket of this till that was resumed here already: nobody waited for an answer. Without
 * one it counts as claimed, as the tills that hear of it later see. Null where no other till was told
 * of the ticket.
 */
export async function claimOwnTicket(
  { tillDb }: TillContext,
  sharing: Sharing,
  server: MailboxServer,
  ticketId: string,
): Promise<ClaimOutcome | null> {
  const { device } = sharing.keys
  const said = await readSharedTickets(tillDb)
  if (!said.some(one => one.device === device && one.ticketId === ticketId)) return null
  const moved = await readMovedOf(tillDb, ticketId)
  const outcome = await claimTicket(sharing, server, { ticketId, turn: moved.turn + 1 })
  if (outcome.kind !== 'held') await keepMoved(tillDb, { ...moved, turn: moved.turn + 1 })
  return outcome
}

/** Drops the parked tickets of this till that others took, once it heard of it. */
export async function followTakenTickets(context: TillContext, sharing: Sharing): Promise<void> {
  const { roster } = await shopOf(sharing)
  const nameOf = (device: string) => roster.find(one => one.device === device)?.name ?? ''
  await dropMovedAway(context.tillDb, sharing.keys.device, (ticket, to) =>
    traceOf(context, NOBODY, 'ticket-moved', { ...ticketDetail(ticket), to, name: nameOf(to) }),
  )
}
