import fc from 'fast-check'
import { expect, it } from 'vitest'
import { en } from '@/messages/en'
import { fr } from '@/messages/fr'
import {
  isAllowed,
  isLimited,
  PERMISSIONS,
  rightsFromKept,
  USUAL_RIGHTS,
} from '@/core/people/permissions'
import { changedRights, rightsOfRole } from '@/core/people/roleRights'
import { ROLES } from '@/core/people/user'
import { anyRights } from '../../support/anyRights'

it('tells of each role what it adds to the one before', () => {
  expect(rightsOfRole(USUAL_RIGHTS, 'cashier')).toEqual([
    { permission: 'refund', limit: 3_000 },
    { permission: 'discount-above-limit', limit: 1_000 },
  ])
  expect(rightsOfRole(USUAL_RIGHTS, 'manager').slice(0, 4)).toEqual([
    { permission: 'refund', limit: null },
    { permission: 'discount-above-limit', limit: null },
    { permission: 'refund-whole', limit: null },
    { permission: 'refund-without-ticket', limit: null },
  ])
})

it('tells exactly what the till allows, for any rights and any amount', () => {
  fc.assert(
    fc.property(anyRights, fc.constantFrom(...ROLES), fc.nat(30_000), (rights, role, most) => {
      const before = ROLES.slice(0, ROLES.indexOf(role) + 1)
      const told = before.flatMap(one => rightsOfRole(rights, one))
      for (const permission of PERMISSIONS.filter(one => one !== 'price-override')) {
        const amount = isLimited(permission) ? most + 1 : undefined
        const isTold = told.some(
          one => one.permission === permission && (one.limit === null || most + 1 <= one.limit),
        )
        expect(isTold, permission).toBe(isAllowed(rights, role, { permission, amount }))
      }
    }),
  )
})

it('has words for every right in both languages, and each says its limit where it has one', () => {
  for (const { people, approval } of [fr, en]) {
    const told = PERMISSIONS.filter(one => one !== 'price-override')
    expect(Object.keys(people.may).sort()).toEqual([...told].sort())
    expect(new Set(Object.values(people.may)).size).toBe(told.length)
    for (const words of Object.values(people.mayUpTo)) expect(words).toContain('{limit}')
    expect(Object.keys(approval.permission).sort()).toEqual([...PERMISSIONS].sort())
  }
})

it('names what changed, for the journal', () => {
  const after = rightsFromKept({
    leastRole: { reports: 'owner' },
    refundCents: { cashier: 5_000, manager: null },
  })
  expect(changedRights(USUAL_RIGHTS, after)).toEqual([
    { name: 'right.reports', before: 'manager', after: 'owner' },
    { name: 'refundCents.cashier', before: '3000', after: '5000' },
  ])
  expect(changedRights(after, after)).toEqual([])
})
