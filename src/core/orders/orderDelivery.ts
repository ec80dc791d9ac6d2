import type { DeliveryMethod } from '@/core/ticket/ticket'
import type { ShopOrder } from './shopOrder'

/** A carrier of the shop. PrestaShop gives it a new id at each edit, and keeps its reference id. */
export interface ShopCarrier {
  carrierId: number
  referenceId: number
  /** Empty when the key may not read carriers. */
  name: string
}

/** Names of carriers for collection in the shop (recording carriers-B-json, carrier 1). */
const COLLECTED = /click|collect|retrait|pick.?up|magasin|boutique|in.store/i

/**
 * Key under which the owner's choice for a carrier is stored: the reference id, which outlives an
 * edit of the carrier.
 */
export function carrierKey(carrierId: number, carriers: readonly ShopCarrier[]): string {
  const known = carriers.find(carrier => carrier.carrierId === carrierId)
  return String(known?.referenceId ?? carrierId)
}

/**
 * How the goods of an order leave: by the owner's choice for its carrier, else by the carrier's
 * name. Without a carrier, the goods leave at the counter when no shipping was billed, else they
 * are shipped.
 */
export function deliveryOfOrder(
  { carrierId, shipping }: Pick<ShopOrder, 'carrierId' | 'shipping'>,
  carriers: readonly ShopCarrier[],
  owner: Readonly<Record<string, DeliveryMethod>>,
): DeliveryMethod {
  const key = carrierKey(carrierId, carriers)
  if (Object.hasOwn(owner, key) && owner[key]) return owner[key]
  if (carrierId === 0) return shipping.grossMicros > 0 ? 'shipped' : 'counter'
  return usualDelivery(carriers.find(carrier => carrier.carrierId === carrierId)?.name ?? '')
}

/** Delivery method that the name of a carrier suggests. */
export const usualDelivery = (name: string): DeliveryMethod =>
  COLLECTED.test(name) ? 'counter' : 'shipped'

/** The latest carrier of each reference id, so that the owner answers once per carrier. */
export function onePerReference(carriers: readonly ShopCarrier[]): ShopCarrier[] {
  const byReference = new Map(carriers.map(carrier => [carrier.referenceId, carrier]))
  return [...byReference.values()].sort((a, b) => a.referenceId - b.referenceId)
}
