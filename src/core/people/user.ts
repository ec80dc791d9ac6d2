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

/**
 * Cost below which no till ever hashed a secret: a hash that is cheaper to guess, or of another
 * shape, was not made by a till.
 */
export const LEAST_HASH_COST = 2 ** 15

/** Whether a stored hash is at least as hard to guess as a till makes it. */
export const isSafeHash = ({ salt, hash, cost }: PinHash): boolean =>
  cost >= LEAST_HASH_COST && /^[0-9a-f]{32,}$/.test(salt) && /^[0-9a-f]{64}$/.test(hash)

/** A user as screens know it: without the hash of the PIN. */
export type Member = Pick<User, 'userId' | 'name' | 'role'>

/** The user of a shop that has named no users. */
export const NOBODY: UserV1 = { userId: '', name: '' }

/** A user without the hash of the PIN. */
export const memberOf = ({ userId, name, role }: User): Member => ({ userId, name, role })

/** A user as sealed entries name it. */
export const signedAs = ({ userId, name }: Member): UserV1 => ({ userId, name })
