import * as Comlink from 'comlink'
import { makeCatalogueFeed, type CatalogueFeed } from './catalogueFeed'
import { runAlone, type OneAtATime } from './runAlone'
import { sparing, sparingly } from './sparingly'
import type { OrderImportRequest, SyncHow, WorkerSetup } from './setup'
import { withProofs } from './withProofs'
import { assert } from '@/core/assert'
import { ok } from '@/core/errors'
import { notePicturesSeen } from '@/storage/catalogue/pictureLedger'
import type { SyncProgress } from '@/core/catalogue/syncRun'
import { openPictures } from '@/storage/catalogue/pictures'
import { checkArchive } from '@/till/archive/checkArchive'
import { checkJournal } from '@/till/journal/checkJournal'
import { tryConnection } from '@/till/catalogue/tryConnection'
import { readShopIdentity } from '@/till/settings/readShopIdentity'
import { examineShop } from '@/till/catalogue/examineShop'
import { chooseBackupPassphrase } from '@/till/backup/keepBackupKey'
import { exportFec } from '@/till/reports/exportFec'
import { exportFigures } from '@/till/reports/exportFigures'
import { readReport } from '@/till/reports/readReport'
import { goOnAtFaults } from '@/till/journal/goOnAfterFault'
import { importOrders, importOrdersByItself } from '@/till/orders/importOrders'
import { parseKnown } from '@/till/journal/parseKnown'
import { makeArchive } from '@/till/archive/makeArchive'
import { makeBackup } from '@/till/backup/makeBackup'
import { makeContext } from '@/till/makeContext'
import { readVerifier } from '@/till/archive/readVerifier'
import { sendStock } from '@/till/stock/sendStock'
import { restoreBackup } from '@/till/backup/restoreBackup'
import { slowHash } from '@/till/people/slowHash'
import { applyPending, syncCatalogue } from '@/till/catalogue/syncCatalogue'
import { syncPictures } from '@/till/catalogue/syncPictures'
import type { ArchivePeriod } from '@/core/archive/manifest'
import type { FeedPiece } from '@/core/catalogue/catalogueFeed'
import type { Days } from '@/core/days'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { LastBackup, ShopConnection } from '@/storage/settings/settings'
import type { AutomaticImportOptions } from '@/till/orders/importOrders'
import type { FiguresRequest } from '@/till/reports/exportFigures'
import type { SendOptions } from '@/till/stock/sendStock'
import type { TillContext } from '@/till/context'
import { undoSync } from '@/till/catalogue/undoSync'

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

const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** What runs beside the page, so that a sync delays no tap. */
const worker = {
  /** Says which books to work in; called once, before anything else. */
  open(where: WorkerSetup) {
    setup = where
    own = { ...makeContext(where.space, where.version, false), tillCode: where.tillCode }
    feed = makeCatalogueFeed(own)
    goOnAtFaults(own, reportError)
  },

  tryConnection(connection: ShopConnection, proxyCode?: string) {
    return tryConnection({ ...opened().surroundings, proxyCode }, connection)
  },

  /** Who sells, as far as the shop tells it; nothing kept. */
  readShopIdentity(connection: ShopConnection) {
    return readShopIdentity(opened().surroundings, connection)
  },

  /** The key doctor: each thing found of a shop, nothing kept. */
  examineShop(connection: ShopConnection, preferredLanguages: readonly string[]) {
    const { surroundings } = opened()
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
    return alone('sync', () => {
      const { signal } = stop
      const options = {
        ...how,
        connection,
        preferredLanguages,
        signal,
        onProgress: sparing(onProgress),
      }
      return syncCatalogue(opened().context, opened().surroundings, options)
    })
  },

  /** Applies the sync that waits for the owner; undefined when none does. */
  applyPending() {
    return alone('sync', () => applyPending(opened().context))
  },

  /** Puts the catalogue back as before the last import; false when there is none. */
  undoSync() {
    return alone('sync', async () => ok(await undoSync(opened().context)))
  },

  /** Pictures that are still missing; the catalogue never waits for them. */
  syncPictures(connection: ShopConnection, onProgress: (progress: SyncProgress) => void) {
    stopPictures = new AbortController()
    const { signal } = stopPictures
    return alone('pictures', async () => {
      const { context, setup, surroundings } = opened()
      const pictures = await openPictures(setup.space, setup.pageAddress)
      if (!pictures) return ok({ added: 0, failed: 0, skipped: 0 })
      return syncPictures(context, surroundings, pictures, connection, signal, sparing(onProgress))
    })
  },

  /** Tells the shop what counter sales changed of its stock. */
  sendStock(connection: ShopConnection, turn: SendOptions['turn']) {
    return alone('stock', () => {
      const { context, surroundings } = opened()
      return sendStock(context, surroundings, {
        connection,
        turn,
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
    return alone('orders', () => importOrders({ ...context, isTraining }, surroundings, options))
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
    return alone('orders', () =>
      importOrdersByItself({ ...context, isTraining }, surroundings, options),
    )
  },

  /** These pictures are on the screen: they are the last to make room for others. */
  notePicturesSeen(pictureIds: readonly string[]) {
    const { context } = opened()
    return notePicturesSeen(context.catalogueDb, pictureIds, context.now().at)
  },

  /** Calls back with the catalogue in pieces, then with each change of it. */
  followCatalogue(onPiece: (piece: FeedPiece) => void) {
    assert(feed !== undefined, 'the worker is opened before it is used')
    feed.follow(onPiece)
  },

  /** A secret's slow hash: a tenth of a second of pure computing. */
  hashSecret: slowHash,

  /** Figures of a period: a year of sales is read and summed beside the page. */
  readReport: (days: Days) => readReport(opened().context, days),

  exportFigures: (request: FiguresRequest) => exportFigures(opened().context, request),

  /** The file of accounting entries of the fiscal year a day is in. */
  exportFec: (day: string) => exportFec(opened().context, day),
  /** Reads the whole journal again. `known`: anchors or a fingerprint, from papers. */

  checkJournal(known: string, onProgress: (checked: number) => void) {
    const { context } = opened()
    return withProofs(beginProofs =>
      checkJournal(context, sparingly(onProgress), parseKnown(known), beginProofs),
    )
  },

  async makeArchive(
    user: UserV1,
    period: ArchivePeriod,
    tillCode: string,
    onProgress: (done: number, count: number) => void,
  ) {
    const { context, surroundings } = opened()
    const verifierPage = await readVerifier(surroundings)
    const options = { tillCode, verifierPage, onProgress: sparingly(onProgress) }
    return makeArchive(context, user, period, options)
  },

  checkArchive(
    user: UserV1,
    file: Blob,
    known: string,
    onProgress: (checked: number, count: number) => void,
  ) {
    const { context } = opened()
    return withProofs(beginProofs =>
      checkArchive(context, user, file, known, sparingly(onProgress), beginProofs),
    )
  },

  /** The checker of archives as one page; null as long as it never came to this device. */
  readVerifier() {
    return readVerifier(opened().surroundings)
  },

  /** Makes the key of backups of a passphrase: a second of pure computing. */
  chooseBackupPassphrase(passphrase: string) {
    return chooseBackupPassphrase(opened().context, slowHash, passphrase)
  },

  makeBackup(user: UserV1, to: LastBackup['to']) {
    return makeBackup(opened().context, user, to)
  },

  /** All of a backup is checked, then all of it written, or nothing. */
  restoreBackup(user: UserV1, file: Blob, passphrase: string) {
    return restoreBackup(opened().context, slowHash, user, file, passphrase)
  },
}

export type TillWorker = typeof worker

Comlink.expose(worker)
