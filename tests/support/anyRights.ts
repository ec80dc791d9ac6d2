import fc from 'fast-check'
import { GIVEN_PERMISSIONS, rightsFromKept, type Rights } from '@/core/people/permissions'
import { ROLES } from '@/core/people/user'

/** Any rights an owner could store. */
export const anyRights: fc.Arbitrary<Rights> = fc
  .record({
    leastRole: fc.record(
      Object.fromEntries(GIVEN_PERMISSIONS.map(one => [one, fc.constantFrom(...ROLES)])),
    ),
    refundCents: fc.record({
      cashier: fc.option(fc.nat(20_000)),
      manager: fc.option(fc.nat(20_000)),
    }),
    discountRate: fc.record({ cashier: fc.nat(10_000), manager: fc.nat(10_000) }),
  })
  .map(kept => rightsFromKept(kept))
