import type { TillContext } from '@/till/context'
import { watchTables } from '@/storage/watchTables'

/**
 * Calls back after each write to settings and team, in any tab or worker: other devices of the shop
 * change them. Returns a function that stops it.
 */
export const watchWhatIsShared = (
  { tillDb }: Pick<TillContext, 'tillDb'>,
  onChange: () => void,
): (() => void) => watchTables(tillDb, ['settings', 'users'], onChange)
