import {
  isAllowed,
  isLimited,
  limitOf,
  PERMISSIONS,
  type Permission,
  type Rights,
} from './permissions'
import { ROLES, type Role } from './user'

/** A lowered price has the limit of discounts and is told with them. */
export type ToldPermission = Exclude<Permission, 'price-override'>
const TOLD = PERMISSIONS.filter(one => one !== 'price-override')

/** One thing that a role may do alone and the role before it may not, or not as far. */
export interface RoleRight {
  permission: ToldPermission
  /** Its limit in the unit of the permission; null where there is none. */
  limit: number | null
}

/**
 * What a role adds to the role before it, derived from the rights themselves: what is told of a role
 * is what the till allows.
 */
export function rightsOfRole(rights: Rights, role: Role): RoleRight[] {
  const before = ROLES[ROLES.indexOf(role) - 1]
  return TOLD.flatMap((permission): RoleRight[] => {
    if (isLimited(permission)) {
      const limit = limitOf(rights, role, permission)
      if (limit <= (before ? limitOf(rights, before, permission) : 0)) return []
      return [{ permission, limit: limit === Infinity ? null : limit }]
    }
    const isNew =
      isAllowed(rights, role, { permission }) &&
      !(before && isAllowed(rights, before, { permission }))
    return isNew ? [{ permission, limit: null }] : []
  })
}

/** A right of the owner's that changed, as its trace in the journal tells it. */
export interface ChangedRight {
  name: string
  before: string
  after: string
}

/** What differs between two states of the rights. */
export function changedRights(before: Rights, after: Rights): ChangedRight[] {
  const flat = ({ leastRole, refundCents, discountRate }: Rights) =>
    new Map([
      ...named('right', leastRole),
      ...named('refundCents', refundCents),
      ...named('discountRate', discountRate),
    ])
  const was = flat(before)
  return [...flat(after)].flatMap(([name, value]) => {
    const old = was.get(name) ?? ''
    return old === value ? [] : { name, before: old, after: value }
  })
}

const named = (group: string, values: object) =>
  Object.entries(values).map(
    ([name, value]) => [`${group}.${name}`, value === null ? 'none' : String(value)] as const,
  )
