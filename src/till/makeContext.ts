import type { TillContext } from './context'
import type { Space } from '@/core/journal/space'
import { momentOf } from '@/core/moment'
import { FIRST_TILL_CODE } from '@/core/journal/tillCode'
import { openDatabases } from '@/storage/open'

/**
 * Builds the till context of this device, on the first till code (`followTillCode` finds a later
 * one): the databases of a space, the device's clock, and ids nobody can guess.
 */
export function makeContext(space: Space, version: string, isTraining: boolean): TillContext {
  const opening = newUuid()
  return {
    tillCode: FIRST_TILL_CODE,
    space,
    isTraining,
    ...openDatabases(space),
    now: () => {
      const now = new Date()
      return momentOf(now.getTime(), -now.getTimezoneOffset())
    },
    steady: () => ({ opening, ms: performance.now() }),
    newId: newUuid,
    software: { name: 'Comptoir', version },
  }
}

/** A random UUID, also where `crypto.randomUUID` is missing (a page without https). */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
