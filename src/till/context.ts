import type { SoftwareV1 } from '@/core/journal/events/saleV1'
import type { Space } from '@/core/journal/space'
import type { Moment } from '@/core/moment'
import type { CatalogueDatabase, TillDatabase } from '@/storage/databases'

/**
 * What an action needs. Built once by `openTill` in the page, in the worker and by
 * `aTill()` in tests; actions know nothing of Vue nor of where they run.
 */
export interface TillContext {
  /** Letter of this till; it opens the numbers of its documents. */
  tillCode: string
  /** Which books: the shop's own, or those of the demo shop, kept apart. */
  space: Space
  /** A lesson: what is sold is sealed, marked, numbered apart, and never counted as takings. */
  isTraining: boolean
  tillDb: TillDatabase
  catalogueDb: CatalogueDatabase
  now: () => Moment
  newId: () => string
  software: SoftwareV1
}
