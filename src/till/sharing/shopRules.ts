import { traceChange } from './traceChange'
import { isSoundSetting } from '@/till/backup/packSettings'
import type { TillContext } from '@/till/context'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import { isSafeHash, type PinHash } from '@/core/people/user'
import { NO_SELLER, sellerFaults } from '@/core/settings/seller'
import { SHARED_SETTINGS } from '@/core/sharing/ownValues'
import type { Plain, PlainObject } from '@/core/sharing/register'
import { isSameValue } from '@/core/sameValue'
import { sealingTables } from '@/storage/journal/append'
import type { ShopRules } from '@/storage/sharing/shopTables'

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
    onChange: change => traceChange(context, change),
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
