import type { OrderProof } from './orderProof'
import type { OrderState } from './orderState'
import type { OrderError, SellingError } from '../errors'
import type { UnreadableRow } from '../shopRows'

/** How far the orders of one shop were read. Dates are the shop's own time. */
export interface OrderImportState {
  /** Orders placed before this day are never recorded: other books hold them. */
  fromDay: string
  /** Latest change met; empty as long as nothing was read, or where all is to be read again. */
  readUntil: string
  /** Orders that could not be recorded: looked at again each time. */
  refusedIds: number[]
  /** States of the shop's orders, where the key tells them. */
  states: OrderState[]
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
  /** Orders that are not paid yet. */
  waiting: number
  unreadable: UnreadableRow[]
  /** Resources that would tell more, and that the key may not read. */
  missingRights: string[]
}

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
