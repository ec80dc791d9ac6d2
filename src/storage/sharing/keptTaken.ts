import { keepEntries } from './copies'
import type { OthersDatabase } from './othersDatabase'
import type { EntryRecord } from '@/core/sharing/blockContent'
import type { Taking, TakingUnread, Unread } from '@/core/sharing/sharingStore'

/** Keeps the entries of a block, and what of it cannot be read; inside a transaction of all tables. */
export async function keepTaken(
  others: OthersDatabase,
  device: string,
  { entries, copies, late, unread }: Pick<Taking, 'entries' | 'copies' | 'late' | 'unread'>,
): Promise<void> {
  await keepEntries(others, entries)
  await others.copyHeads.bulkPut(copies.map(head => ({ ...head, device })))
  await keepLate(
    others,
    late.filter(one => entries.includes(one)),
  )
  const isLate = new Set<unknown>(late)
  await others.unread.bulkAdd(
    unread.map(record => ({ record, device, isLate: isLate.has(record) })),
  )
}

/** What could not be read when it came. */
export async function keptUnread({ unread }: OthersDatabase): Promise<Unread[]> {
  const kept = await unread.toArray()
  return kept.map(({ id = 0, record, device = '', isLate = false }) => {
    return { id, record, device, isLate }
  })
}

/** Takes what can be read now; nothing where another took of these journals meanwhile. */
export async function takeKept(
  others: OthersDatabase,
  { ids, entries, late, copies }: TakingUnread,
): Promise<void> {
  await others.transaction('rw', others.tables, async () => {
    const kept = await others.copyHeads.bulkGet(copies.map(({ head }) => head.journal))
    if (copies.some(({ before }, at) => (kept[at]?.number ?? 0) !== before)) return
    await keepEntries(others, entries)
    await others.copyHeads.bulkPut(
      copies.map(({ head, device }, at) => ({
        ...head,
        device: device || (kept[at]?.device ?? ''),
      })),
    )
    await keepLate(others, late)
    await others.unread.bulkDelete([...ids])
  })
}

async function keepLate(others: OthersDatabase, late: readonly EntryRecord[]): Promise<void> {
  await others.late.bulkPut(late.map(({ journal, entry: { number } }) => ({ journal, number })))
}
