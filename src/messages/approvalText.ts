import type { Translate } from './useMessages'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { Permission } from '@/core/people/permissions'

/**
 * What somebody's PIN approves: the act, and the amount where it has one, in the words that are
 * sealed with it.
 */
export function approvalText(
  permission: Permission,
  detail: TraceV1['detail'],
  t: Translate,
  cents: (amountCents: number) => string,
): string {
  const act = t(`approval.permission.${permission}`)
  const { offCents, isOnTicket, lines, backCents, amountCents } = detail
  if (permission === 'discount-above-limit' || permission === 'price-override') {
    if (typeof offCents !== 'number') return act
    const amount = cents(offCents)
    if (isOnTicket === true) return t('approval.offTicket', { amount })
    const name = String(lines)
    const isPrice = permission === 'price-override'
    return t(isPrice ? 'approval.offPrice' : 'approval.offLines', { amount, name })
  }
  const moved = permission === 'cash-out' ? amountCents : isOfRefund(permission) ? backCents : null
  return typeof moved === 'number' && moved > 0
    ? t('approval.ofAmount', { act, amount: cents(moved) })
    : act
}

const isOfRefund = (permission: Permission) =>
  permission === 'refund' || permission === 'refund-whole' || permission === 'refund-without-ticket'
