import type { ParkedSummary } from '@/core/ticket/parking'

/** A parked ticket as a list shows it, with its total at today's prices. */
export interface ParkedRow extends ParkedSummary {
  /** How many prices have changed since. */
  changed: number
  /** Articles that the shop no longer sells. */
  gone: string[]
  todayCents: number
}

/** What to do with prices that have changed since a ticket was parked. */
export type ResumedPrices = 'kept' | 'today'
