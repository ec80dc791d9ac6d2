import type { SyncProgress } from '@/core/catalogue/syncRun'
import type { VatRate } from '@/core/vat'

export interface ReadOptions {
  /** Names the shop and how it is read; another one than the held reads all anew. */
  source: string
  /** Languages of the till, best first: the shop's names are read in the first it has. */
  preferredLanguages: readonly string[]
  /** The language the owner chose in the shop's list; null leaves it to the till's. */
  languageId: number | null
  /** Now, ISO 8601. */
  at: string
  /** Products whose price tells the rate of a VAT group: read again with any other. */
  telling: readonly number[]
  /** Products of a sync that waits for the owner: read again, for it to stay true. */
  waiting: readonly number[]
  /** Rates a price may be snapped to; others than the last time make it compare again. */
  knownRates: readonly VatRate[]
  /** `all` reads every article again, as the owner may ask. */
  sweep: 'due' | 'all'
  onProgress: (progress: SyncProgress) => void
}
