import type { SyncProgress } from '@/core/catalogue/syncRun'
import type { VatRate } from '@/core/vat'

/** How a sync reads the shop. */
export interface ReadOptions {
  /**
   * Identifies the shop and the way of reading it; when it differs from the stored one, everything
   * is read anew.
   */
  source: string
  /** Languages of the till, best first; names are read in the first that the shop has. */
  preferredLanguages: readonly string[]
  /** Language that the owner chose by the shop's id; null for the till's own. */
  languageId: number | null
  /** Current time, ISO 8601. */
  at: string
  /**
   * Products of a sync that waits for the owner: they are read again, so that it stays up to date.
   */
  waiting: readonly number[]
  /**
   * Rates to which a computed rate may be snapped; when they differ from last time, the catalogue
   * is compared again.
   */
  knownRates: readonly VatRate[]
  /** Products sold most on this till, the most sold first: the till reads their prices first. */
  mostSold: () => Promise<readonly number[]>
  /** A sync that a person starts reads every price again. */
  trigger: 'hand' | 'automatic'
  /** `all` reads the whole row of every product again, at the owner's request. */
  sweep: 'due' | 'all'
  onProgress: (progress: SyncProgress) => void
}
