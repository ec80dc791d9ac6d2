import { expect, it } from 'vitest'
import {
  digitsOf,
  typedRefusal,
  typedValue,
  typeLess,
  typeMore,
} from '@/components/ticket/typedPrice'

const typed = (kind: 'percent' | 'amount', keys: string) =>
  [...keys].reduce((before, key) => typeMore(kind, before, key), '')

it.each([
  ['10', '10'],
  ['12,5', '12,5'],
  [',5', '0,5'],
  ['007', '007'],
  ['5,,2', '5,2'],
])('%s typed as a percent is %s', (keys, text) => {
  expect(typed('percent', keys)).toBe(text)
})

it('an amount is typed in euros, and a scanned code is none', () => {
  expect(typedValue('amount', typed('amount', '5'))).toBe(500)
  expect(typedValue('amount', typed('amount', '0500'))).toBe(50_000)
  expect(typedValue('amount', typed('amount', '5,2'))).toBe(520)
  expect(typed('amount', '5,00')).toBe('5,00')
  for (const code of ['3760000000017', '00000017', '03760000']) {
    expect(typedRefusal('amount', typed('amount', code))?.code).toBe('amount-unlikely')
  }
  expect(typedRefusal('amount', typed('amount', '99999,99'))).toBeNull()
})

it.each(['3760000000017', '00000017', '1001', '100,5', '3,1415', '12,53760000'])(
  '%s is no percent: no part of a code passes for one',
  keys => {
    expect(typed('percent', keys)).toBe(keys)
    expect(typedRefusal('percent', keys)).toEqual({ code: 'percent-unlikely', typed: keys })
    expect(typedValue('percent', keys)).toBe(0)
  },
)

it.each(['', '0', '007', '100', '12,', '99,95'])('%s may be a percent', keys => {
  expect(typedRefusal('percent', typed('percent', keys))).toBeNull()
})

it('what was given is shown as it would have been typed', () => {
  for (const value of [500, 1250, 10_000]) {
    expect(typedValue('percent', digitsOf('percent', value))).toBe(value)
    expect(typedValue('amount', digitsOf('amount', value))).toBe(value)
  }
  expect(digitsOf('percent', 1250)).toBe('12,5')
  expect(typedValue('percent', '12,')).toBe(1200)
})

it.each(['fixed', 'percent'] as const)('a scan taken back leaves the %s as it was', kind => {
  const keys = [...'3760000000017']
  const scanned = keys.reduce((before, key) => typeMore(kind, before, key), '')
  const given = keys.reduce<string | null>(before => typeLess(before, '500'), scanned)
  expect(given).toBeNull()
  expect(typeLess(given, '500')).toBe('50')
})
