import { refuseList } from './failure'
import { computedPrice } from './prices'
import { readDisplay, type ShopQuery } from './query'
import { describe } from './resources'
import { fieldNames } from './select'
import {
  activeLanguageIds,
  findRow,
  isLocalText,
  type Association,
  type LocalText,
  type Row,
  type ShopData,
  type Value,
} from './shopData'

/** One record as it will be shown, in any format. */
export interface ShownRecord {
  id: number
  /** In the order of the resource's fields; `id` first when it was requested. */
  fields: [name: string, value: Value][]
  /** Present when the record shows associations, even when it has none. */
  associations: Record<string, Association> | undefined
}

interface Choice {
  fields: string[]
  /** Members of associations to show; undefined shows them whole. */
  members: Map<string, string[]> | undefined
}

/** The records of a list or a single record, with the requested fields and prices. */
export function showRecords(
  data: ShopData,
  resource: string,
  rows: readonly Row[],
  all: readonly Row[],
  query: ShopQuery,
  languages: readonly number[] | undefined,
  now: string,
): ShownRecord[] {
  const choice = chooseFields(all, query)
  // A name of a price must also be in `display`, unless that is `full`
  // (products-ttc-not-in-display-json, products-price-overridden-json).
  const aliases = PRICED.includes(resource) ? query.prices : {}
  return rows.map(row => ({
    id: row.id,
    fields: choice.fields.map((name): [string, Value] => {
      const alias = aliases[name.toLowerCase()]
      return alias
        ? [name.toLowerCase(), priceOfRow(data, resource, row, alias, now)]
        : [name, valueOf(data, row, name, languages)]
    }),
    associations: membersOf(data, resource, row, choice.members),
  }))
}

/** Resources whose records have computed prices. */
const PRICED: readonly string[] = ['products', 'combinations']

/**
 * How many prices an answer makes the shop compute. PrestaShop computes every named price for every
 * record of a page, also for a product that does not own the combination.
 */
export function computedPrices(resource: string, rows: number, query: ShopQuery): number {
  return PRICED.includes(resource) ? rows * Object.keys(query.prices).length : 0
}

/** PrestaShop: on a combination the price is its own, whatever product or combination is asked. */
function priceOfRow(
  data: ShopData,
  resource: string,
  row: Row,
  parameters: Record<string, string>,
  now: string,
): string {
  if (resource === 'products') return computedPrice(data, row, parameters, now)
  const product = findRow(data, 'products', Number(row.fields.id_product))
  if (!product) return '0.000000'
  return computedPrice(data, product, { ...parameters, product_attribute: String(row.id) }, now)
}

function chooseFields(all: readonly Row[], query: ShopQuery): Choice {
  const names = fieldNames(all)
  if (query.display === undefined || query.display === 'full') {
    const named = Object.keys(query.prices).filter(name => !names.includes(name))
    return { fields: [...names, ...named], members: undefined }
  }
  const { fields, members } = readDisplay(query.display)
  for (const field of fields) {
    if (!names.includes(field) && !(field.toLowerCase() in query.prices) && all.length > 0) {
      refuseList(
        35,
        `Unable to display this field "${field}". However, these are available: ${names.join(', ')}`,
      )
    }
  }
  // PrestaShop: fields come back in the schema's order, not in the requested order.
  const known = names.filter(name => fields.includes(name))
  return { fields: [...known, ...fields.filter(name => !names.includes(name))], members }
}

/**
 * PrestaShop: with one active language, or one requested, a text is plain; otherwise it is a list
 * (shop-with-one-active-language-json, products-one-language-1-json).
 */
function valueOf(
  data: ShopData,
  row: Row,
  name: string,
  languages: readonly number[] | undefined,
): Value {
  if (name === 'id') return row.id
  const value = row.fields[name] ?? null
  if (!isLocalText(value)) return value
  if (!languages) {
    const active = activeLanguageIds(data)
    return value.filter(one => active.includes(Number(one.id)))
  }
  // PrestaShop: requested ids come back as they were sent, as text (products-two-languages-json).
  return value
    .filter(one => languages.includes(Number(one.id)))
    .map(one => ({ ...one, id: String(one.id) }))
}

/**
 * PrestaShop: of named associations, PHP 8 shows only those whose fields the class lists
 * (combinations-fields-with-options-json: PHP 7 took the 0 of an unlisted one for any name).
 */
function membersOf(
  data: ShopData,
  resource: string,
  row: Row,
  members: Map<string, string[]> | undefined,
): Record<string, Association> | undefined {
  if (!members) return row.associations
  if (members.size === 0) return undefined
  const shown: Record<string, Association> = {}
  for (const [name, association] of Object.entries(row.associations)) {
    const query = members.get(name)
    if (!query) continue
    if (data.php >= 8 && describe(resource).associations?.[name]?.isUnlisted) continue
    shown[name] = association.map(member =>
      Object.fromEntries(Object.entries(member).filter(([field]) => query.includes(field))),
    )
  }
  return shown
}

/** Whether an answer shows texts plainly, without a list of languages. */
export function isOneLanguage(data: ShopData, languages: readonly number[] | undefined): boolean {
  return (languages ?? activeLanguageIds(data)).length === 1
}

export const plainText = (text: LocalText): string | null => text[0]?.value ?? null
