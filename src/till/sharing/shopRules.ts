import { isSoundSetting } from '@/till/backup/packSettings'
import type { TillContext } from '@/till/context'
import { traceOf } from '@/till/journal/recordTrace'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import { rightsFromKept, type KeptRights } from '@/core/people/permissions'
import { changedRights } from '@/core/people/roleRights'
import { isSafeHash, memberOf, NOBODY, type PinHash, type User } from '@/core/people/user'
import { rulesFromKept, type CounterRules } from '@/core/settings/counterRules'
import { NO_SELLER, sellerFaults } from '@/core/settings/seller'
import { SHARED_SETTINGS } from '@/core/sharing/ownValues'
import type { Plain, PlainObject } from '@/core/sharing/register'
import { isSameValue } from '@/core/sameValue'
import { append, sealingTables } from '@/storage/journal/append'
import type { SharedChange, ShopRules } from '@/storage/sharing/shopTables'

/**
 * What this till accepts of other devices, and how it traces it (R4): as it would its own changes,
 * with the device that they come from.
 */
export function shopRules(context: TillContext): ShopRules {
  const { tillDb } = context
  return {
    soundSetting,
    isSoundUser: user => user.name.trim() !== '' && isSafeHash(user.pin),
    tables: sealingTables(tillDb),
    async onChange(change) {
      for (const [what, detail] of tracesOf(change)) {
        const { event, ...stamp } = traceOf(context, NOBODY, what, { ...detail, from: change.from })
        await append(tillDb, stamp, () => event)
      }
    },
  }
}

/**
 * A setting with what was said of it, field by field where it has fields: what this till could not
 * read (of a later version, or of no till) leaves the field as it was.
 */
export function soundSetting(name: string, wanted: Plain, before: unknown): unknown {
  if (SHARED_SETTINGS[name] !== 'by-field') return isSound(name, wanted) ? wanted : before
  if (isSound(name, wanted)) return wanted
  const was = (before ?? {}) as PlainObject
  let now: PlainObject = was
  for (const [field, value] of Object.entries(wanted as PlainObject)) {
    const next = { ...now, [field]: value }
    if (isSound(name, next)) now = next
  }
  return isSameValue(now, was) ? before : now
}

function isSound(name: string, value: unknown): boolean {
  if (!isSoundSetting(name, value)) return false
  if (name === 'seller') {
    return sellerFaults({ ...NO_SELLER, ...(value as Partial<SellerV1>) }).length === 0
  }
  return name !== 'recoveryCode' || isSafeHash(value as PinHash)
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
  return []
}

const mentionOf = (seller: unknown) => (seller as Partial<SellerV1> | undefined)?.mention ?? ''

function userDetail(before: User | undefined, after: User): TraceV1['detail'] {
  const isRemoved = before?.removedAt === null && after.removedAt !== null
  return { change: before ? (isRemoved ? 'removed' : 'changed') : 'added', ...memberOf(after) }
}
