import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayCount, dayPlus, daysBefore, isDay, isoWeekOf, lastDayOf, mondayOf } from '@/core/days'
import { fiscalYearOf } from '@/core/closing/fiscalYear'
import { daysOf, PERIODS } from '@/core/reports/period'

const anyDay = fc.integer({ min: 0, max: 40_000 }).map(days => dayPlus('1999-12-28', days))

describe('days', () => {
  it.each([
    ['2026-01-01', '2026-W01'],
    ['2026-11-24', '2026-W48'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2023-01-01', '2022-W52'],
  ])('%s is in week %s (ISO 8601)', (day, week) => expect(isoWeekOf(day)).toBe(week))

  it('are in a week that begins on a Monday, one after the other without a gap', () => {
    fc.assert(
      fc.property(anyDay, day => {
        const monday = mondayOf(day)
        expect(dayCount({ from: monday, to: day })).toBeLessThanOrEqual(7)
        expect(isoWeekOf(dayPlus(monday, 6))).toBe(isoWeekOf(monday))
        expect(isoWeekOf(dayPlus(monday, 7))).not.toBe(isoWeekOf(monday))
      }),
    )
  })

  it('before a period are as many, and end the day before it begins', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(400), (from, count) => {
        const days = { from, to: dayPlus(from, count) }
        const before = daysBefore(days)
        expect(dayCount(before)).toBe(dayCount(days))
        expect(dayPlus(before.to, 1)).toBe(from)
      }),
    )
  })

  it('of a period contain the day itself', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...PERIODS), (day, period) => {
        const { from, to } = daysOf(period, day)
        expect(from <= day && day <= to).toBe(true)
      }),
    )
    expect(daysOf('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
    expect(daysOf('week', '2026-11-29')).toEqual({ from: '2026-11-23', to: '2026-11-29' })
  })

  it('that do not exist are refused', () => {
    expect(['2026-02-29', '2026-13-01', '', '2026-1-1', 'x'].filter(isDay)).toEqual([])
    expect(isDay('2028-02-29')).toBe(true)
    expect(lastDayOf('2026-02')).toBe('2026-02-28')
  })
})

describe('a fiscal year', () => {
  it('is the calendar year, or ends with another month', () => {
    expect(fiscalYearOf('2026-11-24', 12)).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    expect(fiscalYearOf('2026-06-30', 6)).toEqual({ from: '2025-07-01', to: '2026-06-30' })
    expect(fiscalYearOf('2026-07-01', 6)).toEqual({ from: '2026-07-01', to: '2027-06-30' })
    expect(fiscalYearOf('2028-03-01', 2)).toEqual({ from: '2028-03-01', to: '2029-02-28' })
  })
})
