import { expect } from 'vitest'
import { aTender, CONTEXT } from '../../../support/factory'
import type { SharingTill } from '../twoTills'
import type { SaleEntry } from '@/core/journal/journal'
import type { EntryReference } from '@/core/journal/entryReference'
import { giveBack } from '@/core/payment/refund'
import type { Tender } from '@/core/payment/tender'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { ticketTotals } from '@/core/ticket/pricing'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { readRefundable } from '@/till/payment/readRefundable'
import { sellTicket } from '@/till/payment/sellTicket'
import { exchangeShop } from '@/till/sharing/exchangeShop'

/** Gives tills one clock that goes on by a second each time it is read. */
export function letTimePass(...tills: SharingTill[]): void {
  let ms = Date.parse('2026-01-02T09:00:00.000Z')
  for (const { context } of tills) {
    context.now = () => {
      ms += 1_000
      return { at: new Date(ms).toISOString(), day: '2026-01-02' }
    }
  }
}

/** Sells a ticket, paid in cash, or as given. */
export async function sell(
  { context }: SharingTill,
  ticket: Ticket,
  tenders: readonly Tender[] = [aTender(ticketTotals(ticket).totalCents)],
): Promise<SaleEntry> {
  const sold = await sellTicket(context, ticket, tenders, { ...CONTEXT, mayOwe: true })
  if (!sold.ok) throw new Error(sold.error.code)
  return sold.value
}

/** Puts pieces of a sale's first line on a ticket that gives them back, as the screen of a till does. */
export async function ticketBack(
  { context }: SharingTill,
  reference: EntryReference,
  pieces: number,
): Promise<Ticket> {
  const found = await readRefundable(context, reference)
  if (!found) throw new Error('the sale is known')
  const ticket = emptyTicket(crypto.randomUUID(), context.now().at)
  const wanted = new Map([[0, pieces * 1000]])
  return giveBack(ticket, found.sale, found.refunds, wanted, () => crypto.randomUUID())
}

/** Seals a ticket that gives back; `debtCents` is what may be taken off a debt instead. */
export const giveTicketBack = (
  { context }: SharingTill,
  ticket: Ticket,
  tenders: readonly Tender[] = [aTender(ticketTotals(ticket).totalCents)],
  debtCents = 0,
) => sellTicket(context, ticket, tenders, { ...CONTEXT, debtCents })

/** Gives back pieces of the first line of a sale of any till. */
export async function refund(
  till: SharingTill,
  reference: EntryReference,
  pieces = 1,
): Promise<SaleEntry> {
  const sealed = await giveTicketBack(till, await ticketBack(till, reference, pieces))
  if (!sealed.ok) throw new Error(sealed.error.code)
  return sealed.value
}

/** Lets each till say and hear all that there is. */
export async function shareAll(hub: ReachedServer, ...tills: SharingTill[]): Promise<void> {
  for (const { sharing } of [...tills, ...tills, ...tills]) {
    const done = await exchangeShop(sharing, hub)
    expect(done).toMatchObject({ fault: null, isCopied: false, tampered: [], refused: [] })
  }
}
