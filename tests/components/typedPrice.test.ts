import { expect, it } from 'vitest'
import { digitsOf, isCodeTyped, typedValue, typeLess, typeMore } from '@/components/typedPrice'

const typed = (kind: 'percent' | 'amount', keys: string) =>
  [...keys].reduce((before, key) => typeMore(kind, before, key), '')

it.each([
  ['10', '10'],
  ['12,5', '12,5'],
  [',5', '0,5'],
  ['007', '7'],
  ['1001', '100'],
  ['100,5', '100,'],
  ['5,,2', '5,2'],
  ['3,1415', '3,14'],
])('%s typed as a percent is %s', (keys, text) => {
  expect(typed('percent', keys)).toBe(text)
})

it('an amount is typed in cents, and a scanned code is none', () => {
  expect(typedValue('amount', typed('amount', '0500'))).toBe(500)
  expect(typed('amount', '5,00')).toBe('500')
  for (const code of ['3760000000017', '00000017', '03760000']) {
    expect(isCodeTyped('amount', typed('amount', code))).toBe(true)
  }
  expect(isCodeTyped('amount', typed('amount', '9999999'))).toBe(false)
  expect(isCodeTyped('percent', typed('percent', '3760000000017'))).toBe(false)
})

it('what was given is shown as it would have been typed', () => {
  for (const value of [500, 1250, 10_000]) {
    expect(typedValue('percent', digitsOf('percent', value))).toBe(value)
    expect(typedValue('amount', digitsOf('amount', value))).toBe(value)
  }
  expect(digitsOf('percent', 1250)).toBe('12,5')
  expect(typedValue('percent', '12,')).toBe(1200)
})

it('what a scan typed, taken back, leaves what was given before', () => {
  const keys = [...'3760000000017']
  const scanned = keys.reduce((before, key) => typeMore('fixed', before, key), '')
  const given = keys.reduce<string | null>(before => typeLess(before, '500'), scanned)
  expect(given).toBeNull()
  expect(typeLess(given, '500')).toBe('50')
})
