import { readCopies, type Copies } from '@/till/sharing/copies/listOtherTills'
import { readAboutIn } from '@/till/sharing/copies/readElsewhere'
import type { TillContext } from '@/till/context'
import { dayPlus } from '@/core/days'
import { parseReference, referenceKey, type EntryReference } from '@/core/journal/entryReference'
import { isPayment, isSale, type JournalEntry } from '@/core/journal/journal'
import { journalOfSale, salesNamedBy, type CopiedAbout } from '@/core/sharing/claims/aboutSales'
import {
  paidOver,
  refundedOver,
  type DoneTwice,
  type SaleWithActs,
} from '@/core/sharing/claims/doneTwice'
import type { ShopSale } from '@/core/sharing/shopSales'
import { readActsSince } from '@/storage/journal/findSales'
import { readEntry, readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'
import { readCopied } from '@/storage/sharing/copies'
import { readNamedSince, whichAreNamed } from '@/storage/sharing/copyReferences'

/** What is to be verified is shown for so long after it happened. */
const SHOWN_DAYS = 30

/**
 * Sales of any till of which several tills gave back more than was sold, or for which they took more
 * than was due, in the last days, as far as their journals are here. Only what several journals name is
 * looked at: a journal alone refuses it.
 */
export async function readDoneTwice(context: TillContext): Promise<DoneTwice> {
  const found = await readCopies(context, async copies => {
    const known: SaleWithActs[] = []
    const references = await readNamedTogether(context, copies)
    const about = await readAboutIn(copies, references)
    for (const reference of references) {
      const one = await readWithActs(context, copies, reference, about)
      if (one && !one.sale.sale.training) known.push(one)
    }
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

async function readWithActs(
  { tillDb }: TillContext,
  copies: Copies,
  reference: EntryReference,
  about: readonly CopiedAbout[],
): Promise<SaleWithActs | undefined> {
  const home = journalOfSale(reference, copies.named)
  if (!home) return undefined
  const isOwn = home.device === null
  const { till, number } = reference
  const sale = isOwn
    ? await readEntry(tillDb, till, number)
    : (await readCopied(copies.others, home.journal, number))?.entry
  if (!sale || !isSale(sale)) return undefined
  const ofSale = about.filter(({ entry }) => isAbout(entry, reference))
  const [refundsHere, paymentsHere] = await Promise.all([
    readRefundsOf(tillDb, [reference]),
    readPaymentsOf(tillDb, reference),
  ])
  return {
    sale: { sale, journal: isOwn ? null : home.journal },
    refunds: [
      ...refundsHere.map(one => ({ sale: one, journal: null })),
      ...ofSale.flatMap(({ entry, journal }): ShopSale[] =>
        isSale(entry) ? [{ sale: entry, journal }] : [],
      ),
    ],
    payments: [
      ...paymentsHere,
      ...ofSale.flatMap(({ entry }) => (isPayment(entry) ? [entry] : [])),
    ],
  }
}

const isAbout = (entry: JournalEntry, sale: EntryReference) =>
  salesNamedBy(entry).some(one => referenceKey(one) === referenceKey(sale))
