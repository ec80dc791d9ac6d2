import { expect, it } from 'vitest'
import { PERMISSIONS, isCoveredBy, isAllowed } from '@/core/people/permissions'
import { ROLES } from '@/core/people/user'

it('gives a cashier no permission, a manager none of the owner’s, an owner all', () => {
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

it('gives each role all permissions of the one before', () => {
  for (const act of PERMISSIONS) {
    const allowed = ROLES.map(role => isAllowed(role, act))
    expect(allowed, act).toEqual([...allowed].sort())
  }
})

it('includes the settings in an approval for the team, not the other way round', () => {
  expect(isCoveredBy('settings', 'users')).toBe(true)
  expect(isCoveredBy('users', 'settings')).toBe(false)
  expect(isCoveredBy('settings', 'settings')).toBe(true)
})
