import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import type { Packs } from '@/core/stock/packs'
import { isHandedOver } from '@/core/stock/stockHanded'
import type { ShopClient } from '@/prestashop/client'
import { readRights } from '@/prestashop/readRights'
import { readSetting } from '@/storage/settings/settings'
import { stockMethodsOf, type StockMethods } from '@/prestashop/writeStock'

export type StockTill = Pick<TillContext, 'tillDb' | 'now'>

/** What every step of a sending needs. */
export interface Sending {
  till: StockTill
  client: ShopClient
  methods: StockMethods
  seesOrders: boolean
  /** The shop's packs as last read: an online sale of one also lowers its components. */
  packs: Packs
  /** No other device of the shop sends: this one only sends what is left from before, otherwise. */
  isAlone: boolean
  /** Waits so many milliseconds; a test returns at once. */
  wait: (ms: number) => Promise<void>
  /** A number from 0 to 1, so that tills unaware of each other do not write in step. */
  random: () => number
}

/** Reads the key's rights on stock. */
export async function prepareSending(
  till: StockTill,
  client: ShopClient,
  { wait, random, packs }: Pick<Sending, 'wait' | 'random' | 'packs'>,
): Promise<Result<Sending, ShopError>> {
  const access = await readRights(client)
  if (!access.ok) return access
  const { methodsByResource } = access.value
  const methods = stockMethodsOf(methodsByResource)
  if (methods.length === 0) {
    const missingRights = ['stock_availables (GET, PUT, PATCH)']
    return fail({ code: 'shop-rights-missing', host: client.host, missingRights })
  }
  const handed = await readSetting(till.tillDb, 'stockHanded')
  return ok({
    till,
    client,
    methods,
    seesOrders: methodsByResource.order_details?.includes('get') ?? false,
    packs,
    isAlone: !handed || !isHandedOver(handed),
    wait,
    random,
  })
}
