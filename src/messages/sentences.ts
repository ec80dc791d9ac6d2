import type { TillError } from '@/core/errors'

/** What a person reads of an error: what happened, what it means for the shop, what to do. */
export interface Sentences {
  what: string
  meaning: string
  todo: string
}

/** Sentences for every error there is: one that is missing does not compile. */
export type ErrorSentences = Record<TillError['code'], Sentences>
