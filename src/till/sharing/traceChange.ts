import type { TillContext } from '@/till/context'
import { traceOf } from '@/till/journal/recordTrace'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import { rightsFromKept, type KeptRights } from '@/core/people/permissions'
import { changedRights } from '@/core/people/roleRights'
import { memberOf, NOBODY, type User } from '@/core/people/user'
import { rulesFromKept, type CounterRules } from '@/core/settings/counterRules'
import type { StockBy } from '@/core/stock/stockHanded'
import { append } from '@/storage/journal/append'
import type { SharedChange } from '@/storage/sharing/shopTables'

/**
 * Seals what another device changed of the team or the settings (R4): the traces that the same change
 * made here would leave, with the device it comes from. Inside the transaction that stores it.
 */
export async function traceChange(context: TillContext, change: SharedChange): Promise<void> {
  for (const [what, detail] of tracesOf(change)) {
    const { event, ...stamp } = traceOf(context, NOBODY, what, { ...detail, from: change.from })
    await append(context.tillDb, stamp, () => event)
  }
}

type TraceOfChange = ['setting-changed' | 'user-changed', TraceV1['detail']]

/** What the till would have traced, had the change been made here. */
function tracesOf(change: SharedChange): TraceOfChange[] {
  if (change.kind === 'user') return [['user-changed', userDetail(change.before, change.after)]]
  const { name, before, after } = change
  return changedDetails(name, before, after).map(detail => ['setting-changed', detail])
}

function changedDetails(name: string, before: unknown, after: unknown): TraceV1['detail'][] {
  if (name === 'counterRules') {
    const was = rulesFromKept(before as Partial<CounterRules> | undefined)
    const is = rulesFromKept(after as Partial<CounterRules> | undefined)
    return (Object.keys(is) as (keyof CounterRules)[]).flatMap(rule => {
      const detail = {
        name: rule,
        before: JSON.stringify(was[rule]),
        after: JSON.stringify(is[rule]),
      }
      return detail.before === detail.after ? [] : [detail]
    })
  }
  if (name === 'rights') {
    const was = rightsFromKept(before as KeptRights | undefined)
    return changedRights(was, rightsFromKept(after as KeptRights | undefined)).map(one => ({
      ...one,
    }))
  }
  if (name === 'seller') {
    const [was, is] = [mentionOf(before), mentionOf(after)]
    return was === is ? [] : [{ name: 'seller.mention', before: was, after: is }]
  }
  if (name === 'ordersBy') {
    const device = (value: unknown) => (typeof value === 'string' ? value : '')
    // Who founded the shop records them, until somebody else is chosen.
    return before === undefined ? [] : [{ name, before: device(before), after: device(after) }]
  }
  if (name === 'stockBy') {
    const [was, is] = [before, after].map(value => (value as StockBy | undefined)?.shop)
    return was === undefined || was === is ? [] : [{ name, before: was, after: is ?? '' }]
  }
  return []
}

const mentionOf = (seller: unknown) => (seller as Partial<SellerV1> | undefined)?.mention ?? ''

function userDetail(before: User | undefined, after: User): TraceV1['detail'] {
  const isRemoved = before?.removedAt === null && after.removedAt !== null
  return { change: before ? (isRemoved ? 'removed' : 'changed') : 'added', ...memberOf(after) }
}
