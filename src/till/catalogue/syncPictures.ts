import { DEFAULT_PICTURE_BUDGET_MB } from '@/core/settings/pictureBudget'
import pLimit from 'p-limit'
import { openShop } from './openShop'
import type { TillContext } from '@/till/context'
import { ok, type Result, type TillError } from '@/core/errors'
import type { SyncProgress } from '@/core/catalogue/syncRun'
import { makePictureReader, readTileKind, type ReadPicture } from '@/prestashop/readPicture'
import type { Surroundings } from '@/prestashop/route'
import { listArticles } from '@/storage/catalogue/catalogue'
import { isLost, listPictures, makeRoom, notePicture } from '@/storage/catalogue/pictureLedger'
import { pictureType, type PictureStore } from '@/storage/catalogue/pictures'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'

export interface PictureReport {
  added: number
  /**
   * Pictures the shop did not give, or answers that are not a picture; their tiles show initials.
   */
  failed: number
  /** Left out because the budget is spent. */
  skipped: number
}

/** Answers of a shop about a picture that it lost, or that its right does not cover. */
const OF_THE_PICTURE: readonly TillError['code'][] = [
  'shop-not-prestashop',
  'shop-answer-unreadable',
  'shop-answer-too-large',
]

interface WantedPicture {
  pictureId: string
  productId: string
}

type PictureTill = Pick<TillContext, 'catalogueDb' | 'tillDb' | 'now'>

const AT_ONCE = 2
/** A picture the shop did not give is not requested again at every sync. */
const ASKED_AGAIN_MS = 24 * 3_600_000

/**
 * Fetches the pictures that tiles still lack, after the articles and never before selling, until
 * the budget is spent. A picture that fails is counted and left for the next day. A picture never
 * changes under its id: PrestaShop gives a new upload a new id.
 */
export async function syncPictures(
  till: PictureTill,
  surroundings: Surroundings,
  pictures: PictureStore,
  connection: ShopConnection,
  signal: AbortSignal,
  onProgress: (progress: SyncProgress) => void,
): Promise<Result<PictureReport>> {
  const budgetBytes =
    ((await readSetting(till.tillDb, 'pictureBudgetMb')) ?? DEFAULT_PICTURE_BUDGET_MB) * 1_000_000
  const { wanted, inUse } = await picturesToFetch(till, pictures)
  let usedBytes = await makeRoom(till.catalogueDb, pictures, inUse, budgetBytes)
  const report: PictureReport = { added: 0, failed: 0, skipped: 0 }
  if (wanted.length === 0) return ok(report)
  if (usedBytes >= budgetBytes) return ok({ ...report, skipped: wanted.length })

  const shop = await openShop(surroundings, connection, { signal })
  if (!shop.ok) return shop
  const kind = await readTileKind(shop.value)
  if (!kind.ok) return kind
  const readPicture = makePictureReader(shop.value, kind.value)

  const limit = pLimit(AT_ONCE)
  await limit.map(wanted, async picture => {
    if (signal.aborted) return
    if (usedBytes >= budgetBytes) {
      report.skipped += 1
      return
    }
    const bytes = await fetchPicture(till, readPicture, pictures, picture)
    usedBytes += bytes
    if (bytes > 0) report.added += 1
    else report.failed += 1
    onProgress({ step: 'pictures', done: report.added + report.failed, expected: wanted.length })
  })
  return ok(report)
}

/** Pictures of articles on sale (`inUse`), and the pictures among them to fetch (`wanted`). */
async function picturesToFetch({ catalogueDb, now }: PictureTill, pictures: PictureStore) {
  const productIdByPicture = new Map<string, string>()
  for (const article of await listArticles(catalogueDb)) {
    const productId = article.articleId.split('-')[1]
    if (article.pictureId && productId && !article.retiredAt) {
      productIdByPicture.set(article.pictureId, productId)
    }
  }
  const known = new Map((await listPictures(catalogueDb)).map(one => [one.pictureId, one]))
  const askedSince = Date.parse(now().at) - ASKED_AGAIN_MS
  const wanted: WantedPicture[] = []
  for (const [pictureId, productId] of productIdByPicture) {
    const noted = known.get(pictureId)
    const isLeft =
      noted !== undefined &&
      (isLost(noted) ? Date.parse(noted.askedAt) > askedSince : await pictures.has(pictureId))
    if (!isLeft) wanted.push({ pictureId, productId })
  }
  return { wanted, inUse: new Set(productIdByPicture.keys()) }
}

/** Fetches and stores one picture. Returns its bytes; 0 where the shop gave no picture. */
async function fetchPicture(
  till: PictureTill,
  readPicture: ReadPicture,
  pictures: PictureStore,
  { pictureId, productId }: WantedPicture,
): Promise<number> {
  const bytes = await readPicture(productId, pictureId)
  const { at } = till.now()
  // The network or the shop failed: that says nothing about this picture.
  if (!bytes.ok && !OF_THE_PICTURE.includes(bytes.error.code)) return 0
  if (!bytes.ok || pictureType(bytes.value) === undefined) {
    await notePicture(till.catalogueDb, { pictureId, askedAt: at })
    return 0
  }
  await pictures.put(pictureId, bytes.value)
  await notePicture(till.catalogueDb, { pictureId, bytes: bytes.value.byteLength, usedAt: at })
  return bytes.value.byteLength
}
