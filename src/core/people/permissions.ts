import { ROLES, type Role } from './user'

/**
 * Permissions that not everybody has, each with the lowest role that has it. A person with a lower
 * role needs the approval, for that one action, of someone who has the permission.
 */
const LEAST_ROLE = {
  /** A discount above the owner's limit. */
  'discount-above-limit': 'manager',
  'price-override': 'manager',
  'refund-without-ticket': 'manager',
  'cash-out': 'manager',
  'drawer-without-sale': 'manager',
  /** One visit to the closings: totals of the day, and the closing itself. */
  'close-day': 'manager',
  /** Prices, VAT rates and codes of articles on the till. */
  articles: 'manager',
  /** One visit to the settings. */
  settings: 'manager',
  /** Reports, and files for the accountant. */
  reports: 'manager',
  /** Training mode, in which nothing counts as takings. */
  training: 'manager',
  /** Showing the journal to an inspector, and ending the inspection. */
  inspection: 'owner',
  /** One visit to the team: whoever opens it can give themselves any role. */
  users: 'owner',
  /** One visit to the archives: making and checking them. */
  archive: 'owner',
  /** Deleting archived entries from the till. */
  purge: 'owner',
  /** Making backup files, which hold all the shop's data, and restoring them. */
  backup: 'owner',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof LEAST_ROLE
export const PERMISSIONS = Object.keys(LEAST_ROLE) as Permission[]

/** Whether a role has a permission. */
export function isAllowed(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission])
}

/**
 * Whether the approval of one permission includes another: the role needed for the other must not
 * be higher.
 */
export function isCoveredBy(permission: Permission, approved: Permission): boolean {
  return isAllowed(LEAST_ROLE[approved], permission)
}
