import type { TillContext } from '@/till/context'
import type { Member } from '@/core/sharing/roster'
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

/** Why nothing is sold on this device; null while it sells. */
export const readSellingEnded = async ({
  tillDb,
}: Pick<TillContext, 'tillDb'>): Promise<WhySellingEnded | null> =>
  (await readSetting(tillDb, 'sellingEnded')) ?? null

/**
 * Follows what the shop's devices say of this one: put out, it sells no more. Where two owners put
 * each other out, one of them hears later that it stays.
 */
export async function followStanding(
  context: Pick<TillContext, 'tillDb'>,
  member: Pick<Member, 'removal' | 'letter'> | undefined,
): Promise<void> {
  if (!member) return
  if (member.removal !== null) return endSelling(context, 'put-out')
  if ((await readSellingEnded(context)) !== 'put-out') return
  if (member.letter === null) await endSelling(context, 'reads-only')
  else await sellAgain(context)
}

/** Calls back with why nothing is sold on this device, null while it sells, and after each change. */
export const watchSellingEnded = (
  { tillDb }: Pick<TillContext, 'tillDb'>,
  onChange: (why: WhySellingEnded | null) => void,
): (() => void) => watchSetting(tillDb, 'sellingEnded', why => onChange(why ?? null), reportError)
