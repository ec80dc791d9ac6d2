import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import type { Packs } from '@/core/stock/packs'
import type { StockTurn } from '@/core/stock/stockTurn'
import type { ShopClient } from '@/prestashop/client'
import { readRights } from '@/prestashop/readRights'
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
  turn: StockTurn
  /** Waits so many milliseconds; a test returns at once. */
  wait: (ms: number) => Promise<void>
  /** A number from 0 to 1, so that tills unaware of each other do not write in step. */
  random: () => number
  /** The shop's clock, in seconds since 1970. */
  shopSeconds: () => number
}

/** Reads the key's rights on stock, and the shop's clock relative to this device's. */
export async function prepareSending(
  till: StockTill,
  client: ShopClient,
  { turn, wait, random, packs }: Pick<Sending, 'turn' | 'wait' | 'random' | 'packs'>,
): Promise<Result<Sending, ShopError>> {
  const access = await readRights(client)
  if (!access.ok) return access
  const { methodsByResource, shopSeconds } = access.value
  const methods = stockMethodsOf(methodsByResource)
  if (methods.length === 0) {
    const missingRights = ['stock_availables (GET, PUT, PATCH)']
    return fail({ code: 'shop-rights-missing', host: client.host, missingRights })
  }
  const deviceSeconds = () => Date.parse(till.now().at) / 1000
  // Browsers hide the shop's clock from pages of another origin: the device's clock replaces it.
  const apart = shopSeconds === null ? 0 : shopSeconds - deviceSeconds()
  return ok({
    till,
    client,
    methods,
    seesOrders: methodsByResource.order_details?.includes('get') ?? false,
    packs,
    turn,
    wait,
    random,
    shopSeconds: () => deviceSeconds() + apart,
  })
}
