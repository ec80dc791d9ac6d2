import { lastDayOf, mondayOf, dayPlus, type Days } from '@/core/days'

/** Periods offered as one-tap buttons. */
export const PERIODS = ['today', 'week', 'month', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** The whole day, week, month or year that contains a day. */
export function daysOf(period: Period, today: string): Days {
  switch (period) {
    case 'today':
      return { from: today, to: today }
    case 'week':
      return { from: mondayOf(today), to: dayPlus(mondayOf(today), 6) }
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: lastDayOf(today.slice(0, 7)) }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` }
  }
}
