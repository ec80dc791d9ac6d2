import { expect, it } from 'vitest'
import { SELLER } from '../../support/factory'
import { isIdentified, missingFields, NO_SELLER, sellerFaults } from '@/core/settings/seller'

it.each([
  [{}, []],
  [{ name: ' ' }, []],
  [{ siret: '' }, []],
  [{ siret: '732 829 320 00074' }, []],
  [{ siret: '732 829 320 0007' }, ['siretLength']],
  [{ siret: '73282932000075' }, ['siretWrong']],
  [{ vatNumber: '' }, []],
  [{ vatNumber: 'fr 44 732 829 320' }, []],
  [{ vatNumber: 'FR45732829320' }, ['vatWrong']],
  [{ vatNumber: '44732829320' }, ['vatFormat']],
  [{ vatNumber: 'FR83404833048' }, ['vatNotSiret']],
])('faults of %j: %j', (over, keys) =>
  expect(sellerFaults({ ...SELLER, ...over }).map(fault => fault.key)).toEqual(keys),
)

it.each([
  [SELLER, true],
  [NO_SELLER, false],
  [{ ...SELLER, name: ' ' }, false],
  [{ ...SELLER, address: '' }, false],
  [{ ...SELLER, siret: '' }, false],
  [{ ...SELLER, siret: '73282932000075' }, false],
  [{ ...SELLER, vatNumber: 'FR45732829320' }, false],
  // A shop in franchise has no number, and one that needs none must still be able to sell.
  [{ ...SELLER, vatNumber: '' }, true],
])('a receipt of %j says who sells: %s', (seller, isWhole) =>
  expect(isIdentified(seller)).toBe(isWhole),
)

it('lists what is missing', () => {
  expect(missingFields(NO_SELLER)).toEqual(['name', 'address', 'siret'])
  expect(missingFields({ ...SELLER, siret: '  ' })).toEqual(['siret'])
})
