import type { TillError } from '@/core/errors'

/** Sentences about an error: what happened, what it means for the shop, what to do. */
export interface Sentences {
  what: string
  meaning: string
  todo: string
}

/** Sentences for every error: an error without them does not compile. */
export type ErrorSentences = Record<TillError['code'], Sentences>
