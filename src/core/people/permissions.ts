import { ROLES, type Role } from './user'

/**
 * Acts that not everybody at the till may do alone, with the least role that may. Whoever has
 * less asks for the approval of someone who has it, for that one act.
 */
const LEAST_ROLE = {
  /** More off a ticket than the owner's limit. */
  'discount-above-limit': 'manager',
  'price-override': 'manager',
  'refund-without-ticket': 'manager',
  'cash-out': 'manager',
  'drawer-without-sale': 'manager',
  /** One visit to the closings: totals of the day, and closing it. */
  'close-day': 'manager',
  /** Prices, VAT rates and codes of articles as the till keeps them. */
  articles: 'manager',
  /** One visit to the settings. */
  settings: 'manager',
  /** Figures of the shop, and the files an accountant is given. */
  reports: 'manager',
  /** Lessons, where nothing counts as takings. */
  training: 'manager',
  /** Showing the books to an inspector, and ending it. */
  inspection: 'owner',
  /** One visit to the team: who may open it may make themselves anything. */
  users: 'owner',
  /** One visit to the archives: making, checking, the verifier. */
  archive: 'owner',
  /** Entries taken off the till once they were archived. */
  purge: 'owner',
  /** Files that hold all of the shop, and what is put in place of it. */
  backup: 'owner',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof LEAST_ROLE
export const PERMISSIONS = Object.keys(LEAST_ROLE) as Permission[]

export function isAllowed(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission])
}

/** Whether who approved one act approved the other with it: both need no higher role. */
export function isCoveredBy(permission: Permission, approved: Permission): boolean {
  return isAllowed(LEAST_ROLE[approved], permission)
}
