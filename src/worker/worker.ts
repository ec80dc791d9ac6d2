import * as Comlink from 'comlink'
import { bookMethods } from './bookMethods'
import { makeCatalogueFeed, type CatalogueFeed, type Follower } from './catalogueFeed'
import type { DeviceMethods } from './deviceActions'
import { runAlone, type OneAtATime } from './runAlone'
import { withServerClock } from './serverClock'
import { sparing, sparingly } from './sparingly'
import { allowOwnScripts } from './ownScripts'
import type { OrderImportRequest, SyncHow, WorkerSetup } from './setup'
import { assert } from '@/core/assert'
import { ok } from '@/core/errors'
import type { SyncProgress } from '@/core/catalogue/syncRun'
import { makeContext } from '@/till/makeContext'
import { withRight } from '@/till/people/withRight'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { ShopConnection } from '@/storage/settings/settings'
import type { AutomaticImportOptions } from '@/till/orders/importOrders'
import type { goOnAtFaults } from '@/till/journal/goOnAfterFault'
import type { TillContext } from '@/till/context'

allowOwnScripts(globalThis, import.meta.url)

let own: TillContext | undefined
let setup: WorkerSetup | undefined
let feed: CatalogueFeed | undefined
let stop = new AbortController()
let stopPictures = new AbortController()

function opened() {
  assert(own !== undefined && setup !== undefined, 'the worker is opened before it is used')
  const { pageAddress } = setup
  return { context: own, setup, surroundings: { fetch: fetch.bind(globalThis), pageAddress } }
}

const alone = <T>(what: OneAtATime, run: () => Promise<T>) =>
  runAlone(what, opened().setup.space, run)

/** Actions are loaded when they are first asked for: what the counter needs comes first. */
const shop = () => import('./shopActions').then(watched)
const books = () => import('./bookActions').then(watched)
const devices = () => import('./deviceActions').then(watched)
let isWatching = false
let opening: Promise<DeviceMethods & Comlink.ProxyMarked> | undefined

/** Nothing is sealed here before actions are loaded: faults that a sealing finds are followed then. */
function watched<Actions extends { goOnAtFaults: typeof goOnAtFaults }>(actions: Actions): Actions {
  if (!isWatching) actions.goOnAtFaults(opened().context, reportError)
  isWatching = true
  return actions
}

const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** What runs beside the page, so that a sync delays no tap. */
const worker = {
  /** Says which books to work in; called once, before anything else. */
  open(where: WorkerSetup) {
    setup = where
    own = { ...makeContext(where.space, where.version, false), tillCode: where.tillCode }
    feed = makeCatalogueFeed(own)
  },

  async tryConnection(connection: ShopConnection, proxyCode?: string) {
    const { tryConnection } = await shop()
    return tryConnection({ ...opened().surroundings, proxyCode }, connection)
  },

  /** What the key may not read of what names combinations; nothing kept. */
  async readMissingNamingRights(connection: ShopConnection) {
    const { readMissingNamingRights } = await shop()
    return readMissingNamingRights(opened().surroundings, connection)
  },

  /** Who sells, as far as the shop tells it; nothing kept. */
  async readShopIdentity(connection: ShopConnection) {
    const { readShopIdentity } = await shop()
    return readShopIdentity(opened().surroundings, connection)
  },

  /** The key doctor: each thing found of a shop, nothing kept. */
  async examineShop(connection: ShopConnection, preferredLanguages: readonly string[]) {
    const { surroundings } = opened()
    const { examineShop } = await shop()
    return examineShop(surroundings, connection, preferredLanguages, () => Date.now())
  },

  /** Articles, departments and VAT groups; all or nothing. */
  syncCatalogue(
    connection: ShopConnection,
    preferredLanguages: readonly string[],
    how: SyncHow,
    onProgress: (progress: SyncProgress) => void,
  ) {
    // Articles come first: pictures are fetched after them.
    stopPictures.abort()
    stop = new AbortController()
    const { signal } = stop
    return alone('sync', async () => {
      const { syncCatalogue } = await shop()
      const options = {
        ...how,
        connection,
        preferredLanguages,
        signal,
        onProgress: sparing(onProgress),
      }
      const { context, surroundings } = opened()
      return withServerClock(context, surroundings, heard => syncCatalogue(context, heard, options))
    })
  },

  /** Applies the sync that waits for the owner; undefined when none does. */
  applyPending(user: UserV1) {
    const act = { user, permission: 'articles', about: { import: 'applied' } } as const
    return alone('sync', async () => {
      const { applyPending } = await shop()
      const { context } = opened()
      return withRight(context, act, () => applyPending(context))
    })
  },

  /** Puts the catalogue back as before the last import; false when there is none. */
  undoSync(user: UserV1) {
    const act = { user, permission: 'articles', about: { import: 'undone' } } as const
    return alone('sync', async () => {
      const { undoSync } = await shop()
      const { context } = opened()
      return withRight(context, act, async () => ok(await undoSync(context)))
    })
  },

  /** Pictures that are still missing; the catalogue never waits for them. */
  syncPictures(connection: ShopConnection, onProgress: (progress: SyncProgress) => void) {
    stopPictures = new AbortController()
    const { signal } = stopPictures
    return alone('pictures', async () => {
      const { context, setup, surroundings } = opened()
      const { openPictures, syncPictures } = await shop()
      const pictures = await openPictures(setup.space, setup.pageAddress)
      if (!pictures) return ok({ added: 0, failed: 0, skipped: 0 })
      return syncPictures(context, surroundings, pictures, connection, signal, sparing(onProgress))
    })
  },

  /** Tells the shop what counter sales changed of its stock. */
  sendStock(connection: ShopConnection) {
    return alone('stock', async () => {
      const { context, surroundings } = opened()
      const { sendStock } = await shop()
      return sendStock(context, surroundings, {
        connection,
        wait: sleep,
        random: Math.random,
      })
    })
  },

  cancelSync() {
    stop.abort()
    stopPictures.abort()
  },

  /** Records the shop's online orders, or tells what it would record. */
  importOrders({ isTraining, ...request }: OrderImportRequest, onProgress: (done: number) => void) {
    const { context, surroundings } = opened()
    const options = { ...request, onProgress: sparingly(onProgress) }
    return alone('orders', async () => {
      const { importOrders } = await shop()
      return importOrders({ ...context, isTraining }, surroundings, options)
    })
  },

  /** The import that comes with a sync; null where the owner has not agreed to it. */
  importOrdersByItself(
    {
      isTraining,
      ...request
    }: Omit<AutomaticImportOptions, 'onProgress'> & { isTraining: boolean },
    onProgress: (done: number) => void,
  ) {
    const { context, surroundings } = opened()
    const options = { ...request, onProgress: sparingly(onProgress) }
    return alone('orders', async () => {
      const { importOrdersByItself } = await shop()
      return importOrdersByItself({ ...context, isTraining }, surroundings, options)
    })
  },

  /** These pictures are on the screen: they are the last to make room for others. */
  async notePicturesSeen(pictureIds: readonly string[]) {
    const { context } = opened()
    const { notePicturesSeen } = await shop()
    return notePicturesSeen(context.catalogueDb, pictureIds, context.now().at)
  },

  /** Calls back with the first shelf, the catalogue in pieces, then with each change of it. */
  followCatalogue(onPiece: Follower['onPiece'], onFirst: Follower['onFirst']) {
    assert(feed !== undefined, 'the worker is opened before it is used')
    feed.follow({ onPiece, onFirst })
  },

  /** Reads every article now: the first shelf is on the screen. */
  readCatalogue() {
    feed?.readWhole()
  },

  /** What is done with the shop's other devices: a device that is alone never asks for it. */
  openDevices() {
    opening ??= devices().then(
      ({ deviceMethods }) => Comlink.proxy(deviceMethods(opened().context)),
      (error: unknown) => {
        // The part may be on the device the next time.
        opening = undefined
        throw error
      },
    )
    return opening
  },

  ...bookMethods(opened, books),
}

export type TillWorker = typeof worker

Comlink.expose(worker)
