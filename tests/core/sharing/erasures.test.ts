import { describe, expect, it } from 'vitest'
import {
  erasing,
  erasuresUnread,
  isBaseDue,
  NO_ERASURE,
  withErasure,
  type Erasures,
} from '@/core/sharing/erasures'
import { LANES, type Lane } from '@/core/sharing/block'

const erasedAt = (at: string): Erasures => withErasure(NO_ERASURE, { device: 'a', next: 4, at })
const register = { at: '2026-01-02T10:00:00.000Z', by: 'a', version: { a: 1 } }

it('an erasure is the removal of a customer, not of a field nor of an article', () => {
  const said = [
    { ...register, key: 'customer/c1', value: null },
    { ...register, key: 'customer/c1/email', value: null },
    { ...register, key: 'customer/c2', value: true },
    { ...register, key: 'article/a1', value: null },
  ]
  expect(erasing(said).map(({ key }) => key)).toEqual(['customer/c1'])
})

describe('all that is said is said anew', () => {
  it.each([
    ['never, where nothing was erased', '', NO_ERASURE, '2026-01-02T10:00:00.000Z', false],
    [
      'at the first erasure',
      '',
      erasedAt('2026-01-02T10:00:00.000Z'),
      '2026-01-02T10:00:00.000Z',
      true,
    ],
    [
      'not twice a day',
      '2026-01-02T10:00:00.000Z',
      erasedAt('2026-01-02T11:00:00.000Z'),
      '2026-01-03T10:00:00.000Z',
      false,
    ],
    [
      'a day after',
      '2026-01-02T10:00:00.000Z',
      erasedAt('2026-01-02T11:00:00.000Z'),
      '2026-01-03T10:00:01.000Z',
      true,
    ],
    [
      'once for one erasure',
      '2026-01-02T12:00:00.000Z',
      erasedAt('2026-01-02T11:00:00.000Z'),
      '2026-01-20T10:00:00.000Z',
      false,
    ],
    ['once a month', '2026-01-02T12:00:00.000Z', NO_ERASURE, '2026-02-01T12:00:01.000Z', true],
    [
      'after a clock was set back',
      '2027-01-02T12:00:00.000Z',
      NO_ERASURE,
      '2026-02-01T12:00:01.000Z',
      true,
    ],
  ])('%s', (_when, basedAt, erasures, now, isDue) => {
    expect(isBaseDue(basedAt, erasures, now)).toBe(isDue)
  })
})

it('who has not read of an erasure is told by the oldest of them, whatever lane told how far it is', () => {
  const newest = [
    { device: 'a', next: 4, at: '2026-01-02T10:00:00.000Z' },
    { device: 'b', next: 9, at: '2026-01-05T10:00:00.000Z' },
  ]
  const seen = (device: string, next: number, lane: Lane = LANES.shared) => ({ device, lane, next })
  const streams = [
    { device: 'b', seen: [seen('a', 4)] },
    { device: 'c', seen: [seen('a', 3), seen('a', 40, LANES.journal)] },
    { device: 'd', seen: [seen('a', 5)] },
    { device: 'd', seen: [seen('b', 8)] },
    { device: 'e', seen: [seen('a', 5), seen('b', 9)] },
  ]
  expect([...erasuresUnread({ latestAt: '', newest }, streams)]).toEqual([
    ['c', '2026-01-02T10:00:00.000Z'],
    ['d', '2026-01-05T10:00:00.000Z'],
  ])
})

it('no more than the newest hundred are kept', () => {
  let known = NO_ERASURE
  for (let next = 0; next < 150; next += 1) {
    known = withErasure(known, { device: 'a', next, at: `2026-01-02T10:00:00.${100 + next}Z` })
  }
  expect(known.newest).toHaveLength(100)
  expect(known.newest[0]?.next).toBe(50)
  expect(known.latestAt).toBe('2026-01-02T10:00:00.249Z')
})
