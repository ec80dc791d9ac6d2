import type { Space } from '@/core/journal/space'
import type { SyncOptions } from '@/till/catalogue/syncCatalogue'
import type { ImportOptions } from '@/till/orders/importOrders'

/** Who asks for a sync, and whether every article is to be read again. */
export type SyncHow = Pick<SyncOptions, 'trigger' | 'sweep'>

export type OrderImportRequest = Omit<ImportOptions, 'onProgress'> & { isTraining: boolean }

export interface WorkerSetup {
  space: Space
  /** Letter that the page's till is under. */
  tillCode: string
  /** Address of the folder the till is served from. */
  pageAddress: string
  version: string
}
