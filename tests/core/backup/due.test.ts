import { expect, it } from 'vitest'
import { daysOverdue, isDueByItself } from '@/core/backup/due'

const last = { day: '2026-01-10', number: 20, to: 'folder' as const }

it('reminds the owner after a week without a backup, with the number of days', () => {
  expect(daysOverdue(last, '2026-01-16')).toBeNull()
  expect(daysOverdue(last, '2026-01-17')).toBe(7)
  expect(daysOverdue(last, '2026-03-10')).toBe(59)
  expect(daysOverdue(null, '2026-03-10')).toBeNull()
})

it('makes an automatic backup after each daily closing, once a day', () => {
  expect(isDueByItself(last, 20, '2026-01-11')).toBe(false)
  expect(isDueByItself(last, 31, '2026-01-11')).toBe(true)
  expect(isDueByItself(last, 31, '2026-01-10')).toBe(false)
  expect(isDueByItself({ ...last, to: 'file' }, 31, '2026-01-10')).toBe(true)
  expect(isDueByItself(null, 0, '2026-01-10')).toBe(false)
  expect(isDueByItself(null, 5, '2026-01-10')).toBe(true)
})
