// What the worker claims for the shop's devices: one of them at a time has a ticket, gives goods of a
// sale back or is paid its debt.
import { mailboxServer } from '@/sharing/mailboxServer'
import type { ClaimOutcome } from '@/core/sharing/claims/claim'
import type { TillContext } from '@/till/context'
import { claimSale, type SaleClaim } from '@/till/sharing/claims/claimSale'
import { claimOwnTicket, claimTicket } from '@/till/sharing/claims/claimTicket'
import { openStore, readGroup } from '@/till/sharing/group'
import type { Sharing } from '@/till/sharing/sayOwn'

const UNDECIDED: ClaimOutcome = { kind: 'undecided' }

export function claimMethods(context: TillContext) {
  /** A claim waits for no exchange that is under way: somebody stands at the counter. */
  async function ask<T>(
    run: (sharing: Sharing, server: ReturnType<typeof mailboxServer>) => Promise<T>,
  ): Promise<T | undefined> {
    const group = await readGroup(context)
    if (!group) return undefined
    const { keys, paperKey, address } = group
    const { store, now } = openStore(context, keys.device)
    return run({ store, keys, paperKey, now }, mailboxServer(address))
  }

  return {
    /** Claims a parked ticket of another till; `turn` is one more than the ticket's. */
    claimTicket: async (ticketId: string, turn: number): Promise<ClaimOutcome> =>
      (await ask((sharing, server) => claimTicket(sharing, server, { ticketId, turn }))) ??
      UNDECIDED,

    /** Claims to give goods of a sale back, or to be paid its debt, whichever till sold. */
    claimSale: async (claim: SaleClaim): Promise<ClaimOutcome> =>
      (await ask((sharing, server) => claimSale(context, sharing, server, claim))) ?? UNDECIDED,

    /** Claims a ticket of this till that was resumed; null where no other till knows of it. */
    claimOwnTicket: async (ticketId: string): Promise<ClaimOutcome | null> =>
      (await ask((sharing, server) => claimOwnTicket(context, sharing, server, ticketId))) ?? null,
  }
}
