import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aUser } from '../../support/factory'
import { changeMember, joinTeam, leaveTeam, presentOf } from '@/core/people/team'
import { ROLES, type User } from '@/core/people/user'

const owner = aUser({ userId: 'u1', name: 'Anne', role: 'owner' })
const cashier = aUser({ userId: 'u2', name: 'Léo', role: 'cashier' })
const at = '2026-01-03T10:00:00.000+01:00'
const code = (result: ReturnType<typeof joinTeam>) => (result.ok ? null : result.error.code)

describe('the team', () => {
  it('begins with an owner', () => {
    expect(joinTeam([], owner)).toEqual({ ok: true, value: owner })
    expect(code(joinTeam([], cashier))).toBe('owner-needed')
  })

  it('keeps its last owner, whether they leave or become less', () => {
    const team = [owner, cashier]
    expect(code(leaveTeam(team, 'u1', at))).toBe('owner-needed')
    expect(code(changeMember(team, 'u1', { role: 'manager' }))).toBe('owner-needed')
    const two = [owner, { ...cashier, role: 'owner' as const }]
    expect(leaveTeam(two, 'u1', at)).toMatchObject({ ok: true, value: { removedAt: at } })
  })

  it('has unique names, whatever the capitals and accents', () => {
    expect(code(joinTeam([owner, cashier], aUser({ userId: 'u3', name: ' leo ' })))).toBe(
      'user-name-taken',
    )
    expect(code(changeMember([owner, cashier], 'u2', { name: 'ANNE' }))).toBe('user-name-taken')
    expect(changeMember([owner, cashier], 'u2', { name: ' Léo ' })).toMatchObject({
      ok: true,
      value: { name: 'Léo' },
    })
  })

  it('lets the name of a removed user be taken again, and keeps the removed user', () => {
    const gone = { ...cashier, removedAt: at }
    const joined = joinTeam([owner, gone], aUser({ userId: 'u3', name: 'Léo' }))
    expect(joined.ok).toBe(true)
    expect(presentOf([gone, owner]).map(user => user.userId)).toEqual(['u1'])
  })
})

it('never is without an owner once it has one, whatever is done in whatever order', () => {
  const anAct = fc.record({
    what: fc.constantFrom('join' as const, 'change' as const, 'leave' as const),
    who: fc.nat({ max: 5 }),
    role: fc.constantFrom(...ROLES),
    name: fc.constantFrom('Anne', 'Léo', 'Zoé', 'Ida'),
  })
  fc.assert(
    fc.property(fc.array(anAct, { maxLength: 40 }), acts => {
      let users: User[] = []
      acts.forEach(({ what, who, role, name }, step) => {
        const there = presentOf(users)
        const chosen = there[who % Math.max(1, there.length)]
        if (what !== 'join' && !chosen) return
        const done =
          what === 'join'
            ? joinTeam(users, aUser({ userId: `u${step}`, name, role }))
            : what === 'change'
              ? changeMember(users, chosen!.userId, { name, role })
              : leaveTeam(users, chosen!.userId, at)
        if (!done.ok) return
        users = [...users.filter(one => one.userId !== done.value.userId), done.value]
        expect(presentOf(users).some(user => user.role === 'owner')).toBe(true)
        const names = presentOf(users).map(user => user.name)
        expect(new Set(names).size).toBe(names.length)
      })
    }),
  )
})
