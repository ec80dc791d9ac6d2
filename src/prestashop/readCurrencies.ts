import { configurationRow, currencyRow, orderCurrencyRow } from './decode/orderTables'
import type { OrderPages } from './orderPages'
import type { Query } from './request'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { OrderCurrencies } from '@/core/orders/orderCurrency'

/**
 * What the key may read about the shop's currencies: their ISO codes, else the shop's own by its
 * configuration, else those of its orders. PrestaShop: an order names its currency by id alone.
 */
export async function readCurrencies(
  pages: OrderPages,
): Promise<Result<OrderCurrencies, ShopError>> {
  const currencies = await pages.all('currencies', currencyRow, { display: '[id,iso_code]' })
  if (!currencies.ok) return currencies
  const isoCodes =
    currencies.value && new Map(currencies.value.map(one => [one.currencyId, one.isoCode]))
  if (isoCodes) return ok({ isoCodes, ownId: undefined, idsAtRateOne: [] })
  const ownId = await readOwnCurrency(pages)
  if (!ownId.ok) return ownId
  if (ownId.value !== undefined) return ok({ isoCodes, ownId: ownId.value, idsAtRateOne: [] })
  const idsAtRateOne = await readIdsAtRateOne(pages)
  return idsAtRateOne.ok
    ? ok({ isoCodes, ownId: undefined, idsAtRateOne: idsAtRateOne.value })
    : idsAtRateOne
}

/** Undefined when the key may not read it, and when the shops of a multistore have unlike ones. */
async function readOwnCurrency(pages: OrderPages): Promise<Result<number | undefined, ShopError>> {
  const rows = await pages.all('configurations', configurationRow, {
    display: '[id,value]',
    'filter[name]': 'PS_CURRENCY_DEFAULT',
  })
  if (!rows.ok) return rows
  const values = [...new Set(rows.value?.map(({ value }) => Number(value)))]
  const [own = 0] = values
  return ok(values.length === 1 && own > 0 ? own : undefined)
}

const DISPLAY = '[id,id_currency,conversion_rate]'

/** No shop takes more currencies than there are. */
const MOST_CURRENCIES = 200

/** The currencies of the shop's orders with a conversion rate of one: a request for each. */
async function readIdsAtRateOne(pages: OrderPages): Promise<Result<number[], ShopError>> {
  const seen: number[] = []
  const atRateOne = new Set<number>()
  for (;;) {
    const others: Query = seen.length > 0 ? { 'filter[id_currency]': `![${seen.join('|')}]` } : {}
    const read = await pages.page('orders', orderCurrencyRow, { display: DISPLAY, ...others })
    if (!read.ok) return read
    const { rows } = read.value
    const before = seen.length
    for (const { currencyId, conversionMicros } of rows) {
      if (!seen.includes(currencyId)) seen.push(currencyId)
      if (conversionMicros === 1_000_000) atRateOne.add(currencyId)
    }
    // Two are enough to know that nothing tells them apart.
    if (seen.length === before || atRateOne.size > 1) return ok([...atRateOne])
    if (seen.length > MOST_CURRENCIES) return pages.tooMany(`${seen.length} currencies`)
  }
}
