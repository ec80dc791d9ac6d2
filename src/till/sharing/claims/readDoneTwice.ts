import { readCopies, type Copies } from '@/till/sharing/copies/listOtherTills'
import { readAboutIn } from '@/till/sharing/copies/readElsewhere'
import { readSalesMeant } from '@/till/sharing/copies/readSalesMeant'
import type { TillContext } from '@/till/context'
import { dayPlus } from '@/core/days'
import { parseReference, referenceKey, type EntryReference } from '@/core/journal/entryReference'
import { isPayment, isSale, type JournalEntry } from '@/core/journal/journal'
import { salesNamedBy } from '@/core/sharing/claims/aboutSales'
import {
  paidOver,
  refundedOver,
  type DoneTwice,
  type SaleWithActs,
} from '@/core/sharing/claims/doneTwice'
import { SHOWN_DAYS } from '@/core/sharing/claims/soldTwice'
import { readActsSince } from '@/storage/journal/findSales'
import { readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'
import { readNamedSince, whichAreNamed } from '@/storage/sharing/copyReferences'

/**
 * Sales of any till of which several tills gave back more than was sold, or for which they took more
 * than was due, in the last days, as far as their journals are here. Only what several journals name is
 * looked at: a journal alone refuses it.
 */
export async function readDoneTwice(context: TillContext): Promise<DoneTwice> {
  const found = await readCopies(context, async copies => {
    const known = await readWithActs(context, copies, await readNamedTogether(context, copies))
    return { refunded: refundedOver(known), paid: paidOver(known) }
  })
  return found ?? { refunded: [], paid: [] }
}

/** Sales for which something was done lately, by another till at least once. */
async function readNamedTogether(
  { tillDb, tillCode, now }: TillContext,
  { others }: Copies,
): Promise<EntryReference[]> {
  const from = dayPlus(now().day, -SHOWN_DAYS)
  const here = (await readActsSince(tillDb, from)).flatMap(salesNamedBy).map(referenceKey)
  const elsewhere = await readNamedSince(others, from)
  const both = await whichAreNamed(others, [...new Set(here)])
  return [...new Set([...elsewhere, ...both])].flatMap(key => parseReference(key, tillCode) ?? [])
}

/** Sales, lessons left out, with what any till did for each. */
async function readWithActs(
  context: TillContext,
  copies: Copies,
  references: readonly EntryReference[],
): Promise<SaleWithActs[]> {
  const { tillDb } = context
  const [sales, refundsHere, paymentsHere, elsewhere] = await Promise.all([
    readSalesMeant(context, copies, references),
    readRefundsOf(tillDb, references),
    readPaymentsOf(tillDb, ...references),
    readAboutIn(copies, references),
  ])
  const here = [...refundsHere, ...paymentsHere].map(entry => ({ entry, journal: null }))
  return sales
    .filter(({ sale }) => !sale.training)
    .map(sale => {
      const acts = [...here, ...elsewhere].filter(({ entry }) => isAbout(entry, sale.sale))
      return {
        sale,
        refunds: acts.flatMap(({ entry, journal }) =>
          isSale(entry) ? [{ sale: entry, journal }] : [],
        ),
        payments: acts.flatMap(({ entry }) => (isPayment(entry) ? [entry] : [])),
      }
    })
}

const isAbout = (entry: JournalEntry, sale: EntryReference) =>
  salesNamedBy(entry).some(one => referenceKey(one) === referenceKey(sale))
