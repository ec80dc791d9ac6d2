import type { TillContext } from '@/till/context'
import type { WhySellingEnded } from '@/core/sharing/sharingError'
import { keepSetting, readSetting, watchSetting } from '@/storage/settings/settings'

/** From now on nothing is sold on this device; its journal and its closings stay. */
export async function endSelling(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  why: WhySellingEnded,
): Promise<void> {
  if ((await readSetting(tillDb, 'sellingEnded')) === why) return
  await keepSetting(tillDb, 'sellingEnded', why)
}

/** This device was let in as one that sells. */
export const sellAgain = ({ tillDb }: Pick<TillContext, 'tillDb'>): Promise<void> =>
  keepSetting(tillDb, 'sellingEnded', null)

/** Calls back with why nothing is sold on this device, null while it sells, and after each change. */
export const watchSellingEnded = (
  { tillDb }: Pick<TillContext, 'tillDb'>,
  onChange: (why: WhySellingEnded | null) => void,
): (() => void) => watchSetting(tillDb, 'sellingEnded', why => onChange(why ?? null), reportError)
