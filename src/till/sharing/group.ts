import type { TillContext } from '@/till/context'
import { othersBeside, type OthersDatabase } from '@/storage/sharing/othersDatabase'
import { DiskStore } from '@/storage/sharing/diskStore'
import { shopTables } from '@/storage/sharing/shopTables'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { sealingTables } from '@/storage/journal/append'
import { traceStockFor } from '@/till/stock/stockFor'
import { GROUP } from './isSharing'
import { takeUnread } from './log/takeUnread'
import type { DeviceKeys } from './sealBlock'
import { shopRules } from './shopRules'
import type { Sharing } from './sayOwn'

/** What makes this device one of a shop's; kept on it alone, in no backup. */
export interface Group {
  /** The private key cannot be exported. */
  keys: DeviceKeys
  paperKey: string
  /** Address of the server of mailboxes. */
  address: string
}

/** The group that this device belongs to; undefined while it is alone. */
export async function readGroup({
  tillDb,
}: Pick<TillContext, 'tillDb'>): Promise<Group | undefined> {
  return (await tillDb.sharing.get(GROUP))?.value as Group | undefined
}

/** Makes this device one of a shop's: from the next exchange on, what it has is said. */
export async function keepGroup({ tillDb }: TillContext, group: Group): Promise<void> {
  await tillDb.sharing.put({ name: GROUP, value: group })
}

/** The sharing of a device with its store on disk. */
export interface OpenSharing extends Sharing {
  store: DiskStore
  others: OthersDatabase
  group: Group
}

/** Opens what a device shares with; undefined, and nothing opened, while it is alone. */
export async function openSharing(
  context: TillContext,
  atStep?: () => void,
): Promise<OpenSharing | undefined> {
  const group = await readGroup(context)
  if (!group) return undefined
  const { store, others, now } = openStore(context, group.keys.device, atStep)
  // What an earlier version of the till was told and could not read.
  await store.applyKnown()
  await takeUnread(store)
  const { keys, paperKey } = group
  return { store, others, group, keys, paperKey, now }
}

/**
 * Opens what a device shares with for as long as `use` uses it; undefined, and nothing opened, while
 * it is alone.
 */
export async function whileSharing<Used>(
  open: () => Promise<OpenSharing | undefined>,
  use: (sharing: OpenSharing) => Promise<Used>,
): Promise<Used | undefined> {
  const sharing = await open()
  if (!sharing) return undefined
  try {
    return await use(sharing)
  } finally {
    sharing.others.close()
  }
}

/** The disk of a device that shares, or is about to. */
export function openStore(context: TillContext, device: string, atStep?: () => void) {
  const { tillDb } = context
  const others = othersBeside(tillDb.name)
  const now = () => new Date(context.now().at).toISOString()
  const store = new DiskStore({
    till: tillDb,
    others,
    shared: shopTables(tillDb, shopRules(context), device),
    device,
    now,
    ...(atStep ? { atStep } : {}),
  })
  return { store, others, now }
}

/**
 * Forgets what this device shared with: the shop's data, its own journals and articles stay as they
 * are. What is left of an attempt that was stopped goes with it. From its next sale on it sends its
 * changes of stock by itself.
 */
export async function forgetSharing(context: TillContext): Promise<void> {
  const { tillDb } = context
  const { sharing, ownLanes, ownBlocks, sharedRows, statements } = tillDb
  const tables = [sharing, ownLanes, ownBlocks, sharedRows, statements]
  await tillDb.transaction('rw', [...tables, ...sealingTables(tillDb)], async () => {
    for (const table of tables) await table.clear()
    await leaveSender(context)
  })
  await othersBeside(tillDb.name).delete()
}

/** Whom the shop named to send its stock is nothing to a device that is alone. */
async function leaveSender(context: TillContext): Promise<void> {
  const { tillDb } = context
  await tillDb.settings.delete('stockBy')
  const handed = await readSetting(tillDb, 'stockHanded')
  if (!handed || handed.own === '') return
  const alone = handed.to === '' ? handed : await traceStockFor(context, handed, '')
  await keepSetting(tillDb, 'stockHanded', { ...alone, own: '', canSend: false, waitsUntil: null })
}
