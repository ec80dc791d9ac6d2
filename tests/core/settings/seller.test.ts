import { expect, it } from 'vitest'
import { SELLER } from '../../support/factory'
import { sellerFaults, sellerWarnings } from '@/core/settings/seller'

it.each([
  [{}, []],
  [{ name: ' ' }, ['nameMissing']],
  [{ siret: '732 829 320 0007' }, ['siretLength']],
  [{ siret: '73282932000075' }, ['siretWrong']],
  [{ vatNumber: '' }, []],
  [{ vatNumber: 'fr 44 732 829 320' }, []],
  [{ vatNumber: 'FR45732829320' }, ['vatWrong']],
  [{ vatNumber: '44732829320' }, ['vatFormat']],
  [{ vatNumber: 'FR83404833048' }, ['vatNotSiret']],
])('%j: %j', (over, keys) =>
  expect(sellerWarnings({ ...SELLER, ...over }).map(warning => warning.key)).toEqual(keys),
)

it('refuses a number that is wrong by its key, not a name still missing', () => {
  expect(sellerFaults({ ...SELLER, name: '' })).toEqual([])
  expect(sellerFaults({ ...SELLER, siret: '73282932000075' })).toHaveLength(1)
  expect(sellerFaults({ ...SELLER, vatNumber: 'FR83404833048' })).toHaveLength(1)
})
