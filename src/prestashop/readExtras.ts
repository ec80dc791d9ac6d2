import * as v from 'valibot'
import type { ShopClient } from './client'
import { flag, id, micros, text } from './decode/fields'
import { decodeList, type DecodedList } from './decode/list'
import { readStock, type StockList } from './readStock'
import { readWhole } from './readWhole'
import type { ShopTables } from './readTables'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopPromotion, UnreadableRow } from '@/core/shopRows'
import type { VatRate } from '@/core/vat'

/** What a wider key tells besides the catalogue; nothing of it is needed to sell. */
export interface ShopExtras {
  /** Rate of each VAT group by the shop's own rules for its country. */
  taxRates: Record<number, VatRate>
  promotions: ShopPromotion[]
  stock: StockList
  unreadable: UnreadableRow[]
}

type Rights = ShopTables['rights']
const mayRead = (rights: Rights, resources: readonly string[]) =>
  resources.every(resource => rights[resource]?.includes('get'))

const taxRow = v.object({ id, rate: micros, active: flag })
const ruleRow = v.object({ id, id_tax_rules_group: id, id_country: id, id_state: id, id_tax: id })
const settingRow = v.object({ id, name: text, value: text })
const promotionRow = v.pipe(
  v.object({
    id,
    id_cart: id,
    id_product: id,
    id_product_attribute: id,
    id_country: id,
    id_group: id,
    id_customer: id,
    from_quantity: id,
    from: text,
    to: text,
  }),
  v.transform((row): ShopPromotion & { isForVisitors: boolean } => ({
    productId: row.id_product,
    combinationId: row.id_product_attribute,
    fromShopTime: row.from,
    toShopTime: row.to,
    // Group 1 is the visitors'; 0 is everybody.
    isForVisitors:
      row.id_cart === 0 &&
      row.id_customer === 0 &&
      row.id_country === 0 &&
      row.id_group <= 1 &&
      row.from_quantity <= 1,
  })),
)

/** Tax rules, promotions and stock, as far as the key may read them; the rules only where none is held. */
export async function readExtras(
  client: ShopClient,
  rights: Rights,
  held: Pick<ShopExtras, 'taxRates'> | null,
  stockSha1: string | undefined,
): Promise<Result<ShopExtras, ShopError>> {
  const unreadable: UnreadableRow[] = []
  /** What is not needed to sell stops no sync: it is said, and done without. */
  const orElse = async <T>(read: Promise<Result<T, ShopError>>, without: T) => {
    const done = await read
    if (done.ok || done.error.code !== 'shop-answer-unreadable') return done
    const { resource, detail } = done.error
    unreadable.push({ resource, id: null, detail })
    return ok(without)
  }
  const oldRates = held?.taxRates ?? {}
  const isRated = held === null && mayRead(rights, ['taxes', 'tax_rules', 'configurations'])
  const [taxRates, promotions, stock] = await Promise.all([
    isRated ? orElse(readTaxRates(client), oldRates) : ok(oldRates),
    mayRead(rights, ['specific_prices']) ? orElse(readPromotions(client), []) : ok([]),
    mayRead(rights, ['stock_availables'])
      ? orElse(readStock(client, stockSha1), NO_STOCK)
      : ok(NO_STOCK),
  ])
  if (!taxRates.ok) return taxRates
  if (!promotions.ok) return promotions
  if (!stock.ok) return stock
  return ok({
    taxRates: taxRates.value,
    promotions: promotions.value,
    stock: stock.value,
    unreadable,
  })
}

const NO_STOCK: StockList = { stock: null, sha1: null }

async function readTaxRates(
  client: ShopClient,
): Promise<Result<ShopExtras['taxRates'], ShopError>> {
  const taxes = await readWhole(client, 'taxes', 'id,rate,active', taxRow)
  if (!taxes.ok) return taxes
  const fields = 'id,id_tax_rules_group,id_country,id_state,id_tax'
  const rules = await readWhole(client, 'tax_rules', fields, ruleRow)
  if (!rules.ok) return rules
  const country = await readCountry(client)
  if (!country.ok) return country
  const [setting] = country.value.rows
  const rateById = new Map(
    taxes.value.rows.filter(tax => tax.active).map(tax => [tax.id, Math.round(tax.rate / 10_000)]),
  )
  const rates = new Map<number, number[]>()
  for (const rule of rules.value.rows) {
    if (String(rule.id_country) !== setting?.value || rule.id_state !== 0) continue
    const found = rates.get(rule.id_tax_rules_group) ?? []
    rates.set(rule.id_tax_rules_group, [...found, rateById.get(rule.id_tax) ?? 0])
  }
  // Rules that add up, or vary by post code, are left to the prices.
  const single = [...rates].filter(([, found]) => found.length === 1)
  return ok(Object.fromEntries(single.map(([groupId, [rate = 0]]) => [groupId, rate])))
}

type Settings = DecodedList<v.InferOutput<typeof settingRow>>

async function readCountry(client: ShopClient): Promise<Result<Settings, ShopError>> {
  const body = await client.getJson('configurations', {
    display: '[id,name,value]',
    'filter[name]': '[PS_COUNTRY_DEFAULT]',
    sort: '[id_ASC]',
  })
  return body.ok ? decodeList(body.value, 'configurations', settingRow, client.host) : body
}

async function readPromotions(client: ShopClient): Promise<Result<ShopPromotion[], ShopError>> {
  const fields =
    'id,id_cart,id_product,id_product_attribute,id_country,id_group,id_customer,from_quantity,from,to'
  const read = await readWhole(client, 'specific_prices', fields, promotionRow)
  if (!read.ok) return read
  const forVisitors = read.value.rows.filter(row => row.isForVisitors)
  return ok(forVisitors.map(({ isForVisitors: _visitors, ...promotion }) => promotion))
}
