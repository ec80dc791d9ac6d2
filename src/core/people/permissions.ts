import { ROLES, type Role } from './user'

/**
 * Permissions that not everybody has, each with the lowest role that has it unless the owner decides
 * otherwise. A person with a lower role needs the approval, for that one action, of someone who has
 * the permission.
 */
const USUAL_LEAST_ROLE = {
  /** Money back for all that is left of a sale: it undoes the sale. */
  'refund-whole': 'manager',
  'refund-without-ticket': 'manager',
  'cash-out': 'manager',
  'drawer-without-sale': 'manager',
  /** One visit to the closings: totals of the day, and the closing itself. */
  'close-day': 'manager',
  /** Prices, VAT rates and codes of articles on the till, and imports that wait for someone. */
  articles: 'manager',
  /** Looking at reports. */
  reports: 'manager',
  /** Training mode, in which nothing counts as takings. */
  training: 'manager',
  'customers-erase': 'manager',
  /** Files with customers' details, of all or of one. */
  'customers-export': 'owner',
  /** Files of figures and of accounting entries. */
  'figures-export': 'owner',
  /** One visit to the settings. */
  settings: 'owner',
} as const satisfies Record<string, Role>

/** Permissions that stay with the owner: each of them would give all the others, or all the data. */
const OWNERS_ALONE = [
  /** Showing the journal to an inspector, and ending the inspection. */
  'inspection',
  /** One visit to the team: whoever opens it can give themselves any role. */
  'users',
  /** One visit to the archives: making and checking them. */
  'archive',
  /** Deleting archived entries from the till. */
  'purge',
  /** Making backup files, which hold all the shop's data, and restoring them. */
  'backup',
] as const

/** Permissions that every role has up to a limit. */
const LIMITED = [
  /** Goods that come back with their ticket, in cents. */
  'refund',
  /** A discount, in hundredths of a percent of the list price. */
  'discount-above-limit',
  /** A lowered price, by the limit of discounts. */
  'price-override',
] as const

/** A permission that the owner gives from a role on. */
export type GivenPermission = keyof typeof USUAL_LEAST_ROLE
/** A permission that has a limit by role. */
export type LimitedPermission = (typeof LIMITED)[number]
export type Permission = GivenPermission | LimitedPermission | (typeof OWNERS_ALONE)[number]

/** A permission without a limit, which a screen may need. */
export type VisitPermission = Exclude<Permission, LimitedPermission>

export const GIVEN_PERMISSIONS = Object.keys(USUAL_LEAST_ROLE) as GivenPermission[]
/** In the order in which they are told to people. */
export const PERMISSIONS: readonly Permission[] = [
  ...LIMITED,
  ...GIVEN_PERMISSIONS,
  ...OWNERS_ALONE,
]

/** Roles whose permissions have limits; an owner has none. */
export const LIMITED_ROLES = ['cashier', 'manager'] as const
export type LimitedRole = (typeof LIMITED_ROLES)[number]

/** What each role may do, as the owner decided. */
export interface Rights {
  /** The lowest role that has each permission. */
  leastRole: Readonly<Record<GivenPermission, Role>>
  /** Most that may be given back of one ticket, in cents; null for no limit. */
  refundCents: Readonly<Record<LimitedRole, number | null>>
  /** Largest reduction of a list price, in hundredths of a percent; 10,000 is no limit. */
  discountRate: Readonly<Record<LimitedRole, number>>
}

/** One thing to do that needs a permission; `amount` is in the unit of the permission's limit. */
export interface Need {
  permission: Permission
  amount?: number
}

/**
 * Rights of a shop that changed none. A cashier gives back up to 30 € of a ticket and takes off up to
 * 10 %; whole tickets, returns without a ticket and the drawer are a manager's; what leaves the till
 * as a file, and the settings, are the owner's.
 */
export const USUAL_RIGHTS: Rights = {
  leastRole: USUAL_LEAST_ROLE,
  refundCents: { cashier: 3_000, manager: null },
  discountRate: { cashier: 1_000, manager: 10_000 },
}

/** Rights as they are stored: a right that an earlier version did not have is missing. */
export interface KeptRights {
  leastRole?: Partial<Rights['leastRole']>
  refundCents?: Rights['refundCents']
  discountRate?: Rights['discountRate']
}

/**
 * Stored rights, completed with the usual ones. `oldDiscountRate` is the one limit of discounts that
 * earlier versions stored; 100 %, which they began with, was no decision of the owner. A manager may
 * always do at least what a cashier may.
 */
export function rightsFromKept(kept: KeptRights | undefined, oldDiscountRate = 10_000): Rights {
  const { cashier, manager } = kept?.refundCents ?? USUAL_RIGHTS.refundCents
  const usualRates =
    oldDiscountRate < 10_000
      ? { ...USUAL_RIGHTS.discountRate, cashier: oldDiscountRate }
      : USUAL_RIGHTS.discountRate
  const rates = kept?.discountRate ?? usualRates
  return {
    leastRole: { ...USUAL_RIGHTS.leastRole, ...kept?.leastRole },
    refundCents: {
      cashier,
      manager: manager === null || cashier === null ? null : Math.max(cashier, manager),
    },
    discountRate: { ...rates, manager: Math.max(rates.cashier, rates.manager) },
  }
}

/**
 * Whether a role may do something alone. Without an `amount`, a permission with a limit is asked for
 * any amount.
 */
export function isAllowed(
  rights: Rights,
  role: Role,
  { permission, amount = Infinity }: Need,
): boolean {
  if (isLimited(permission)) return amount <= limitOf(rights, role, permission)
  return ROLES.indexOf(role) >= ROLES.indexOf(leastRoleOf(rights, permission))
}

/** What a role may not do alone of what an action needs. */
export const missingRights = (rights: Rights, role: Role, needs: readonly Need[]): Need[] =>
  needs.filter(need => !isAllowed(rights, role, need))

/** Most that a role may do alone, in the unit of the permission; infinite where it has no limit. */
export function limitOf(rights: Rights, role: Role, permission: LimitedPermission): number {
  if (role === 'owner') return Infinity
  if (permission === 'refund') return rights.refundCents[role] ?? Infinity
  const rate = rights.discountRate[role]
  return rate < 10_000 ? rate : Infinity
}

/** Whether a permission has a limit by role. */
export const isLimited = (permission: Permission): permission is LimitedPermission =>
  (LIMITED as readonly Permission[]).includes(permission)

const isGiven = (permission: Permission): permission is GivenPermission =>
  Object.hasOwn(USUAL_LEAST_ROLE, permission)

const leastRoleOf = ({ leastRole }: Rights, permission: VisitPermission) =>
  isGiven(permission) ? leastRole[permission] : 'owner'
