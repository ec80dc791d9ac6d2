import * as v from 'valibot'
import type { ShopClient } from './client'
import { id, localText } from './decode/fields'
import { decodeList } from './decode/list'
import type { ShopTables } from './readTables'
import type { Pack, PackStock } from '@/core/stock/packs'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'

const component = v.pipe(
  v.object({
    id: v.pipe(id, v.minValue(1)),
    // PrestaShop 1.6 does not tell the combination.
    id_product_attribute: v.optional(id, 0),
    quantity: v.pipe(id, v.minValue(1)),
  }),
  v.transform(row => ({
    articleId:
      row.id_product_attribute === 0 ? `ps-${row.id}` : `ps-${row.id}-${row.id_product_attribute}`,
    name: '',
    pieces: row.quantity,
  })),
)
const packRow = v.object({
  id,
  name: localText,
  // Packs always lowered their own stock alone before they could be set (PrestaShop 1.6.0).
  pack_stock_type: v.optional(id, 0),
  associations: v.optional(v.object({ product_bundle: v.optional(v.array(component), []) }), {}),
})
const settingRow = v.object({
  id,
  name: v.string(),
  value: v.union([v.string(), v.number(), v.null()]),
})

/** Values of `pack_stock_type`, and of the setting PS_PACK_STOCK_TYPE that 3 refers to. */
const LOWERS: Readonly<Record<number, PackStock>> = { 0: 'pack', 1: 'components', 2: 'both' }
const SHOP_DEFAULT = 3

const FIELDS = 'id,name,pack_stock_type,product_bundle[id,id_product_attribute,quantity]'
/** PrestaShop 1.6 refuses a list with a field it lacks (code 35). */
const OLD_FIELDS = FIELDS.replace('id_product_attribute,', '')

/**
 * The shop's packs with their components, in one request that any key with `products` may make
 * (recording products-full-all-json, product 15). A pack that follows the shop's setting needs
 * `configurations` too, which is asked only for such a pack.
 */
export async function readPacks(
  client: ShopClient,
  rights: ShopTables['rights'],
  languageId: number,
): Promise<Result<{ packs: Pack[]; unreadable: UnreadableRow[] }, ShopError>> {
  const read = await readRows(client, languageId)
  if (!read.ok) return read
  const { rows, unreadable } = read.value
  const follows = rows.some(row => row.pack_stock_type === SHOP_DEFAULT)
  const setting =
    follows && rights.configurations?.includes('get') ? await readSetting(client) : ok(undefined)
  if (!setting.ok) return setting
  const packs = rows.map((row): Pack => {
    const own = row.pack_stock_type === SHOP_DEFAULT ? setting.value : LOWERS[row.pack_stock_type]
    return {
      articleId: `ps-${row.id}`,
      name: row.name || `#${row.id}`,
      lowers: own ?? 'pack',
      ...(own === undefined ? { isAssumed: true } : {}),
      components: row.associations.product_bundle ?? [],
    }
  })
  return ok({ packs, unreadable })
}

async function readRows(client: ShopClient, languageId: number) {
  const rows = await rowsWith(client, languageId, FIELDS)
  const isOld = !rows.ok && 'detail' in rows.error && /codes .*\b35\b/.test(rows.error.detail)
  return isOld ? rowsWith(client, languageId, OLD_FIELDS) : rows
}

async function rowsWith(client: ShopClient, language: number, fields: string) {
  const body = await client.getJson('products', {
    display: `[${fields}]`,
    'filter[cache_is_pack]': '[1]',
    language,
    sort: '[id_ASC]',
  })
  return body.ok ? decodeList(body.value, 'products', packRow, client.host) : body
}

/** What packs that follow the shop's setting lower; undefined when the shop has no such setting. */
async function readSetting(client: ShopClient): Promise<Result<PackStock | undefined, ShopError>> {
  const body = await client.getJson('configurations', {
    display: '[id,name,value]',
    'filter[name]': '[PS_PACK_STOCK_TYPE]',
    sort: '[id_ASC]',
  })
  if (!body.ok) return body
  const list = decodeList(body.value, 'configurations', settingRow, client.host)
  if (!list.ok) return list
  const [setting] = list.value.rows
  return ok(setting && LOWERS[Number(setting.value)])
}
