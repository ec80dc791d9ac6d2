import pLimit from 'p-limit'
import { openShop } from './shopDoor'
import type { Till } from './till'
import { ok, type Result } from '@/core/errors'
import type { SyncProgress } from '@/core/syncRun'
import type { ShopClient } from '@/prestashop/client'
import { readTileKind } from '@/prestashop/readTileKind'
import type { Surroundings } from '@/prestashop/route'
import { listArticles } from '@/storage/catalogue'
import { pictureType, type PictureStore } from '@/storage/pictures'
import type { ShopConnection } from '@/storage/settings'

export interface PictureReport {
  added: number
  /** Pictures the shop did not give, or that are none; their tiles show initials. */
  failed: number
}

interface WantedPicture {
  pictureId: string
  productId: string
}

const AT_ONCE = 2

/**
 * Fetches the pictures that tiles still lack, after the articles and never before selling.
 * One that fails is counted and left for the next time. A picture never changes under its
 * id: PrestaShop gives a new id to a new upload.
 */
export async function syncPictures(
  till: Pick<Till, 'catalogueDb'>,
  surroundings: Surroundings,
  pictures: PictureStore,
  connection: ShopConnection,
  signal: AbortSignal,
  onProgress: (progress: SyncProgress) => void,
): Promise<Result<PictureReport>> {
  const wanted = await missingPictures(till, pictures)
  const report: PictureReport = { added: 0, failed: 0 }
  if (wanted.length === 0) return ok(report)

  const shop = await openShop(surroundings, connection, { signal })
  if (!shop.ok) return shop
  const kind = await readTileKind(shop.value)
  if (!kind.ok) return kind

  const limit = pLimit(AT_ONCE)
  await limit.map(wanted, async picture => {
    if (signal.aborted) return
    const isKept = await fetchPicture(shop.value, pictures, picture, kind.value)
    if (isKept) report.added += 1
    else report.failed += 1
    onProgress({ step: 'pictures', done: report.added + report.failed, expected: wanted.length })
  })
  return ok(report)
}

async function missingPictures(
  till: Pick<Till, 'catalogueDb'>,
  pictures: PictureStore,
): Promise<WantedPicture[]> {
  const productIdByPicture = new Map<string, string>()
  for (const article of await listArticles(till.catalogueDb)) {
    const productId = article.articleId.split('-')[1]
    if (article.pictureId && productId && !article.retiredAt) {
      productIdByPicture.set(article.pictureId, productId)
    }
  }
  const wanted: WantedPicture[] = []
  for (const [pictureId, productId] of productIdByPicture) {
    if (!(await pictures.has(pictureId))) wanted.push({ pictureId, productId })
  }
  return wanted
}

async function fetchPicture(
  client: ShopClient,
  pictures: PictureStore,
  { pictureId, productId }: WantedPicture,
  kind: string | undefined,
): Promise<boolean> {
  const path = ['images', 'products', productId, pictureId, ...(kind ? [kind] : [])].join('/')
  const bytes = await client.getPicture(path)
  if (!bytes.ok || !pictureType(bytes.value)) return false
  await pictures.put(pictureId, bytes.value)
  return true
}
