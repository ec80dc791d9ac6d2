import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GIVEN_PERMISSIONS,
  isAllowed,
  isLimited,
  PERMISSIONS,
  rightsFromKept,
  USUAL_RIGHTS,
} from '@/core/people/permissions'
import { ROLES, type Role } from '@/core/people/user'
import { anyRights } from '../../support/anyRights'

const lacks = (role: Role) =>
  PERMISSIONS.filter(permission => !isAllowed(USUAL_RIGHTS, role, { permission }))

describe('rights of a shop that changed none', () => {
  it('let a cashier give back 30 € of a ticket and take off 10 %, and no more alone', () => {
    expect(lacks('cashier')).toEqual([...PERMISSIONS])
    const may = (permission: 'refund' | 'discount-above-limit' | 'price-override', most: number) =>
      [most, most + 1].map(amount => isAllowed(USUAL_RIGHTS, 'cashier', { permission, amount }))
    expect(may('refund', 3_000)).toEqual([true, false])
    expect(may('discount-above-limit', 1_000)).toEqual([true, false])
    expect(may('price-override', 1_000)).toEqual([true, false])
  })

  it('leave files, settings and what gives all the rest to the owner', () => {
    expect(lacks('manager')).toEqual([
      'customers-export',
      'figures-export',
      'settings',
      'inspection',
      'users',
      'archive',
      'purge',
      'backup',
    ])
    expect(lacks('owner')).toEqual([])
  })
})

describe('rights that the owner changed', () => {
  it('are completed with the usual ones, and keep what is stored', () => {
    expect(rightsFromKept(undefined)).toEqual(USUAL_RIGHTS)
    const kept = rightsFromKept({ leastRole: { reports: 'cashier' } })
    expect(kept.leastRole).toEqual({ ...USUAL_RIGHTS.leastRole, reports: 'cashier' })
    expect(kept.refundCents).toEqual(USUAL_RIGHTS.refundCents)
  })

  it('take over the one limit of discounts of earlier versions, unless it was never set', () => {
    expect(rightsFromKept(undefined, 2_500).discountRate).toEqual({
      cashier: 2_500,
      manager: 10_000,
    })
    expect(rightsFromKept(undefined, 10_000).discountRate.cashier).toBe(1_000)
    const kept = { discountRate: { cashier: 500, manager: 3_000 } }
    expect(rightsFromKept(kept, 2_500).discountRate).toEqual(kept.discountRate)
  })

  it('give each role at least what the role before it has, whatever is stored', () => {
    fc.assert(
      fc.property(
        anyRights,
        fc.constantFrom(...PERMISSIONS),
        fc.nat(30_000),
        (rights, one, most) => {
          const amount = isLimited(one) ? most : undefined
          const allowed = ROLES.map(role => isAllowed(rights, role, { permission: one, amount }))
          expect(allowed).toEqual([...allowed].sort())
          expect(allowed.at(-1)).toBe(true)
        },
      ),
    )
  })

  it('never give away what the owner alone has', () => {
    const forAll = Object.fromEntries(GIVEN_PERMISSIONS.map(one => [one, 'cashier'] as const))
    const rights = rightsFromKept({ leastRole: forAll })
    expect(PERMISSIONS.filter(permission => !isAllowed(rights, 'cashier', { permission }))).toEqual(
      [
        'refund',
        'discount-above-limit',
        'price-override',
        'inspection',
        'users',
        'archive',
        'purge',
        'backup',
      ],
    )
  })
})
