import { LANES, readBlock } from '@/core/sharing/block'
import { unpackContent } from '@/core/sharing/blockContent'
import {
  catalogueToSay,
  changesFromHeard,
  heardCatalogue,
  isLongSaid,
  NOTHING_HEARD,
  type CatalogueRecord,
  type HeardCatalogue,
  type SharedCatalogue,
} from '@/core/sharing/sharedCatalogue'
import type { Result } from '@/core/errors'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { readSyncs } from '@/storage/catalogue/catalogue'
import { listHeldProducts, readRecord } from '@/storage/catalogue/heldShop'
import { keepWhatWasRead, NO_COUNTS, READING } from '@/till/catalogue/keepWhatWasRead'
import type { SyncTill } from '@/till/catalogue/prepareImport'
import { readShop } from './epochKeys'
import { openBlock } from './sealBlock'
import { sayRecords, type Sharing } from './sayOwn'

const REPLAYED_BYTES = 1024 * 1024

/** The shop as this device last read it itself; null where it did not, or another told it later. */
export async function ownCatalogue({
  catalogueDb,
}: Pick<SyncTill, 'catalogueDb'>): Promise<SharedCatalogue | null> {
  return catalogueDb.transaction(
    'r',
    [catalogueDb.syncRuns, catalogueDb.shopRecords, catalogueDb.productChunks],
    async () => {
      const { runs } = await readSyncs(catalogueDb)
      const last = runs.find(isRead)
      const state = await readRecord(catalogueDb, 'state')
      if (!state || !last || last.readAt !== undefined) return null
      const { productIds: _ids, listedIds: _listed, hashes: _hashes, ...shared } = state
      const products = await listHeldProducts(catalogueDb)
      return {
        readAt: last.undoneAt ?? last.endedAt,
        host: last.host,
        state: shared,
        stock: (await readRecord(catalogueDb, 'stock'))?.byArticle ?? null,
        products: new Map(products.map(product => [product.productId, product])),
      }
    },
  )
}

/** A sync that the catalogue holds, or held until the owner undid it. */
const isRead = ({ outcome }: SyncRun) => outcome !== 'failed' && outcome !== 'waiting'

/**
 * Says the shop to the other devices as this one read it, by difference with what it said. To be
 * called after a sync; where nothing is new, nothing is said.
 */
export async function sayCatalogue(
  sharing: Sharing,
  till: Pick<SyncTill, 'catalogueDb'>,
): Promise<void> {
  const now = await ownCatalogue(till)
  if (!now) return
  const { heard, productCount } = await replay(sharing, sharing.keys.device)
  const isBase = productCount === 0 || isLongSaid(productCount, now)
  const records = catalogueToSay(isBase ? NOTHING_HEARD : heard, now)
  await sayRecords(sharing, LANES.catalogue, records, isBase)
}

/**
 * Takes the shop as another device read it, where that was later than this device's own last look:
 * as one sync, in one transaction, without asking, since the owner saw it there. Null where there
 * is nothing to take.
 */
export async function takeCatalogue(
  sharing: Sharing,
  till: SyncTill,
): Promise<Result<SyncRun> | null> {
  const heard = await latestHeard(sharing)
  if (!heard) return null
  const { catalogueDb } = till
  const { runs } = await readSyncs(catalogueDb)
  const last = runs.find(isRead)
  const changes = changesFromHeard(heard, {
    readAt: last ? (last.undoneAt ?? last.readAt ?? last.endedAt) : null,
    products: await listHeldProducts(catalogueDb),
    state: await readRecord(catalogueDb, 'state'),
  })
  if (!changes) return null
  const { at } = till.now()
  return keepWhatWasRead(till, changes, {
    runId: till.newId(),
    host: heard.host,
    trigger: 'shared',
    startedAt: at,
    endedAt: at,
    readAt: heard.readAt,
    requests: 0,
    counts: NO_COUNTS,
    unreadable: [],
    outcome: 'failed',
    error: null,
  })
}

/** The shop as the device that read it last told it; another way of reading it is not understood. */
async function latestHeard(sharing: Sharing): Promise<SharedCatalogue | null> {
  const lanes = (await sharing.store.knownStreams()).filter(one => one.lane === LANES.catalogue)
  let latest: SharedCatalogue | null = null
  for (const { device } of lanes) {
    const { closed } = (await replay(sharing, device)).heard
    if (!closed?.state.source.startsWith(`${READING} `)) continue
    if (!latest || Date.parse(closed.readAt) > Date.parse(latest.readAt)) latest = closed
  }
  return latest
}

/** What a device's lane says, read from its kept blocks, and how many products it says in all. */
async function replay(
  { store, keys, paperKey }: Sharing,
  device: string,
): Promise<{ heard: HeardCatalogue; productCount: number }> {
  const shop = await readShop({ store, keys, paperKey })
  const records: CatalogueRecord[] = []
  for (let next = 0; ;) {
    const blocks = await store.blocksFrom({ device, lane: LANES.catalogue, next }, REPLAYED_BYTES)
    for (const bytes of blocks) {
      const block = readBlock(bytes)
      const content = block && (await openBlock(block, shop.keys))
      const found = content ? (unpackContent(content)?.records ?? []) : []
      records.push(...found.filter(one => one.kind === 'products' || one.kind === 'catalogue'))
      next = (block?.seq ?? next) + 1
    }
    if (blocks.length === 0) break
  }
  const productCount = records.reduce(
    (count, one) => count + (one.kind === 'products' ? one.products.length : 0),
    0,
  )
  return { heard: heardCatalogue(records), productCount }
}
