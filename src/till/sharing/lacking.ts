import type { TillContext } from '@/till/context'
import { unreadBy } from '@/core/sharing/sharingState'
import type { OpenSharing } from './group'

/**
 * Since when other devices lack what this till sealed, by device: when the first entry was sealed
 * that a device had not read when it last spoke. A carrier may hold back, and is found out so.
 */
export async function lackingSince(
  { tillDb }: TillContext,
  { store, others, keys }: OpenSharing,
): Promise<Map<string, string>> {
  const unread = unreadBy(keys.device, await others.streams.toArray(), await store.saidBlocks())
  const since = new Map<string, string>()
  for (const [device, { entry }] of unread) {
    const sealed = entry && (await tillDb.journal.get([entry.till, entry.number]))
    if (sealed) since.set(device, sealed.at)
  }
  return since
}
