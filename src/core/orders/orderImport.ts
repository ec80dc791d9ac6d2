import type { ShopCarrier } from './orderDelivery'
import type { OrderProof } from './orderProof'
import type { OrderState } from './orderState'
import type { PaymentModule } from './orderTender'
import type { OrderError, SellingError, TillError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { LineNames } from './orderLines'

/** How far the orders of one shop were read. Dates are the shop's own time. */
export interface OrderImportState {
  /** Orders placed before this day are never recorded: other books hold them. */
  fromDay: string
  /** Latest change met; empty as long as nothing was read, or where all is to be read again. */
  readUntil: string
  /** Orders that could not be recorded, or wait for the owner: looked at again each time. */
  openIds: number[]
  met: MetInShop
  /** Names of papers when the owner last recorded by hand: an import by itself uses them. */
  names: LineNames
  /** Where an import that was stopped goes on; null when the last one came to its end. */
  cursor: OrderCursor | null
}

/** What orders named so far, for the owner to say what it is. */
export interface MetInShop {
  /** States of the shop's orders, where the key tells them. */
  states: OrderState[]
  carriers: ShopCarrier[]
  modules: PaymentModule[]
}

export const NOTHING_MET: MetInShop = { states: [], carriers: [], modules: [] }

/** How far an import came in what it set out to read. */
export interface OrderCursor {
  /** Changes it asked for, in the shop's own time. */
  since: string
  /** Orders up to this id are done. */
  afterId: number
  /** Changes up to here were certainly met: what changed behind it is met by the next import. */
  until: string
}

/** What an import may do of itself. */
export type ImportHow =
  /** Tells what it would record, and writes nothing. */
  | { kind: 'look' }
  /** Records what the owner saw and agreed to: fingerprints of entries, by their ids. */
  | { kind: 'record'; agreed: Readonly<Record<string, string>> }
  /** Records what comes to the cent; the rest waits for the owner. */
  | { kind: 'automatic' }

/** How the last import that recorded ended, by hand or by itself. */
export interface OrderRun {
  at: string
  isAutomatic: boolean
  error: TillError | null
  told: OrderImport | null
}

/** What the device keeps of a recorded order beside what was sealed. */
export interface OrderNote {
  /** That of its sale's entry. */
  noteId: string
  /** As it was recorded; null where the shop's order cannot be computed again. */
  proof: OrderProof | null
  /** What the shop's order comes to now, less what was sealed; 0 where nobody edited it. */
  editedCents: number
  /** When it was given to its customer or its carrier; null until then. */
  handedOverAt: string | null
}

/** Several orders, and what they come to. */
export interface OrderSum {
  count: number
  totalCents: number
}

/** What an import records, or would. */
export interface OrderImport {
  recorded: OrderSum
  refunded: OrderSum
  edited: { reference: string; differenceCents: number }[]
  refused: { reference: string; error: OrderError | SellingError }[]
  /**
   * Orders that the till's own arithmetic does not come to: a look shows them, an import by
   * itself leaves them to the owner.
   */
  differing: OrderProof[]
  /** Entries that are not what the owner saw: nothing of them was recorded. */
  notAgreed: number
  /** Orders whose payments come to another sum than their total. */
  paidOtherwise: { reference: string; differenceCents: number }[]
  met: MetInShop
  /** Orders that are not paid yet. */
  waiting: number
  unreadable: UnreadableRow[]
  /** Resources that would tell more, and that the key may not read. */
  missingRights: string[]
  /** Fingerprint of each entry that was recorded, or would be, by its id. */
  entries: Record<string, string>
}

/** From which day orders are offered to be recorded the first time: the first of the month. */
export const usualFromDay = (today: string): string => `${today.slice(0, 8)}01`

/** Nothing recorded so far. */
export const emptyImport = (missingRights: string[]): OrderImport => ({
  recorded: { count: 0, totalCents: 0 },
  refunded: { count: 0, totalCents: 0 },
  edited: [],
  refused: [],
  differing: [],
  notAgreed: 0,
  paidOtherwise: [],
  met: NOTHING_MET,
  waiting: 0,
  unreadable: [],
  missingRights,
  entries: {},
})

/** Reads again so much of what was read: the shop's clock may be set back by an hour. */
const OVERLAP_MS = 2 * 60 * 60 * 1000

/** From when changes are to be asked for, in the shop's own time. */
export function readingSince({ readUntil, fromDay }: OrderImportState): string {
  const from = readUntil === '' ? `${fromDay} 00:00:00` : readUntil
  const since = new Date(Date.parse(`${from.replace(' ', 'T')}Z`) - OVERLAP_MS)
  return since.toISOString().slice(0, 19).replace('T', ' ')
}

/** Where reading goes on the next time: after the latest of these changes. */
export function readUntilAfter(before: string, changes: readonly string[]): string {
  return changes.reduce((latest, one) => (one > latest ? one : latest), before)
}

/**
 * Id that an order has in the journal for ever, so that it is recorded once whatever happens:
 * `web:boutique.example:12`, followed by what gives it back.
 */
export const orderEventId = (shop: string, orderId: number, ...rest: (string | number)[]): string =>
  ['web', shop, orderId, ...rest].join(':')

/** A shop as its orders name it: its host, and its folder where it is in one. */
export function shopNameOf(address: string): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname}`.replace(/\/+$/, '')
}
