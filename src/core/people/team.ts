import { assert } from '@/core/assert'
import { fail, ok, type PeopleError, type Result } from '@/core/errors'
import { fold } from '@/core/catalogue/search'
import type { User } from './user'

/** Fields of a user that can be changed. */
export type MemberChange = Partial<Pick<User, 'name' | 'role' | 'pin'>>

/** Users who have not left, in the order they joined. */
export function presentOf(users: readonly User[]): User[] {
  return users
    .filter(user => user.removedAt === null)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.name.localeCompare(b.name))
}

/**
 * Adds a user. Fails when the name is taken, or when the team would have no owner: the first user
 * must be one.
 */
export function joinTeam(users: readonly User[], user: User): Result<User, PeopleError> {
  return checked(users, user)
}

/** Changes a user. Fails when the name is taken, or when the team would have no owner. */
export function changeMember(
  users: readonly User[],
  userId: string,
  change: MemberChange,
): Result<User, PeopleError> {
  return checked(users, { ...present(users, userId), ...change })
}

/**
 * Removes a user from the till; the record is kept, because entries name it. Fails when the team
 * would have no owner.
 */
export function leaveTeam(
  users: readonly User[],
  userId: string,
  removedAt: string,
): Result<User, PeopleError> {
  return checked(users, { ...present(users, userId), removedAt })
}

/** The user with a trimmed name, when the team would still be valid with this user. */
function checked(users: readonly User[], next: User): Result<User, PeopleError> {
  const name = next.name.trim()
  assert(name !== '', 'a user has a name')
  assert(next.pin.hash !== '' && next.pin.salt !== '', 'a user has a PIN')
  const others = presentOf(users).filter(user => user.userId !== next.userId)
  if (next.removedAt === null && others.some(other => fold(other.name) === fold(name))) {
    return fail({ code: 'user-name-taken', name })
  }
  const after = presentOf([...others, { ...next, name }])
  if (!after.some(user => user.role === 'owner')) return fail({ code: 'owner-needed' })
  return ok({ ...next, name })
}

function present(users: readonly User[], userId: string): User {
  const user = presentOf(users).find(one => one.userId === userId)
  assert(user !== undefined, 'only a present user is changed')
  return user
}
