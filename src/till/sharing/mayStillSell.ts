import type { TillContext } from '@/till/context'
import { keepSetting, readSetting, type Settings } from '@/storage/settings/settings'

/** From now on nothing is sold on this device; its journal and its closings stay. */
export async function endSelling(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  why: NonNullable<Settings['sellingEnded']>,
): Promise<void> {
  if ((await readSetting(tillDb, 'sellingEnded')) !== why) await keepSetting(tillDb, 'sellingEnded', why)
}

/** This device belongs to no shop of several any more, and sells for itself. */
export const sellAgain = ({ tillDb }: Pick<TillContext, 'tillDb'>): Promise<void> =>
  keepSetting(tillDb, 'sellingEnded', null)
