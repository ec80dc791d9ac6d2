import { expect, it } from 'vitest'
import { percentDigits, typeAmount, typePercent } from '@/components/typedPrice'

const typed = (type: typeof typeAmount, keys: string) =>
  [...keys].reduce((before, key) => type(before, key), '')

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
  expect(typed(typePercent, keys)).toBe(text)
})

it('an amount is typed in cents, and a scanned code is none', () => {
  expect(typed(typeAmount, '0500')).toBe('500')
  expect(typed(typeAmount, '5,00')).toBe('500')
  expect(typed(typeAmount, '3760000000017')).toBe('3760000')
})

it('what was given is shown as it would have been typed', () => {
  expect([500, 1250, 10_000].map(percentDigits)).toEqual(['5', '12,5', '100'])
})
