import { readAgain, type EntryRecord } from '@/core/sharing/blockContent'
import type { SharingStore, TakingUnread, Unread } from '@/core/sharing/sharingStore'
import { Copies } from './sortRecords'

/**
 * Takes what could not be read when it came, and can be now: what an earlier version of the till did
 * not know, and entries that wait for those before them. Called once the till is opened, which an
 * update does.
 */
export async function takeUnread(
  store: Pick<SharingStore, 'unread' | 'takeUnread' | 'copyHead' | 'heldEntries'>,
): Promise<void> {
  const unread = (await store.unread()).map(one => ({ ...one, record: known(one) }))
  const waiting = unread
    .flatMap(one => (one.record.kind === 'entry' ? [{ ...one, record: one.record }] : []))
    .toSorted((a, b) => a.record.entry.number - b.record.entry.number || a.id - b.id)
  const needless = unread.filter(({ record: { kind } }) => NEEDLESS.includes(kind))
  const taking = await takingOf(store, waiting)
  const ids = [...needless.map(({ id }) => id), ...taking.ids]
  if (ids.length > 0) await store.takeUnread({ ...taking, ids })
}

/** What a block says of its lane, which was of use as it was taken. */
const NEEDLESS: readonly string[] = ['segment', 'replaced']

const known = ({ record }: Unread) => (record.kind === 'unknown' ? readAgain(record) : record)

async function takingOf(
  store: Pick<SharingStore, 'copyHead' | 'heldEntries'>,
  waiting: readonly (Unread & { record: EntryRecord })[],
): Promise<TakingUnread> {
  const copies = new Copies(store)
  await copies.open(waiting.map(({ record }) => record))
  const before = new Map<string, number>()
  const devices = new Map<string, string>()
  const ids: number[] = []
  const taken: (Unread & { record: EntryRecord })[] = []
  for (const one of waiting) {
    const { journal } = one.record
    if (!before.has(journal)) {
      before.set(journal, (await store.copyHead(journal))?.number ?? 0)
    }
    const place = await copies.place(one.record)
    if (place === 'known' || place === 'follows') ids.push(one.id)
    if (place !== 'follows') continue
    taken.push(one)
    devices.set(journal, one.device)
  }
  return {
    ids,
    entries: taken.map(({ record }) => record),
    late: taken.filter(({ isLate }) => isLate).map(({ record }) => record),
    copies: copies.moved().map(head => ({
      head,
      device: devices.get(head.journal) ?? '',
      before: before.get(head.journal) ?? 0,
    })),
  }
}
