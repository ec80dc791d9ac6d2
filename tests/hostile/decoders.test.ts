import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { spoiltAnswer, spoiltBytes, spoiltValue } from './spoil'
import { BYTES } from './decoders/bytes'
import { TEXTS } from './decoders/texts'
import { VALUES } from './decoders/values'

/** How many spoilt ones of each kind; more of them by COMPTOIR_HOSTILE. */
const RUNS = Number(process.env.COMPTOIR_HOSTILE ?? 60)

// What is read must leave no trace in every object of the till.
afterEach(() => expect(({} as { isSpoilt?: true }).isSpoilt).toBeUndefined())

const settles = <Sample>(read: (spoilt: Sample) => unknown, spoilt: fc.Arbitrary<Sample>) =>
  fc.assert(
    fc.property(spoilt, one => {
      expect(() => read(one)).not.toThrow()
    }),
    { numRuns: RUNS },
  )

describe('what is spoilt is read as nothing, or as what is sound of it: it never breaks the till', () => {
  it.each(VALUES)('$name', ({ sample, read }) => settles(read, spoiltValue(sample)))
  it.each(TEXTS)('$name', ({ sample, read }) => settles(read, spoiltAnswer(sample)))
  it.each(BYTES)('$name', ({ sample, read }) => settles(read, spoiltBytes(sample)))
})

it('the sound ones are read: what is spoilt is spoilt of something', () => {
  const isNothing = (value: unknown) =>
    value === undefined || (Array.isArray(value) && value.length === 0)
  const unread = [...VALUES, ...TEXTS, ...BYTES].flatMap(({ name, sample, read }) =>
    isNothing((read as (given: unknown) => unknown)(sample)) ? [name] : [],
  )
  expect(unread).toEqual([])
})
