import type { UserV1 } from '@/core/journal/events/saleV1'

/** What people at the till may do: each role may all that the one before may. */
export const ROLES = ['cashier', 'manager', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** Someone who serves at this till. */
export interface User {
  userId: string
  name: string
  role: Role
  pin: PinHash
  createdAt: string
  /** When they left; kept, as past entries name them. */
  removedAt: string | null
}

/** A PIN as it is kept: a salted slow hash, never the PIN. All in hexadecimal. */
export interface PinHash {
  algorithm: 'scrypt'
  salt: string
  hash: string
  /** Cost: a power of two. */
  cost: number
}

/** Someone of the team as screens know them: without what proves their PIN. */
export type Member = Pick<User, 'userId' | 'name' | 'role'>

/** Nobody in particular: a shop that has named no users. */
export const NOBODY: UserV1 = { userId: '', name: '' }

export const memberOf = ({ userId, name, role }: User): Member => ({ userId, name, role })

/** Someone as sealed entries name them. */
export const signedAs = ({ userId, name }: Member): UserV1 => ({ userId, name })
