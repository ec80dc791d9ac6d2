import { writingKey, type EpochKey, type KnownShop } from '@/till/sharing/epochKeys'
import type { Gives } from '@/till/sharing/log/lackingOf'
import type { Sharing } from '@/till/sharing/sayOwn'
import { LANES, type ReadBlock } from '@/core/sharing/block'

/** A mailbox of the shop, and what who knows it may be given. */
export interface AdmittedMailbox {
  mailbox: string
  gives: Gives
}

/**
 * How long mailboxes that the shop moved from are looked into, in days: for devices that were away,
 * and for what removed ones sold. Servers forget them soon after (`MOVED_DAYS`).
 */
const LOOKED_INTO_DAYS = 35
const DAY_MS = 24 * 60 * 60 * 1_000

/** Epochs whose mailboxes the shop moved from not long ago, newest first. */
export function olderEpochs({ now }: Pick<Sharing, 'now'>, { epochs }: KnownShop): EpochKey[] {
  const nowMs = Date.parse(now())
  return epochs.filter((_, at) => {
    const movedAt = epochs[at - 1]?.at
    return movedAt !== undefined && nowMs - Date.parse(movedAt) < LOOKED_INTO_DAYS * DAY_MS
  })
}

/** In a mailbox that the shop moved from nothing is left that was sealed since. */
export const givesUpTo =
  (epoch: number): Gives =>
  (block: ReadBlock) =>
    block.lane === LANES.keys || block.epoch <= epoch

/**
 * The mailboxes by which a device beside this one may show that it is of the shop, the one in use
 * first. Who knows an older one alone may have been put out since: it is given what it could read,
 * and the keys that were sealed to others. A member finds the newer secret in these.
 */
export function admittedMailboxes(
  sharing: Pick<Sharing, 'now'>,
  shop: KnownShop,
): AdmittedMailbox[] {
  const current = writingKey(shop)
  if (!current) return []
  // A secret that is made during the exchange may be one that the other device is not to get.
  const newest = Math.max(...shop.keys.map(({ epoch }) => epoch))
  const older = olderEpochs(sharing, shop).filter(({ id }) => id !== current.id)
  return [
    { mailbox: current.mailbox, gives: givesUpTo(newest) },
    ...older.map(({ mailbox, epoch }) => ({ mailbox, gives: givesUpTo(epoch) })),
  ]
}
