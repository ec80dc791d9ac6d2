import type { SoftwareV1 } from '@/core/journal/events/saleV1'
import type { Space } from '@/core/journal/space'
import type { Moment } from '@/core/moment'
import type { SteadyMoment } from '@/core/people/failedTries'
import type { CatalogueDatabase, TillDatabase } from '@/storage/databases'

/**
 * Everything an action depends on: databases, clock, ids. `makeContext` builds it, once in the page
 * and once in the worker; `aTill()` builds it in tests. Actions import no Vue and work the same on
 * every thread.
 */
export interface TillContext {
  /** Till code of this till; the numbers of its documents begin with it. */
  tillCode: string
  /** The shop's own journal and data, or the demo shop's, kept in separate databases. */
  space: Space
  /** Training mode: sales are sealed, marked, numbered apart, and never counted as takings. */
  isTraining: boolean
  tillDb: TillDatabase
  catalogueDb: CatalogueDatabase
  now: () => Moment
  /** The monotonic clock of this opening of the page. */
  steady: () => SteadyMoment
  newId: () => string
  software: SoftwareV1
}
