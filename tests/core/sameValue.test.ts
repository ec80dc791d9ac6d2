import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSameValue } from '@/core/sameValue'

/** Plain values, with few keys and few leaves: two of them are often alike. */
const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, 0, 1, '', 'a', true, false),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'toString'), tie('value'), { maxKeys: 2 }),
  ),
}))

/** The text of a value, with its keys in one order. */
const textOf = (one: unknown): string =>
  JSON.stringify(one, (_key, held: unknown) =>
    held && typeof held === 'object' && !Array.isArray(held)
      ? { entries: Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)) }
      : held,
  )

it('values are the same when their texts are, whatever the order of their keys', () => {
  const isAlike = { true: 0, false: 0 }
  fc.assert(
    fc.property(value, value, (one, other) => {
      const isSame = textOf(one) === textOf(other)
      isAlike[`${isSame}`] += 1
      expect(isSameValue(one, other)).toBe(isSame)
      expect(isSameValue(one, JSON.parse(JSON.stringify(one)))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
  expect(Math.min(isAlike.true, isAlike.false)).toBeGreaterThan(20)
})

it('a key that holds nothing is absent, and one that only the prototype has is not held', () => {
  expect(isSameValue({ a: undefined }, {})).toBe(true)
  expect(isSameValue({}, { a: undefined })).toBe(true)
  expect(isSameValue({ a: undefined }, { a: null })).toBe(false)
  expect(isSameValue(JSON.parse('{"__proto__":{}}'), {})).toBe(false)
  expect(isSameValue({}, JSON.parse('{"toString":1}'))).toBe(false)
  expect(isSameValue([1], { 0: 1, length: 1 })).toBe(false)
})
