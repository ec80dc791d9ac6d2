import { expect, it } from 'vitest'
import { momentOf } from '@/core/moment'

it.each([
  ['2026-11-24T23:30:00.000Z', 60, '2026-11-25T00:30:00.000+01:00', '2026-11-25'],
  ['2026-07-01T12:00:00.000Z', 120, '2026-07-01T14:00:00.000+02:00', '2026-07-01'],
  ['2026-11-24T02:00:00.000Z', -210, '2026-11-23T22:30:00.000-03:30', '2026-11-23'],
])('%s at %i minutes is %s, on %s', (instant, offset, at, day) => {
  expect(momentOf(Date.parse(instant), offset)).toEqual({ at, day })
  expect(new Date(at).toISOString()).toBe(instant)
})
