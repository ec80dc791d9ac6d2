/** Number of days without a backup after which the owner is reminded. */
const REMIND_AFTER_DAYS = 7

/** The fields of the last backup that decide when the next one is due. */
interface Made {
  day: string
  number: number
  to: 'file' | 'folder'
}

/**
 * Days since the last backup when a reminder is due; null when it is not, or there was no backup.
 */
export function daysOverdue(last: Made | null, today: string): number | null {
  if (!last) return null
  const days = Math.round((Date.parse(today) - Date.parse(last.day)) / 86_400_000)
  return days >= REMIND_AFTER_DAYS ? days : null
}

/**
 * Whether an automatic backup is due: a day was closed since the last backup, and no backup was
 * written to the folder today.
 */
export function isDueByItself(last: Made | null, lastClosing: number, today: string): boolean {
  if (lastClosing <= (last?.number ?? 0)) return false
  return !(last?.to === 'folder' && last.day === today)
}
