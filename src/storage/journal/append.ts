import type { JournalHead, TillDatabase, TillKey } from '@/storage/databases'
import { readEntriesAfter, readLastEntry, readPaymentsOf, readRefundsOf } from './journal'
import { queueStock } from '@/storage/stock/outbox'
import { writeFaultOf } from '@/storage/fault'
import { readSetting } from '@/storage/settings/settings'
import { assert } from '@/core/assert'
import { canonicalJson } from '@/core/journal/canonicalJson'
import { stillDueCents } from '@/core/payment/debt'
import type { SellingError } from '@/core/errors'
import type { DocumentNumberV1, SaleV1 } from '@/core/journal/events/saleV1'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'
import {
  isSale,
  sealEvent,
  type EntryOf,
  type JournalEntry,
  type JournalEvent,
  type SaleEntry,
  type UnsealedEvent,
} from '@/core/journal/journal'
import { vouchersBackRefusal, vouchersPaidCents } from '@/core/payment/mealVouchers'
import { referenceKey } from '@/core/journal/entryReference'
import { purgedCounters, purgeOf } from '@/core/journal/purge'
import { checkGivenBack, referenceOfSource, refundSources } from '@/core/payment/refund'
import type { UnnumberedSale } from '@/core/payment/settle'
import { givenInCents, loweredDebtCents } from '@/core/payment/tender'
import type { Space } from '@/core/journal/space'

/**
 * What nobody may add while the books are shown to an inspector; what happens is still traced,
 * and what the till closes by itself is closed.
 */
const BARRED: ReadonlySet<JournalEvent['kind']> = new Set([
  'sale',
  'refund',
  'payment',
  'invoice',
  'drawer-opened',
  'cash-movement',
  'cash-counted',
])
const INSPECTED = { code: 'till-inspected' } as const

/** When, where and under which id something is sealed. */
export type Stamp = Omit<UnsealedEvent, 'event'>
export type Unsealed<Event> = Stamp & { event: Event }

/** Makes an event, with the next number of each series it asks for. */
export type EventWith<Event> = (
  nextOf: (series: string) => DocumentNumberV1,
) => Event | Promise<Event>

/** The same ticket was sealed before with other lines, in another tab: nothing was written. */
export class TicketChangedElsewhere extends Error {}

/** The journal as it is now forbids it: nothing was written. */
export class RefusedByJournal extends Error {
  constructor(readonly refusal: SellingError) {
    super(refusal.code)
  }
}

/** Why nothing was sealed: the journal forbids it, or the disk refused. Anything else is thrown. */
export function sealingFailure(error: unknown): SellingError {
  return error instanceof RefusedByJournal ? error.refusal : writeFaultOf(error)
}

/** Whether nothing was sealed because the books are being inspected. */
export function inspectionOf(error: unknown): { code: 'till-inspected' } | undefined {
  const isInspected = error instanceof RefusedByJournal && error.refusal.code === INSPECTED.code
  return isInspected ? INSPECTED : undefined
}

/** Tables that sealing an event reads or writes: any transaction that seals has them. */
export const sealingTables = (db: TillDatabase) => [db.journal, db.heads, db.settings]

/**
 * Refuses what nobody may do while the books are inspected, in whatever tab or worker that
 * began; to be called inside the transaction that would do it.
 */
export async function refuseInspected(db: TillDatabase): Promise<void> {
  if (await readSetting(db, 'isInspected')) throw new RefusedByJournal(INSPECTED)
}

/**
 * Opens a journal with its first entry and the key that signs it, in one transaction.
 * A journal already open is left as it is, so that two tabs open it once.
 */
export function openJournal(
  db: TillDatabase,
  unsealed: Unsealed<JournalOpenedV1>,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', db.journal, db.heads, db.keys, async () => {
    if (await readLastEntry(db, unsealed.till)) return
    const entry = sealEvent(undefined, unsealed)
    await db.journal.add(entry)
    await db.heads.put(headBehind(undefined, entry))
    if (key) await db.keys.add(key)
  })
}

/**
 * Numbers a sale, seals it behind the last entry, queues what it changes of the shop's stock
 * and drops its open ticket, in one strict transaction; resolves once it is on disk. A sale already in the journal (a second press,
 * a restart) is returned as it was sealed, not written twice.
 *
 * Sealing is synchronous: waiting for anything but IndexedDB would end the transaction,
 * and another tab or a kill could come between the reading and the writing.
 *
 * @throws TicketChangedElsewhere when that ticket was sealed with other lines.
 * @throws RefusedByJournal when it gives back more than is left of what was sold.
 */
export function appendSale(
  db: TillDatabase,
  unsealed: Unsealed<UnnumberedSale>,
  series: string,
  space: Space = 'shop',
): Promise<SaleEntry> {
  const tables = [...sealingTables(db), db.tickets, db.outbox]
  return db.transaction('rw', tables, async () => {
    const sealed = await db.journal.get({ eventId: unsealed.eventId })
    if (sealed) return sameSale(sealed, unsealed.event)

    await checkRefunds(db, unsealed)
    const entry = await append(db, unsealed, number => ({
      ...unsealed.event,
      document: number(series),
    }))
    await queueStock(db, entry, space)
    await db.tickets.delete(unsealed.eventId)
    return entry
  })
}

/**
 * Seals any other event behind the last entry, in one strict transaction; resolves once it is
 * on disk. `eventWith` is given the next number of each series it asks for; it may read the
 * journal, as it is at that moment, and await nothing else. What it throws writes nothing. An
 * event already sealed under that id is returned as it was.
 */
export function appendEvent<Event extends JournalEvent>(
  db: TillDatabase,
  stamp: Stamp,
  eventWith: EventWith<Event>,
): Promise<JournalEntry> {
  return db.transaction('rw', sealingTables(db), async () => {
    const sealed = await db.journal.get({ eventId: stamp.eventId })
    return sealed ?? append(db, stamp, eventWith)
  })
}

/** Numbers, seals and adds; to be called inside a transaction on `sealingTables`. */
export async function append<Event extends JournalEvent>(
  db: TillDatabase,
  { till, eventId, at, day, training }: Stamp,
  eventWith: EventWith<Event>,
): Promise<EntryOf<Event>> {
  const last = await readLastEntry(db, till)
  assert(last !== undefined, 'a journal is opened before the first sale')
  const head = await headAt(db, last)
  const event = await eventWith(series => ({ series, number: (head.counters[series] ?? 0) + 1 }))
  if (BARRED.has(event.kind)) await refuseInspected(db)
  const entry = { ...sealEvent(last, { till, eventId, at, day, training, event }), event }
  await db.journal.add(entry) // add, never put: an entry is never replaced
  await db.heads.put(headBehind(head, entry))
  return entry
}

async function checkRefunds(db: TillDatabase, unsealed: Unsealed<UnnumberedSale>): Promise<void> {
  const { lines } = unsealed.event
  const references = refundSources(unsealed).map(referenceOfSource)
  if (references.length === 0) return
  const keys = references.map(({ till, number }): [string, number] => [till, number])
  const sold = (await db.journal.bulkGet(keys)).flatMap(entry =>
    entry && isSale(entry) && entry.training === unsealed.training ? entry : [],
  )
  const refunds = await readRefundsOf(db, references)
  const checked = checkGivenBack(
    lines,
    new Map(sold.map(sale => [referenceKey(sale), sale])),
    refunds,
  )
  if (!checked.ok) throw new RefusedByJournal(checked.error)
  await checkDebt(db, unsealed, sold[0], refunds)
  await checkVouchers(db, unsealed, sold, refunds)
}

/** Refuses to give back more in vouchers than they still pay, whatever a screen showed before. */
async function checkVouchers(
  db: TillDatabase,
  { event }: Unsealed<UnnumberedSale>,
  sold: readonly SaleEntry[],
  refunds: readonly SaleEntry[],
): Promise<void> {
  if (givenInCents(event.tenders, 'meal-voucher') >= 0) return
  const paidCents = vouchersPaidCents([...sold, ...(await readPaymentsOf(db, ...sold))], refunds)
  const rules = { foodCents: event.foodCents ?? null, vouchersPaidCents: paidCents }
  const refusal = vouchersBackRefusal(event.totalCents, event.tenders, rules)
  if (refusal) throw new RefusedByJournal(refusal)
}

/** Refuses to take more off a debt than is still owed, whatever a screen showed before. */
async function checkDebt(
  db: TillDatabase,
  { event }: Unsealed<UnnumberedSale>,
  sold: SaleEntry | undefined,
  refunds: readonly SaleEntry[],
): Promise<void> {
  const lowered = loweredDebtCents(event.tenders)
  if (lowered === 0) return
  assert(sold !== undefined, 'a debt is lowered by the goods of its sale')
  const stillDue = stillDueCents(sold, await readPaymentsOf(db, sold), refunds)
  if (lowered > stillDue) {
    throw new RefusedByJournal({ code: 'debt-changed', stillDueCents: stillDue })
  }
}

/** The kept head when it is the last entry's; else made again from the journal, which rules. */
async function headAt(db: TillDatabase, last: JournalEntry): Promise<JournalHead> {
  const kept = await db.heads.get(last.till)
  if (kept?.number === last.number && kept.seal === last.seal) return kept

  return headOf(await readEntriesAfter(db, last.till, 0, Infinity))
}

/** The head of a journal, made from its entries. */
export function headOf(entries: readonly JournalEntry[]): JournalHead {
  const head = entries.reduce<JournalHead | undefined>(headBehind, undefined)
  assert(head !== undefined, 'a journal with a last entry has a head')
  return head
}

function headBehind(head: JournalHead | undefined, entry: JournalEntry): JournalHead {
  const counters = { ...head?.counters }
  const purge = purgeOf(entry)
  // What was purged is no longer there to be counted again.
  for (const [series, number] of Object.entries(purge ? purgedCounters(purge) : {})) {
    counters[series] = Math.max(counters[series] ?? 0, number)
  }
  if ('document' in entry.event) {
    counters[entry.event.document.series] = entry.event.document.number
  }
  return { till: entry.till, number: entry.number, seal: entry.seal, counters }
}

function sameSale(sealed: JournalEntry, sale: UnnumberedSale): SaleEntry {
  if (isSale(sealed) && goodsOf(sealed.event) === goodsOf(sale)) return sealed
  throw new TicketChangedElsewhere(sealed.eventId)
}

const goodsOf = ({ lines, totalCents }: Pick<SaleV1, 'lines' | 'totalCents'>) =>
  canonicalJson({ lines, totalCents })
