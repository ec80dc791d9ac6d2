import { assert } from '@/core/assert'
import { fail, ok, type PeopleError, type Result } from '@/core/errors'
import { fold } from '@/core/catalogue/search'
import type { User } from './user'

/** What can be changed of someone. */
export type MemberChange = Partial<Pick<User, 'name' | 'role' | 'pin'>>

/** Who serves now, in the order they came. */
export function presentOf(users: readonly User[]): User[] {
  return users
    .filter(user => user.removedAt === null)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.name.localeCompare(b.name))
}

/** Someone joins the team. The first of all is an owner, and a shop keeps one ever after. */
export function joinTeam(users: readonly User[], user: User): Result<User, PeopleError> {
  return checked(users, user)
}

export function changeMember(
  users: readonly User[],
  userId: string,
  change: MemberChange,
): Result<User, PeopleError> {
  return checked(users, { ...present(users, userId), ...change })
}

/** Someone leaves: kept, as entries name them, but no longer at the till. */
export function leaveTeam(
  users: readonly User[],
  userId: string,
  removedAt: string,
): Result<User, PeopleError> {
  return checked(users, { ...present(users, userId), removedAt })
}

/** A user as they would be, when the team would still hold with them so. */
function checked(users: readonly User[], next: User): Result<User, PeopleError> {
  const name = next.name.trim()
  assert(name !== '', 'someone of the team has a name')
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
  assert(user !== undefined, 'only who is in the team is changed')
  return user
}
