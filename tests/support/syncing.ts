import { aTill } from './factory'
import { sameOrigin } from './surroundings'
import { momentOf } from '@/core/moment'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { createDemoShop, DEMO_KEYS, type DemoShopOptions } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readCatalogue } from '@/storage/catalogue/catalogue'
import { readRecord } from '@/storage/catalogue/heldShop'
import { syncCatalogue, type SyncOptions } from '@/till/catalogue/syncCatalogue'
import type { Till } from '@/till/context'

const START = Date.UTC(2026, 10, 24, 11)

/** A till whose clock a test moves by hand, in minutes since its first sync. */
export function aTillInTime(): Till & { minute: number } {
  const clock = { minute: 0 }
  const till = aTill({ now: () => momentOf(START + clock.minute * 60_000, 60) })
  return Object.defineProperty(till, 'minute', {
    get: () => clock.minute,
    set: (minute: number) => {
      clock.minute = minute
    },
  }) as Till & { minute: number }
}

export interface SyncWish extends Partial<Pick<SyncOptions, 'trigger' | 'sweep' | 'signal'>> {
  key?: string
  shopId?: number
  languages?: readonly string[]
  onStep?: () => void
}

export function sync(till: Till, shop: ShopServer, wish: SyncWish = {}) {
  return syncCatalogue(till, sameOrigin(shop), {
    connection: {
      address: 'http://shop.example',
      key: wish.key ?? DEMO_KEYS.minimal,
      ...(wish.shopId === undefined ? {} : { shopId: wish.shopId }),
    },
    preferredLanguages: wish.languages ?? ['fr'],
    trigger: wish.trigger ?? 'hand',
    sweep: wish.sweep ?? 'due',
    signal: wish.signal ?? new AbortController().signal,
    onProgress: () => wish.onStep?.(),
  })
}

/** The run of a sync that must succeed. */
export async function synced(till: Till, shop: ShopServer, wish?: SyncWish): Promise<SyncRun> {
  const done = await sync(till, shop, wish)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value
}

/** A till that has the demo shop, a quarter of an hour later. */
export async function aSyncedTill(options?: DemoShopOptions) {
  const till = aTillInTime()
  const shop = createDemoShop(options)
  const first = await synced(till, shop)
  till.minute += 15
  shop.requests.splice(0)
  return { till, shop, first }
}

export function contents(till: Pick<Till, 'catalogueDb'>) {
  return readCatalogue(till.catalogueDb)
}

/** Articles as they are sold: what a sync must find, whichever way it finds it. */
export async function onSale(till: Pick<Till, 'catalogueDb'>) {
  const { articles, departments, vatGroups } = await contents(till)
  const sold = articles.filter(article => article.retiredAt === null)
  return {
    articles: sold.map(article => ({ ...article, checkedAt: '' })),
    departments,
    rates: vatGroups.map(({ vatGroupId, vatRate }) => [vatGroupId, vatRate]),
  }
}

/** The catalogue and all that the next sync goes by; stock apart, which no import holds. */
export async function everything(till: Pick<Till, 'catalogueDb'>) {
  const state = await readRecord(till.catalogueDb, 'state')
  return {
    ...(await contents(till)),
    products: await till.catalogueDb.shopProducts.toArray(),
    state: state && { ...state, hashes: { ...state.hashes, stock: '' } },
    oldestCheck: await readRecord(till.catalogueDb, 'oldestCheck'),
  }
}
