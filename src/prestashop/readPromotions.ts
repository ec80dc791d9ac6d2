import * as v from 'valibot'
import type { ShopClient } from './client'
import { id, micros, signedMicros, text } from './decode/fields'
import { decodeList, type Read } from './decode/list'
import type { ShopTables } from './readTables'
import { readWhole } from './readWhole'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopPromotion } from '@/core/catalogue/shopRows'

const FIELDS =
  'id,id_shop,id_cart,id_product,id_product_attribute,id_currency,id_country,id_group,' +
  'id_customer,id_specific_price_rule,price,from_quantity,reduction,reduction_tax,' +
  'reduction_type,from,to'

const row = v.object({
  id,
  id_shop: v.optional(id, 0),
  id_cart: id,
  id_product: id,
  id_product_attribute: id,
  id_currency: v.optional(id, 0),
  id_country: id,
  id_group: id,
  id_customer: id,
  id_specific_price_rule: v.optional(id, 0),
  price: signedMicros,
  from_quantity: id,
  reduction: micros,
  // Absent before 1.6.0.11: an amount was with VAT.
  reduction_tax: v.optional(id, 1),
  reduction_type: text,
  from: text,
  to: text,
})
type Row = v.InferOutput<typeof row>

const settingRow = v.object({ id: v.optional(id, 0), name: text, value: text })

/** PrestaShop's own group of visitors; 0 is everybody. */
const VISITORS = 1
const USUAL_PRIORITIES = 'id_shop;id_currency;id_country;id_group'
/** Fields a row may be limited by, and the setting that tells the shop's own value. */
const LIMITS = {
  id_shop: 'PS_SHOP_DEFAULT',
  id_currency: 'PS_CURRENCY_DEFAULT',
  id_country: 'PS_COUNTRY_DEFAULT',
} as const
const PRIORITIES = 'PS_SPECIFIC_PRICE_PRIORITIES'

/**
 * The specific prices that a visitor of the shop gets for one piece, with what ranks them. The
 * shop's settings are asked only when a row is limited to a shop, currency or country.
 */
export async function readPromotions(
  client: ShopClient,
  rights: ShopTables['rights'],
): Promise<Result<Read<ShopPromotion[]>, ShopError>> {
  const read = await readWhole(client, 'specific_prices', FIELDS, row)
  if (!read.ok) return read
  const forVisitors = read.value.rows.filter(
    one =>
      one.id_cart === 0 &&
      one.id_customer === 0 &&
      one.id_group <= VISITORS &&
      one.from_quantity <= 1,
  )
  const isLimited = forVisitors.some(
    one => one.id_shop + one.id_currency + one.id_country + one.id_group > 0,
  )
  const settings =
    isLimited && rights.configurations?.includes('get')
      ? await readSettings(client)
      : ok(new Map<string, string>())
  // Settings that fail are like a missing right; the tax rules need them, too, and report it.
  const known = settings.ok ? settings.value : new Map<string, string>()
  const own = ownValues(known, client.shopId)
  const priorities = known.get(PRIORITIES) || USUAL_PRIORITIES
  return ok({
    value: forVisitors
      .filter(one => mayApply(one, own))
      .map(one => promotionOf(one, own, priorities)),
    unreadable: read.value.unreadable,
  })
}

type OwnValues = Record<keyof typeof LIMITS, number | undefined>
const RANKED = ['id_shop', 'id_currency', 'id_country', 'id_group'] as const
const LIMITED = Object.keys(LIMITS) as (keyof typeof LIMITS)[]

function ownValues(settings: ReadonlyMap<string, string>, shopId: number | undefined): OwnValues {
  const of = (name: string) => {
    const value = settings.get(name)
    return value === undefined ? undefined : Number(value)
  }
  return {
    id_shop: shopId ?? of(LIMITS.id_shop),
    id_currency: of(LIMITS.id_currency),
    id_country: of(LIMITS.id_country),
  }
}

/** A limit whose own value is not known may apply. */
const mayApply = (one: Row, own: OwnValues) =>
  LIMITED.every(field => one[field] === 0 || own[field] === undefined || one[field] === own[field])

function promotionOf(one: Row, own: OwnValues, priorities: string): ShopPromotion {
  return {
    productId: one.id_product,
    combinationId: one.id_product_attribute,
    fromShopTime: one.from,
    toShopTime: one.to,
    fromQuantity: one.from_quantity,
    ruleId: one.id_specific_price_rule,
    score: scoreOf(one, priorities),
    fixedNetMicros: one.price < 0 ? null : one.price,
    reductionKind: one.reduction_type === 'amount' ? 'amount' : 'percent',
    reductionMicros: one.reduction,
    isReductionGross: one.reduction_tax !== 0,
    isForSure: LIMITED.every(field => one[field] === 0 || own[field] !== undefined),
  }
}

/**
 * PrestaShop: `SpecificPrice::_getScoreQuery` gives 2 to the last of the priorities, 4 to the one
 * before it, and so on, for each field that a row is limited by. A product's own priorities, which
 * no resource shows, are not known.
 */
function scoreOf(one: Row, priorities: string): number {
  const limited = new Set<string>(RANKED.filter(field => one[field] !== 0))
  const fields = priorities.split(';').toReversed()
  return fields.reduce(
    (score, field, index) => score + (limited.has(field) ? 2 ** (index + 1) : 0),
    0,
  )
}

async function readSettings(
  client: ShopClient,
): Promise<Result<ReadonlyMap<string, string>, ShopError>> {
  const names = [...Object.values(LIMITS), PRIORITIES].join('|')
  const body = await client.getJson('configurations', {
    display: '[id,name,value]',
    'filter[name]': `[${names}]`,
    sort: '[id_ASC]',
  })
  if (!body.ok) return body
  const list = decodeList(body.value, 'configurations', settingRow, client.host)
  if (!list.ok) return list
  return ok(new Map(list.value.rows.map(({ name, value }) => [name, value])))
}
