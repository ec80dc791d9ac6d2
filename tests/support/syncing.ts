import { aTill } from './factory'
import { sameOrigin } from './surroundings'
import { momentOf } from '@/core/moment'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { createDemoShop, DEMO_KEYS, type DemoShopOptions } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readCatalogue } from '@/storage/catalogue/catalogue'
import { readRecord } from '@/storage/catalogue/heldShop'
import { syncCatalogue, type SyncOptions } from '@/till/catalogue/syncCatalogue'
import type { TillContext } from '@/till/context'

const START = Date.UTC(2026, 10, 24, 11)

/** A till whose clock the test sets, in minutes since its first sync. */
export function aTillInTime(): TillContext & { minute: number } {
  const clock = { minute: 0 }
  const context = aTill({ now: () => momentOf(START + clock.minute * 60_000, 60) })
  return Object.defineProperty(context, 'minute', {
    get: () => clock.minute,
    set: (minute: number) => {
      clock.minute = minute
    },
  }) as TillContext & { minute: number }
}

export interface SyncWish extends Partial<Pick<SyncOptions, 'trigger' | 'sweep' | 'signal'>> {
  key?: string
  shopId?: number
  languages?: readonly string[]
  onStep?: () => void
}

export function sync(context: TillContext, shop: ShopServer, wish: SyncWish = {}) {
  return syncCatalogue(context, sameOrigin(shop), {
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
export async function synced(
  context: TillContext,
  shop: ShopServer,
  wish?: SyncWish,
): Promise<SyncRun> {
  const done = await sync(context, shop, wish)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value
}

/** A till that has synced the demo shop, a quarter of an hour later. */
export async function aSyncedTill(options?: DemoShopOptions) {
  const context = aTillInTime()
  const shop = createDemoShop(options)
  const first = await synced(context, shop)
  context.minute += 15
  shop.requests.splice(0)
  return { till: context, shop, first }
}

export function contents(context: Pick<TillContext, 'catalogueDb'>) {
  return readCatalogue(context.catalogueDb)
}

/** Articles as they are sold: every kind of sync must give the same. */
export async function onSale(context: Pick<TillContext, 'catalogueDb'>) {
  const { articles, departments, vatGroups } = await contents(context)
  const sold = articles.filter(article => article.retiredAt === null)
  return {
    articles: sold.map(article => ({ ...article, checkedAt: '' })),
    departments,
    rates: vatGroups.map(({ vatGroupId, vatRate }) => [vatGroupId, vatRate]),
  }
}

/** The catalogue and all that the next sync depends on, except stock, which no import holds. */
export async function everything(context: Pick<TillContext, 'catalogueDb'>) {
  const state = await readRecord(context.catalogueDb, 'state')
  return {
    ...(await contents(context)),
    products: await context.catalogueDb.shopProducts.toArray(),
    state: state && { ...state, hashes: { ...state.hashes, stock: '' } },
    oldestCheck: await readRecord(context.catalogueDb, 'oldestCheck'),
  }
}
