import { canonicalJson } from '@/core/journal/canonicalJson'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { isAllowed, type Permission, type Rights, type VisitPermission } from './permissions'
import type { Role } from './user'

/** An approval that was sealed and not used yet: what it covers is done once, or while one page is open. */
export interface Approval {
  /** Id of the trace that seals it. */
  approvalId: string
  /** Who asked for it: nobody else may use it. */
  servedById: string
  approverId: string
  permission: VisitPermission
  /** The act it was asked for, in the words of its trace; of no account for a visit. */
  about: TraceV1['detail']
  covers: 'act' | 'visit'
}

/** An act that needs a permission, as the action that does it describes it. */
export interface Act {
  permission: VisitPermission
  about: TraceV1['detail']
}

/**
 * Permissions whose approval is kept on the ticket, with the amount that was approved: the sale is
 * checked against it when it is sealed.
 */
const OF_TICKETS: ReadonlySet<Permission> = new Set([
  'refund',
  'refund-whole',
  'refund-without-ticket',
  'discount-above-limit',
  'price-override',
] satisfies Permission[])

/**
 * Acts that an approved visit of a page does not include: each of them would give more than the
 * visit itself.
 */
const NEVER_BY_VISIT: ReadonlySet<Permission> = new Set([
  'users',
  'purge',
  'backup',
  'inspection',
] satisfies Permission[])

/** Whether an approval of this permission is used up by an act of the till, not kept on a ticket. */
export const isOfAct = (permission: Permission): permission is VisitPermission =>
  !OF_TICKETS.has(permission)

/** Whether an approved visit of a page includes acts of the page's permission. */
export const isByVisit = (permission: Permission): boolean => !NEVER_BY_VISIT.has(permission)

/**
 * The approval that lets a person do an act, or undefined. It was given to that person, for this very
 * act or for the visit of a page that the act is part of, by someone whose role still may: `roleOf`
 * tells it as it is now, null for who has left.
 */
export function approvalFor(
  approvals: readonly Approval[],
  servedById: string,
  { permission, about }: Act,
  rights: Rights,
  roleOf: (userId: string) => Role | null,
): Approval | undefined {
  const asked = canonicalJson(about)
  return approvals.find(one => {
    if (one.servedById !== servedById || one.permission !== permission) return false
    const role = roleOf(one.approverId)
    if (role === null || !isAllowed(rights, role, { permission })) return false
    return one.covers === 'visit' ? isByVisit(permission) : canonicalJson(one.about) === asked
  })
}

/** The approvals after one more: an earlier one for the same act, which nobody used, is dropped. */
export function withApproval(approvals: readonly Approval[], next: Approval): Approval[] {
  const isSameAct = (one: Approval) =>
    one.covers === next.covers &&
    one.permission === next.permission &&
    (next.covers === 'visit' || canonicalJson(one.about) === canonicalJson(next.about))
  return [...approvals.filter(one => !isSameAct(one)), next]
}

/** What is done with backups, as the act it is: each needs an approval of its own. */
export const backupAct = (backup: 'make' | 'restore' | 'passphrase' | 'folder') =>
  ({ permission: 'backup', about: { backup } }) as const

/** What is done with the shop's devices, as the act it is: each needs an approval of its own. */
export const deviceAct = (
  device:
    'found' | 'let-in' | 'put-out' | 'join' | 'recover' | 'leave' | 'record-orders' | 'send-stock',
  of = '',
): Act => ({ permission: 'users', about: of === '' ? { device } : { device, of } })

/** The act of recording orders by hand, to be approved as such. */
export const TO_RECORD_ORDERS = { permission: 'settings', about: { orders: 'record' } } as const
