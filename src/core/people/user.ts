import type { UserV1 } from '@/core/journal/events/saleV1'

/** Roles, lowest first: each has all permissions of the one before. */
export const ROLES = ['cashier', 'manager', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** A person who serves at this till. */
export interface User {
  userId: string
  name: string
  role: Role
  pin: PinHash
  createdAt: string
  /** When the person left; the record is kept, because past entries name it. */
  removedAt: string | null
}

/** A stored PIN: a salted slow hash, never the PIN. `salt` and `hash` are in hexadecimal. */
export interface PinHash {
  algorithm: 'scrypt'
  salt: string
  hash: string
  /** scrypt's cost N, a power of two. */
  cost: number
}

/** A user as screens know it: without the hash of the PIN. */
export type Member = Pick<User, 'userId' | 'name' | 'role'>

/** The user of a shop that has named no users. */
export const NOBODY: UserV1 = { userId: '', name: '' }

/** A user without the hash of the PIN. */
export const memberOf = ({ userId, name, role }: User): Member => ({ userId, name, role })

/** A user as sealed entries name it. */
export const signedAs = ({ userId, name }: Member): UserV1 => ({ userId, name })
