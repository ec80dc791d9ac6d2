import type { DeliveryMethod } from '@/core/ticket/ticket'
import type { ShopOrder } from './shopOrder'

/** A carrier of the shop. PrestaShop gives it a new id at each edit, and keeps its reference. */
export interface ShopCarrier {
  carrierId: number
  referenceId: number
  /** Empty where the key may not read carriers. */
  name: string
}

/** Carriers that carry nothing: the customer comes to the shop (carriers-B-json, carrier 1). */
const COLLECTED = /click|collect|retrait|pick.?up|magasin|boutique|in.store/i

/** What the owner's word on a carrier is kept under: it outlives an edit of the carrier. */
export function carrierKey(carrierId: number, carriers: readonly ShopCarrier[]): string {
  const known = carriers.find(carrier => carrier.carrierId === carrierId)
  return String(known?.referenceId ?? carrierId)
}

/**
 * How the goods of an order leave: as the owner said of its carrier, else at the counter for a
 * carrier that is named so or where nothing is carried, else they are shipped.
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

/** What a carrier is taken for by its name alone. */
export const usualDelivery = (name: string): DeliveryMethod =>
  COLLECTED.test(name) ? 'counter' : 'shipped'

/** Carriers of now and of before, one for each reference: an owner is asked once of each. */
export function onePerReference(carriers: readonly ShopCarrier[]): ShopCarrier[] {
  const byReference = new Map(carriers.map(carrier => [carrier.referenceId, carrier]))
  return [...byReference.values()].sort((a, b) => a.referenceId - b.referenceId)
}
