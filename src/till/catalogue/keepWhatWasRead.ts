import { prepareImport, type SyncTill } from './prepareImport'
import { fail, ok, type Result } from '@/core/errors'
import type { ShopChanges } from '@/core/catalogue/shopState'
import type { SyncCounts, SyncRun } from '@/core/catalogue/syncRun'
import { applyCatalogue, keepPending, keepUnchanged } from '@/storage/catalogue/catalogue'
import { writeFaultOf } from '@/storage/fault'

/** To be raised when the till reads or stores the shop's rows in another way. */
export const READING = 5

export const NO_COUNTS: SyncCounts = {
  created: 0,
  changed: 0,
  retired: 0,
  articles: 0,
  departments: 0,
  vatGroups: 0,
}

/**
 * Keeps what was read of the shop: applied in one transaction, or stored for the owner when it must
 * not be applied unseen. Where it cannot be kept, the catalogue is as it was.
 */
export async function keepWhatWasRead(
  till: SyncTill,
  changes: ShopChanges,
  run: SyncRun,
): Promise<Result<SyncRun>> {
  const prepared = await prepareImport(till, changes, run)
  if (!prepared.ok) return prepared
  const { catalogueDb } = till
  const endedAt = till.now().at
  const { plan, list, reasons, counts } = prepared.value
  try {
    if (!prepared.value.isAnything) {
      const unchanged: SyncRun = { ...run, endedAt, outcome: 'unchanged', counts }
      await keepUnchanged(catalogueDb, changes, unchanged)
      return ok(unchanged)
    }
    // The owner has seen what another device tells: it told of nothing that waits there.
    if (reasons.length > 0 && run.trigger !== 'shared') {
      const waiting: SyncRun = { ...run, endedAt, outcome: 'waiting', counts }
      await keepPending(catalogueDb, { run: waiting, list, reasons }, changes)
      return ok(waiting)
    }
    const { departments, vatGroups, priced } = prepared.value
    const applied: SyncRun = { ...run, ...priced, endedAt, outcome: 'applied', counts }
    const change = { plan, departments, vatGroups, changes, run: applied }
    return ok(await applyCatalogue(catalogueDb, change, () => till.now().at))
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'catalogue-not-written' })
  }
}
