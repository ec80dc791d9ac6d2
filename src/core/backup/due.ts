/** Days without a backup after which the owner is reminded. */
const REMIND_AFTER_DAYS = 7

/** The last backup, as far as it tells when the next one is due. */
interface Made {
  day: string
  number: number
  to: 'file' | 'folder'
}

/** Days since the last backup where it is time for another; null while it is not. */
export function daysOverdue(last: Made | null, today: string): number | null {
  if (!last) return null
  const days = Math.round((Date.parse(today) - Date.parse(last.day)) / 86_400_000)
  return days >= REMIND_AFTER_DAYS ? days : null
}

/**
 * Whether a backup is to be made by itself: a day was closed since the last one, and none went
 * to the folder today.
 */
export function isDueByItself(last: Made | null, lastClosing: number, today: string): boolean {
  if (lastClosing <= (last?.number ?? 0)) return false
  return !(last?.to === 'folder' && last.day === today)
}
