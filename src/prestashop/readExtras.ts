import * as v from 'valibot'
import type { ShopClient } from './client'
import { flag, id, micros, text } from './decode/fields'
import { decodeList, type DecodedList, type Read } from './decode/list'
import { readPromotions } from './readPromotions'
import { readStock, type StockList } from './readStock'
import { readWhole } from './readWhole'
import type { ShopTables } from './readTables'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopPromotion, UnreadableRow } from '@/core/catalogue/shopRows'
import type { ShopState } from '@/core/catalogue/shopState'
import type { VatRate } from '@/core/vat'

/** Data that need a wider key; none of them is needed to sell. */
export interface ShopExtras {
  /** Rate of each VAT group by the shop's tax rules for its country. */
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
/** Stored extras, and whether the tax rules must be read again. */
export interface HeldExtras {
  known: Pick<ShopState, 'taxRates' | 'promotions' | 'hashes'> | null
  isDue: boolean
}

/**
 * Errors that concern a single resource. Any other error, such as an unreachable shop, stops the
 * sync.
 */
const DONE_WITHOUT: readonly ShopError['code'][] = [
  'shop-answer-unreadable',
  'shop-answer-too-large',
  'shop-failing',
  'shop-firewall',
  'shop-timeout',
  'shop-rights-missing',
]

/** Whether an error concerns one resource only, so that the sync goes on without it. */
export const isOfOneResource = ({ code }: ShopError): boolean => DONE_WITHOUT.includes(code)

/**
 * Reads tax rules, promotions and stock, as far as the key may. None is needed to sell: a resource
 * that fails is reported in `unreadable`, and its stored value stays.
 */
export async function readExtras(
  client: ShopClient,
  rights: Rights,
  { known, isDue }: HeldExtras,
): Promise<Result<ShopExtras, ShopError>> {
  const unreadable: UnreadableRow[] = []
  const orElse = async <T>(
    resource: string,
    read: Promise<Result<Read<T>, ShopError>>,
    held: T,
  ) => {
    const done = await read
    if (done.ok) {
      unreadable.push(...done.value.unreadable)
      return ok(done.value.value)
    }
    if (!isOfOneResource(done.error)) return done
    unreadable.push({ resource, id: null, detail: detailOf(done.error) })
    return ok(held)
  }
  const heldRates = known?.taxRates ?? {}
  const heldStock: StockList = { stock: null, sha1: known?.hashes.stock ?? null }
  const isRated = isDue && mayRead(rights, ['taxes', 'tax_rules', 'configurations'])
  const [taxRates, promotions, stock] = await Promise.all([
    isRated ? orElse('tax_rules', readTaxRates(client), heldRates) : ok(heldRates),
    mayRead(rights, ['specific_prices'])
      ? orElse('specific_prices', readPromotions(client, rights), known?.promotions ?? [])
      : ok([]),
    mayRead(rights, ['stock_availables'])
      ? orElse('stock_availables', readStock(client, known?.hashes.stock), heldStock)
      : ok<StockList>({ stock: null, sha1: null }),
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

/** Text for the log, which also lists unreadable rows. */
function detailOf(error: ShopError): string {
  if ('detail' in error) return error.detail
  if ('request' in error) return `${error.firewall || 'firewall'}: ${error.request}`
  return 'status' in error ? `status ${error.status}` : error.code
}

async function readTaxRates(
  client: ShopClient,
): Promise<Result<Read<ShopExtras['taxRates']>, ShopError>> {
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
  // For rules that add up, or vary by post code, the rate is derived from prices instead.
  const single = [...rates].filter(([, found]) => found.length === 1)
  return ok({
    value: Object.fromEntries(single.map(([groupId, [rate = 0]]) => [groupId, rate])),
    unreadable: [taxes, rules, country].flatMap(list => list.value.unreadable),
  })
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
