import { describe, expect, it } from 'vitest'
import { aCustomer } from '../../support/factory'
import {
  customerWarnings,
  displayName,
  fieldsFromSearch,
  findCustomers,
  indexCustomer,
  lookalikes,
  NO_FIELDS,
  sortIndex,
} from '@/core/customers/customer'

const warningsOf = (over: Partial<typeof NO_FIELDS>) =>
  customerWarnings({ ...NO_FIELDS, ...over }).map(warning => warning.key)

describe('what looks mistyped', () => {
  it.each([
    ['', []],
    ['zoe@durand.fr', []],
    [' zoe.durand+caisse@mail.durand.paris ', []],
    ['zoe@durand', ['emailShape']],
    ['zoe durand@mail.fr', ['emailShape']],
    ['durand.fr', ['emailShape']],
    ['zoe@durand.', ['emailShape']],
  ])('e-mail %j: %j', (email, keys) => expect(warningsOf({ email })).toEqual(keys))

  it.each([
    ['06 12 34 56 78', []],
    ['02.40.12.34.56', []],
    ['+33 6 12 34 56 78', []],
    ['+33 (0)6 12 34 56 78', []],
    ['0033612345678', []],
    ['+32 470 12 34 56', []],
    ['06 12 34 56 7', ['phoneShape']],
    ['16 12 34 56 78', ['phoneShape']],
    ['06 12 34 56 78 le soir', ['phoneShape']],
    ['+1', ['phoneShape']],
  ])('phone %j: %j', (phone, keys) => expect(warningsOf({ phone })).toEqual(keys))

  it.each([
    ['FR44 732 829 320', []],
    ['fr44732829320', []],
    ['FRA1732829320', []],
    ['BE0403170701', []],
    ['NL001234567B01', []],
    ['FR45732829320', ['vatWrong']],
    ['FR4473282932', ['vatFormat']],
    // The key fits: adding 1 to the SIREN adds 3 to the key. The SIREN's own check digit does not
    // fit.
    ['FR47732829321', ['sirenWrong']],
    ['732829320', ['vatShape']],
  ])('VAT number %j: %j', (vatNumber, keys) => expect(warningsOf({ vatNumber })).toEqual(keys))
})

describe('finding customers', () => {
  const zoe = aCustomer({ customerId: 'z', phone: '+33 6 12 34 56 78', email: 'zoe@durand.fr' })
  const swiss = aCustomer({
    customerId: 's',
    name: 'Émile Œuvrard',
    company: '3 Suisses',
    vatNumber: 'FR44 732829320',
  })
  const anne = aCustomer({ customerId: 'a', name: 'Anne Zoéline', phone: '02 40 12 34 56' })
  const index = sortIndex([zoe, anne, swiss].map(indexCustomer))

  it.each([
    ['', ['s', 'a', 'z']],
    ['zoe', ['z', 'a']],
    ['DURAND zo', ['z']],
    ['emile oeuv', ['s']],
    ['3', ['s']],
    ['06 12 34', ['z']],
    ['+33612', ['z']],
    ['34 56', ['a', 'z']],
    ['zoe@durand.fr', ['z']],
    ['732829320', []],
    ['fr44732829320', ['s']],
    ['rien', []],
    // Letters inside a word do not match, only its beginning.
    ['urand', []],
  ])('%j finds %j', (query, ids) =>
    expect(findCustomers(index, query).map(one => one.customerId)).toEqual(ids),
  )

  it('calls a customer by their company, their name, or what is known', () => {
    expect([swiss, anne, { ...NO_FIELDS, phone: '06' }].map(displayName)).toEqual([
      '3 Suisses',
      'Anne Zoéline',
      '06',
    ])
  })

  it('finds other customers with the same e-mail or phone', () => {
    const everyone = [zoe, anne, swiss]
    const like = (over: Partial<typeof NO_FIELDS>, exceptId: string | null = null) =>
      lookalikes(everyone, { ...NO_FIELDS, ...over }, exceptId).map(one => one.customerId)
    expect(like({ email: ' ZOE@durand.fr ' })).toEqual(['z'])
    expect(like({ phone: '0612345678' })).toEqual(['z'])
    expect(like({ phone: '0612345678' }, 'z')).toEqual([])
    expect(like({ name: 'Zoé Durand' })).toEqual([])
    expect(like({ phone: '06' })).toEqual([])
  })

  it('fills a new customer from a query that found nobody', () => {
    expect(fieldsFromSearch('a@b.fr')).toEqual({ ...NO_FIELDS, email: 'a@b.fr' })
    expect(fieldsFromSearch('06 12')).toEqual({ ...NO_FIELDS, phone: '06 12' })
    expect(fieldsFromSearch(' Zoé ')).toEqual({ ...NO_FIELDS, name: 'Zoé' })
  })
})
