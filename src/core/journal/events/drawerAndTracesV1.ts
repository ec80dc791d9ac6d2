import type { SoftwareV1, UserV1 } from './saleV1'

export interface CoinsV1 {
  valueCents: number
  count: number
}

/** The drawer is opened with a float. Expected cash is computed from this event on. */
export interface DrawerOpenedV1 {
  kind: 'drawer-opened'
  floatCents: number
  /** Coins and notes counted; empty when only the sum was given. */
  coins: CoinsV1[]
  user: UserV1
  software: SoftwareV1
}

/** Cash put into or taken out of the drawer without a sale. */
export interface CashMovementV1 {
  kind: 'cash-movement'
  direction: 'in' | 'out'
  amountCents: number
  reason: string
  user: UserV1
  software: SoftwareV1
}

/** A cash count of the drawer. A difference is recorded with its reason, never refused. */
export interface CashCountedV1 {
  kind: 'cash-counted'
  expectedCents: number
  countedCents: number
  differenceCents: number
  coins: CoinsV1[]
  reason: string
  user: UserV1
  software: SoftwareV1
}

/**
 * An action other than a sale that must leave a trace: parking, cancelling before payment,
 * approvals, changes of settings that touch money, updates, clock changes (R4).
 */
export interface TraceV1 {
  kind: 'trace'
  what: TracedV1
  /** Values that describe the action to an inspector. */
  detail: Record<string, string | number | boolean>
  user: UserV1
  software: SoftwareV1
}

export type TracedV1 =
  | 'ticket-parked'
  | 'ticket-resumed'
  | 'ticket-cancelled'
  | 'ticket-split'
  | 'ticket-merged'
  | 'ticket-moved'
  | 'refund-unclaimed'
  | 'debt-unclaimed'
  | 'line-removed'
  | 'tender-removed'
  | 'act-undone'
  | 'drawer-without-sale'
  | 'approval'
  | 'pin-refused'
  | 'user-changed'
  | 'setting-changed'
  | 'training-on'
  | 'training-off'
  | 'till-started'
  | 'till-updated'
  | 'clock-moved'
  | 'catalogue-synced'
  | 'document-printed'
  | 'document-reprinted'
  | 'figures-exported'
  | 'archive-made'
  | 'archive-checked'
  | 'entries-purged'
  | 'backup-made'
  | 'backup-restored'
  | 'inspector-came'
  | 'journal-fault'
  | 'journal-rebuilt'
  | 'device-let-in'
  | 'device-put-out'
  | 'card-asked'
  | 'card-answered'
  | 'card-unclear'
  | 'card-checked'
