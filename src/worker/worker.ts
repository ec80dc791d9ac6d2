import * as Comlink from 'comlink'
import { makeCatalogueFeed, type CatalogueFeed } from './catalogueFeed'
import type { TillWorker, WorkerSetup } from './tillWorker'
import { assert } from '@/core/assert'
import { fail, ok, type Result } from '@/core/errors'
import { notePicturesSeen } from '@/storage/catalogue/pictureLedger'
import type { SyncProgress } from '@/core/catalogue/syncRun'
import { openPictures } from '@/storage/catalogue/pictures'
import { checkArchive } from '@/till/archive/checkArchive'
import { checkJournal } from '@/till/journal/checkJournal'
import { tryConnection } from '@/till/catalogue/tryConnection'
import { examineShop } from '@/till/catalogue/examineShop'
import { chooseBackupPassphrase } from '@/till/backup/keepBackupKey'
import { exportFec } from '@/till/reports/exportFec'
import { exportFigures } from '@/till/reports/exportFigures'
import { readReport } from '@/till/reports/readReport'
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
import type { TillContext } from '@/till/context'
import { undoSync } from '@/till/catalogue/undoSync'
import { openBeside } from '@/verifier/beside'
import type { BeginProofs } from '@/verifier/proofs'

let context: TillContext | undefined
let place: WorkerSetup | undefined
let feed: CatalogueFeed | undefined
let stop = new AbortController()
let stopPictures = new AbortController()

function opened() {
  assert(context !== undefined && place !== undefined, 'the worker is opened before it is used')
  const pageAddress = place.pageAddress
  return { till: context, place, surroundings: { fetch: fetch.bind(globalThis), pageAddress } }
}

/** Runs one task of a kind at a time, whichever tab asks for it. */
async function alone<T>(
  what: 'sync' | 'pictures' | 'orders' | 'stock',
  run: () => Promise<T>,
): Promise<T | Result<never>> {
  // Typed as always there, but absent outside https and localhost.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return run()
  const name = `comptoir-${what}-${opened().place.space}`
  return locks.request(name, { ifAvailable: true }, lock =>
    lock ? run() : fail({ code: 'sync-elsewhere' }),
  )
}

const TOLD_EVERY_MS = 200

/**
 * Passes each new step on to the page, and the progress within a step no more often than the page
 * can draw.
 */
function sparing(onProgress: (progress: SyncProgress) => void): (progress: SyncProgress) => void {
  let step: SyncProgress['step'] | undefined
  let toldAt = 0
  return progress => {
    const now = performance.now()
    if (progress.step === step && now - toldAt < TOLD_EVERY_MS) return
    step = progress.step
    toldAt = now
    onProgress(progress)
  }
}

/** Passes progress on to the page, no more often than the page can draw. */
function sparingly<Told extends unknown[]>(
  onProgress: (...told: Told) => void,
): (...told: Told) => void {
  let toldAt = 0
  return (...told) => {
    const now = performance.now()
    if (now - toldAt < TOLD_EVERY_MS) return
    toldAt = now
    onProgress(...told)
  }
}

/** Runs a task with a second worker, which checks signatures. */
async function withProofs<T>(run: (beginProofs: BeginProofs) => Promise<T>): Promise<T> {
  const { beginProofs, close } = await openBeside(
    () =>
      new Worker(new URL('../verifier/signaturesWorker.ts', import.meta.url), { type: 'module' }),
  )
  return run(beginProofs).finally(close)
}

const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

const worker: TillWorker = {
  open(where) {
    place = where
    context = { ...makeContext(where.space, where.version, false), tillCode: where.tillCode }
    feed = makeCatalogueFeed(context)
  },

  tryConnection(connection) {
    return tryConnection(opened().surroundings, connection)
  },

  examineShop(connection, preferredLanguages) {
    const { surroundings } = opened()
    return examineShop(surroundings, connection, preferredLanguages, () => Date.now())
  },

  syncCatalogue(connection, preferredLanguages, how, onProgress) {
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
      return syncCatalogue(opened().till, opened().surroundings, options)
    })
  },

  applyPending() {
    return alone('sync', () => applyPending(opened().till))
  },

  undoSync() {
    return alone('sync', async () => ok(await undoSync(opened().till)))
  },

  syncPictures(connection, onProgress) {
    stopPictures = new AbortController()
    const { signal } = stopPictures
    return alone('pictures', async () => {
      const { till, place, surroundings } = opened()
      const pictures = await openPictures(place.space, place.pageAddress)
      if (!pictures) return ok({ added: 0, failed: 0, skipped: 0 })
      return syncPictures(till, surroundings, pictures, connection, signal, sparing(onProgress))
    })
  },

  sendStock(connection, turn) {
    return alone('stock', () => {
      const { till, surroundings } = opened()
      return sendStock(till, surroundings, { connection, turn, wait: sleep, random: Math.random })
    })
  },

  cancelSync() {
    stop.abort()
    stopPictures.abort()
  },

  importOrders({ isTraining, ...request }, onProgress) {
    const { till, surroundings } = opened()
    const options = { ...request, onProgress: sparingly(onProgress) }
    return alone('orders', () => importOrders({ ...till, isTraining }, surroundings, options))
  },

  importOrdersByItself({ isTraining, ...request }, onProgress) {
    const { till, surroundings } = opened()
    const options = { ...request, onProgress: sparingly(onProgress) }
    return alone('orders', () =>
      importOrdersByItself({ ...till, isTraining }, surroundings, options),
    )
  },

  notePicturesSeen(pictureIds) {
    const { till } = opened()
    return notePicturesSeen(till.catalogueDb, pictureIds, till.now().at)
  },

  followCatalogue(onPiece) {
    assert(feed !== undefined, 'the worker is opened before it is used')
    feed.follow(onPiece)
  },

  hashSecret: slowHash,

  readReport: days => readReport(opened().till, days),

  makeFiguresFile: request => exportFigures(opened().till, request),

  makeFec: day => exportFec(opened().till, day),
  checkJournal(known, onProgress) {
    const { till } = opened()
    return withProofs(beginProofs =>
      checkJournal(till, sparingly(onProgress), parseKnown(known), beginProofs),
    )
  },

  async makeArchive(user, period, tillCode, onProgress) {
    const { till, surroundings } = opened()
    const verifierPage = await readVerifier(surroundings)
    const options = { tillCode, verifierPage, onProgress: sparingly(onProgress) }
    return makeArchive(till, user, period, options)
  },

  checkArchive(user, file, known, onProgress) {
    const { till } = opened()
    return withProofs(beginProofs =>
      checkArchive(till, user, file, known, sparingly(onProgress), beginProofs),
    )
  },

  readVerifier() {
    return readVerifier(opened().surroundings)
  },

  chooseBackupPassphrase(passphrase) {
    return chooseBackupPassphrase(opened().till, slowHash, passphrase)
  },

  makeBackup(user, to) {
    return makeBackup(opened().till, user, to)
  },

  restoreBackup(user, file, passphrase) {
    return restoreBackup(opened().till, slowHash, user, file, passphrase)
  },
}

Comlink.expose(worker)
