import type { ShopOrder } from './shopOrder'
import type { OrderError } from '@/core/errors'

/** What the key may read about the shop's currencies. */
export interface OrderCurrencies {
  /** ISO codes by currency id; undefined when the key may not read currencies. */
  isoCodes: ReadonlyMap<number, string> | undefined
  /** The shop's own currency by its configuration; undefined when the key may not read it. */
  ownId: number | undefined
  /**
   * Currencies of the shop's orders with a conversion rate of one; asked for only when nothing else
   * tells the shop's own.
   */
  idsAtRateOne: readonly number[]
}

/** The journal is in euros. */
const EURO = 'EUR'

/**
 * Why an order cannot be recorded in euros; null when it can. Only the shop's own currency has a
 * conversion rate of one, but another currency may have it too, so the currency itself must be
 * known: by its ISO code, else as the shop's own in its configuration, else because every order of
 * the shop at that rate is in the same one.
 */
export function refusedCurrency(
  { reference, currencyId = 0, conversionMicros }: ShopOrder,
  currencies: OrderCurrencies | undefined,
): OrderError | null {
  const isoCode = currencies?.isoCodes?.get(currencyId) ?? ''
  const other: OrderError = { code: 'order-other-currency', reference, currency: isoCode }
  if (conversionMicros !== 1_000_000) return other
  if (!currencies) return null
  const unknown: OrderError = { code: 'order-currency-unknown', reference }
  if (currencyId === 0) return unknown
  if (isoCode !== '') return isoCode === EURO ? null : other
  if (currencies.isoCodes) return unknown
  if (currencies.ownId !== undefined) return currencyId === currencies.ownId ? null : other
  const { idsAtRateOne } = currencies
  return idsAtRateOne.length === 1 && idsAtRateOne[0] === currencyId ? null : unknown
}
