import { append, sealingTables, type Unsealed } from './append'
import { hasSold } from './hasSold'
import { readSalesAt } from './findSales'
import { readPaymentsOf, readRefundsOf } from './journal'
import { RefusedByJournal, TicketChangedElsewhere } from './refusals'
import { assert } from '@/core/assert'
import { withSoundTexts } from '@/core/text'
import { canonicalJson } from '@/core/journal/canonicalJson'
import { referenceKey } from '@/core/journal/entryReference'
import type { SaleV1 } from '@/core/journal/events/saleV1'
import {
  isSale,
  type JournalEntry,
  type PaymentEntry,
  type SaleEntry,
} from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'
import { stillDueCents } from '@/core/payment/debt'
import { vouchersBackRefusal, vouchersPaidCents } from '@/core/payment/mealVouchers'
import { checkGivenBack, referenceOfSource, refundSources } from '@/core/payment/refund'
import type { SalesBack } from '@/core/payment/refundRights'
import type { UnnumberedSale } from '@/core/payment/settle'
import { givenInCents, loweredDebtCents } from '@/core/payment/tender'
import type { Need, Rights } from '@/core/people/permissions'
import type { Role } from '@/core/people/user'
import { isIdentified } from '@/core/settings/seller'
import { NOTHING_ABOUT, type AboutSales } from '@/core/sharing/claims/aboutSales'
import type { TillDatabase } from '@/storage/databases'
import { readRights, readRoleOf } from '@/storage/people/rights'
import { queueStock } from '@/storage/stock/queueStock'
import { traceStockFor } from '@/storage/stock/traceStockFor'

/** The first thing a sale needs that this role may not do alone and nobody approved; else null. */
export type RightsCheck = (rights: Rights, role: Role, before: SalesBack) => Need | null

/**
 * Numbers a sale, seals it as the next entry, queues its stock changes for the shop and deletes its
 * open ticket, in one strict transaction; resolves once it is on disk. A sale already in the
 * journal (a second press, a restart) is returned as it was sealed and not written twice.
 *
 * Sealing is synchronous: awaiting anything but IndexedDB would end the transaction, and another
 * tab or a kill could come between reading and writing.
 *
 * `elsewhere` is what the copies of other tills' journals hold of the sales whose goods come back, read
 * just before: they are in another database, which a transaction cannot wait for.
 *
 * @throws TicketChangedElsewhere when the same ticket was sealed with other lines.
 * @throws RefusedByJournal when the sale gives back more than is left of what was sold, of a debt
 * or of its meal vouchers, when `check` finds an approval missing, during an inspection, or when the
 * first real sale does not say who sells.
 */
export function appendSale(
  db: TillDatabase,
  sale: Unsealed<UnnumberedSale>,
  series: string,
  space: Space = 'shop',
  check: RightsCheck | null = null,
  elsewhere: AboutSales = NOTHING_ABOUT,
): Promise<SaleEntry> {
  // A ticket kept by an older version may hold any text: none stops a sale.
  const unsealed = withSoundTexts(sale)
  const tables = [...sealingTables(db), db.tickets, db.outbox, db.users]
  return db.transaction('rw', tables, async () => {
    const sealed = await db.journal.get({ eventId: unsealed.eventId })
    if (sealed) return sameSale(sealed, unsealed.event)

    await checkSeller(db, unsealed)
    await checkRefunds(db, unsealed, check, elsewhere)
    const handed = await traceStockFor(db, unsealed, unsealed.event.software)
    const entry = await append(db, unsealed, number => ({
      ...unsealed.event,
      document: number(series),
    }))
    await queueStock(db, entry, space, handed)
    await db.tickets.delete(unsealed.eventId)
    return entry
  })
}

/** Refuses the first real sale unless it says who sells; a shop that already sells goes on. */
async function checkSeller(
  db: TillDatabase,
  { event, training }: Unsealed<UnnumberedSale>,
): Promise<void> {
  if (training || isIdentified(event.seller) || (await hasSold(db))) return
  throw new RefusedByJournal({ code: 'seller-missing' })
}

async function checkRefunds(
  db: TillDatabase,
  unsealed: Unsealed<UnnumberedSale>,
  check: RightsCheck | null,
  elsewhere: AboutSales,
): Promise<void> {
  const { lines } = unsealed.event
  const references = refundSources(unsealed).map(referenceOfSource)
  if (references.length === 0) return checkRights(db, unsealed, check, { sales: [], refunds: [] })
  const here = await readSalesAt(db, references)
  const sold = [...here, ...elsewhere.sales].filter(sale => sale.training === unsealed.training)
  const refunds = [...(await readRefundsOf(db, references)), ...elsewhere.refunds]
  const checked = checkGivenBack(
    lines,
    new Map(sold.map(sale => [referenceKey(sale), sale])),
    refunds,
  )
  if (!checked.ok) throw new RefusedByJournal(checked.error)
  const payments = [...(await readPaymentsOf(db, ...sold)), ...elsewhere.payments]
  checkDebt(unsealed, sold[0], payments, refunds)
  checkVouchers(unsealed, [...sold, ...payments], refunds)
  await checkRights(db, unsealed, check, { sales: sold, refunds })
}

/** Refuses what the user may not do alone and nobody approved, whatever a screen allowed. */
async function checkRights(
  db: TillDatabase,
  { event }: Unsealed<UnnumberedSale>,
  check: RightsCheck | null,
  before: SalesBack,
): Promise<void> {
  if (check === null) return
  const role = await readRoleOf(db, event.user.userId)
  const need = role === null ? null : check(await readRights(db), role, before)
  if (need !== null) {
    throw new RefusedByJournal({ code: 'approval-missing', permission: need.permission })
  }
}

/** Refuses to give back more in meal vouchers than they still pay, whatever a screen showed. */
function checkVouchers(
  { event }: Unsealed<UnnumberedSale>,
  paid: readonly (SaleEntry | PaymentEntry)[],
  refunds: readonly SaleEntry[],
): void {
  if (givenInCents(event.tenders, 'meal-voucher') >= 0) return
  const paidCents = vouchersPaidCents(paid, refunds)
  const rules = { foodCents: event.foodCents ?? null, vouchersPaidCents: paidCents }
  const refusal = vouchersBackRefusal(event.totalCents, event.tenders, rules)
  if (refusal) throw new RefusedByJournal(refusal)
}

/** Refuses to lower a debt by more than is still owed, whatever a screen showed. */
function checkDebt(
  { event }: Unsealed<UnnumberedSale>,
  sold: SaleEntry | undefined,
  payments: readonly PaymentEntry[],
  refunds: readonly SaleEntry[],
): void {
  const lowered = loweredDebtCents(event.tenders)
  if (lowered === 0) return
  assert(sold !== undefined, 'a debt is lowered by the goods of its sale')
  const stillDue = stillDueCents(sold, payments, refunds)
  if (lowered > stillDue) {
    throw new RefusedByJournal({ code: 'debt-changed', stillDueCents: stillDue })
  }
}

function sameSale(sealed: JournalEntry, sale: UnnumberedSale): SaleEntry {
  if (isSale(sealed) && goodsOf(sealed.event) === goodsOf(sale)) return sealed
  throw new TicketChangedElsewhere(sealed.eventId)
}

const goodsOf = ({ lines, totalCents }: Pick<SaleV1, 'lines' | 'totalCents'>) =>
  canonicalJson({ lines, totalCents })
