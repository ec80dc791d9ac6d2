import type { EntryReference } from '@/core/journal/entryReference'
import type { ClaimSubject } from './claim'

/** What is done for a sale by one till at a time: goods are given back, or a debt is paid. */
export type SaleAct = 'refund' | 'debt'

/** Something that was done for a sale, by a device, at a moment of its clock (ISO 8601). */
export interface DoneForSale {
  device: string
  at: string
}

/** The subject of doing something for a sale, whose journal is known by the seal of its first entry. */
export const saleSubject = (
  act: SaleAct,
  journal: string,
  { number }: Pick<EntryReference, 'number'>,
): ClaimSubject => ({ kind: act, id: `${journal} ${number}` })

/**
 * Whether that for which a device took a claim is done, as far as is known: the next turn then takes
 * nothing from it. Both times are of that device's clock.
 */
export const isClaimUsed = (
  claim: { device: string; at: string },
  done: readonly DoneForSale[],
): boolean =>
  done.some(({ device, at }) => device === claim.device && Date.parse(at) >= Date.parse(claim.at))
