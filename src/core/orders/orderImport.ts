import type { ShopCarrier } from './orderDelivery'
import type { AskedLine } from './orderCustomization'
import type { OrderProof } from './orderProof'
import type { OrderState } from './orderState'
import type { PaymentModule } from './orderTender'
import type { OrderError, SellingError, TillError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { LineNames } from './orderLines'
import type { VatShareV1 } from '@/core/journal/events/saleV1'

/** How far the orders of one shop were read. Dates are in the shop's time zone. */
export interface OrderImportState {
  /** Orders placed before this day are never recorded: they are accounted for elsewhere. */
  fromDay: string
  /** Latest change read; empty before the first reading, and when everything must be read again. */
  readUntil: string
  /**
   * Orders that could not be recorded, or that wait for the owner: each import reads them again.
   */
  openIds: number[]
  met: MetInShop
  /** Names of lines at the owner's last import by hand; an automatic import uses the same. */
  names: LineNames
  /** Where an interrupted import continues; null when the last one was completed. */
  cursor: OrderCursor | null
}

/** States, carriers and payment modules met in orders so far, for the owner to map. */
export interface MetInShop {
  /** States of the shop's orders; empty when the key may not read them. */
  states: OrderState[]
  carriers: ShopCarrier[]
  modules: PaymentModule[]
}

/** Before any order was read. */
export const NOTHING_MET: MetInShop = { states: [], carriers: [], modules: [] }

/** Progress of an import through the changes it asked the shop for. */
export interface OrderCursor {
  /** Changes were asked for since this time, in the shop's time zone. */
  since: string
  /** Orders with an id up to this one are done. */
  afterId: number
  /** Every change up to this time was read; a later change is read by the next import. */
  until: string
}

/** What an import is allowed to do. */
export type ImportHow =
  /** Reports what it would record, and writes nothing. */
  | { kind: 'look' }
  /** Records the entries the owner saw and agreed to: fingerprints by event id. */
  | { kind: 'record'; agreed: Readonly<Record<string, string>> }
  /** Records orders that agree to the cent; the others wait for the owner. */
  | { kind: 'automatic' }

/** Result of the last import that recorded, by hand or automatic. */
export interface OrderRun {
  at: string
  isAutomatic: boolean
  error: TillError | null
  told: OrderImport | null
}

/** What the device stores about a recorded order besides the sealed entry. */
export interface OrderNote {
  /** Event id of the order's sale. */
  noteId: string
  /** Proof made when it was recorded; null when the till cannot compute the order again. */
  proof: OrderProof | null
  /** The order's total in the shop now, less the sealed total; 0 when nobody edited the order. */
  editedCents: number
  /** What the customer asked to have made of the articles; missing when nothing was asked. */
  asked?: AskedLine[]
  /** Nothing of the order is carried: downloads alone. */
  isDownload?: boolean
  /** When the order was handed over to its customer or carrier; null before. */
  handedOverAt: string | null
}

/** A number of orders and the sum of their totals. */
export interface OrderSum {
  count: number
  totalCents: number
}

/** What an import recorded, or would record. */
export interface OrderImport {
  recorded: OrderSum
  refunded: OrderSum
  edited: { reference: string; differenceCents: number }[]
  refused: { reference: string; error: OrderError | SellingError }[]
  /**
   * Orders for which the till computes another amount than the shop. An import that only looks
   * reports them; an automatic import leaves them to the owner.
   */
  differing: OrderProof[]
  /** Orders whose voucher the owner must place; missing in runs of an earlier version. */
  undecided?: OrderDecision[]
  /** Number of entries that differ from what the owner saw; none of them was recorded. */
  notAgreed: number
  /** Orders whose payments do not add up to their total. */
  paidOtherwise: { reference: string; differenceCents: number }[]
  met: MetInShop
  /** Number of orders that are not paid yet. */
  waiting: number
  unreadable: UnreadableRow[]
  /** Resources that would tell more about orders and that the key may not read. */
  missingRights: string[]
  /** Fingerprint of each entry that was or would be recorded, by event id. */
  entries: Record<string, string>
}

/** From which day orders are offered to be recorded the first time: the first of the month. */
export const usualFromDay = (today: string): string => `${today.slice(0, 8)}01`

/** An order that can be recorded in several ways, with different VAT, for the owner to choose. */
export interface OrderDecision {
  reference: string
  eventId: string
  options: OrderOption[]
}

/** One way to record an order. */
export interface OrderOption {
  /** Fingerprint of the entry it would seal. */
  fingerprint: string
  vat: VatShareV1[]
  /** Names of the lines a voucher is taken off, and how much of each. */
  off: { name: string; cents: number }[]
}

/** An import that has recorded nothing yet. */
export const emptyImport = (
  missingRights: string[],
): OrderImport & { undecided: OrderDecision[] } => ({
  recorded: { count: 0, totalCents: 0 },
  refunded: { count: 0, totalCents: 0 },
  edited: [],
  refused: [],
  differing: [],
  undecided: [],
  notAgreed: 0,
  paidOtherwise: [],
  met: NOTHING_MET,
  waiting: 0,
  unreadable: [],
  missingRights,
  entries: {},
})

/** Time that is read again by the next import: the shop's clock may be set back by an hour. */
const OVERLAP_MS = 2 * 60 * 60 * 1000

/** The time since which changes must be asked for, in the shop's time zone. */
export function readingSince({ readUntil, fromDay }: OrderImportState): string {
  const from = readUntil === '' ? `${fromDay} 00:00:00` : readUntil
  const since = new Date(Date.parse(`${from.replace(' ', 'T')}Z`) - OVERLAP_MS)
  return since.toISOString().slice(0, 19).replace('T', ' ')
}

/** The time from which the next import reads: the latest of `before` and these changes. */
export function readUntilAfter(before: string, changes: readonly string[]): string {
  return changes.reduce((latest, one) => (one > latest ? one : latest), before)
}

/**
 * Event id of an order, `web:boutique.example:12`, followed by parts that identify a refund of it.
 * The journal holds each event id once, so an order is recorded once for ever.
 */
export const orderEventId = (shop: string, orderId: number, ...rest: (string | number)[]): string =>
  ['web', shop, orderId, ...rest].join(':')

/** The shop's name in event ids: its host, and its path where it is installed in a folder. */
export function shopNameOf(address: string): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname}`.replace(/\/+$/, '')
}
