import { dayPlus, lastDayOf, type Days } from '@/core/days'

/**
 * The fiscal year that contains a day. Fiscal years end on the last day of `endMonth` (1 to 12).
 */
export function fiscalYearOf(day: string, endMonth: number): Days {
  const year = Number(day.slice(0, 4))
  const endOf = (one: number) => lastDayOf(`${one}-${String(endMonth).padStart(2, '0')}`)
  const to = day <= endOf(year) ? endOf(year) : endOf(year + 1)
  return { from: dayPlus(endOf(Number(to.slice(0, 4)) - 1), 1), to }
}
