import { expect, it } from 'vitest'
import { PERMISSIONS, isCoveredBy, isAllowed } from '@/core/people/permissions'
import { ROLES } from '@/core/people/user'

it('lets a cashier do none of the acts with a role, a manager none of the owner’s, an owner all', () => {
  expect(PERMISSIONS.filter(act => isAllowed('cashier', act))).toEqual([])
  expect(PERMISSIONS.filter(act => !isAllowed('manager', act))).toEqual([
    'inspection',
    'users',
    'archive',
    'purge',
    'backup',
  ])
  expect(PERMISSIONS.filter(act => !isAllowed('owner', act))).toEqual([])
})

it('lets each role do all that the one before may', () => {
  for (const act of PERMISSIONS) {
    const allowed = ROLES.map(role => isAllowed(role, act))
    expect(allowed, act).toEqual([...allowed].sort())
  }
})

it('takes a visit to the team for one to the settings, not the other way round', () => {
  expect(isCoveredBy('settings', 'users')).toBe(true)
  expect(isCoveredBy('users', 'settings')).toBe(false)
  expect(isCoveredBy('settings', 'settings')).toBe(true)
})
