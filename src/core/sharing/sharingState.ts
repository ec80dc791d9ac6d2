import { LANES } from './block'
import type { CarrierFault, StreamHead, Wanted } from './carrier'
import type { Roster } from './roster'
import type { KnownStream } from './sharingStore'
import type { EntryReference } from '@/core/journal/entryReference'

/** Why sharing does not go on; selling does. */
export type SharingFault =
  | { kind: 'carrier'; cause: CarrierFault['cause'] }
  /** Another device writes in this one's name: its profile was copied, or put back. */
  | { kind: 'copied' }
  /** This device could not keep what it got: its disk is full, or its journal is at fault. */
  | { kind: 'kept-nothing'; detail: string }

/** A device of the shop, for a screen. */
export interface ShopDevice {
  device: string
  name: string
  /** Till code that it was let in with; null for a device that only reads. */
  letter: string | null
  /** Whether it may let devices in and put them out. */
  manages: boolean
  isOwn: boolean
  /** When it was last heard of; null for this one, and before the first time. ISO 8601. */
  heardAt: string | null
  /** Since when it lacks something that this till sealed, as far as it said; null where it has all. */
  lacksSince: string | null
  /** Since when somebody is erased of whom it has not read that, as far as it said; null where it has. */
  unerasedSince: string | null
  /** When it was put out; null while it belongs to the shop. ISO 8601. */
  removedAt: string | null
}

/** How far sharing is, for a screen. */
export interface SharingState {
  /** The shop's devices, the most senior first. */
  devices: readonly ShopDevice[]
  /** When devices and carrier last had the same; null before the first time. ISO 8601. */
  sharedAt: string | null
  fault: SharingFault | null
  /** Last entry of this till that the carrier holds. */
  sentUpTo: EntryReference | null
  /** Entries of this till that it does not hold yet. */
  unsentCount: number
  /** Devices by when they were last heard of, the longest silent first. */
  heard: readonly { device: string; at: string }[]
  /** Devices of which two blocks with one number are known. */
  forked: readonly string[]
  /** What another device just changed of the articles; null where nothing of them came. */
  changed: { device: string; count: number } | null
  /** Entries of other tills that are not what their journals lead to. */
  tamperedCount: number
}

/** Before anything was exchanged. */
export const NOT_SHARED_YET: SharingState = {
  devices: [],
  sharedAt: null,
  fault: null,
  sentUpTo: null,
  unsentCount: 0,
  heard: [],
  forked: [],
  changed: null,
  tamperedCount: 0,
}

/** A block of this device's journal lane, by the last entry in it. */
export interface SaidBlock {
  seq: number
  entry: EntryReference | null
}

/**
 * The last entry that a carrier holds of this till, by the heads it told, and how many it lacks.
 * `lastNumber` is the number of the last entry that was sealed here.
 */
export function sentOf(
  device: string,
  heads: readonly StreamHead[],
  said: readonly SaidBlock[],
  last: EntryReference | null,
): Pick<SharingState, 'sentUpTo' | 'unsentCount'> {
  const head = heads.find(one => one.device === device && one.lane === LANES.journal)?.head ?? -1
  const held = said.filter(({ seq, entry }) => seq <= head && entry?.till === last?.till)
  const sentUpTo = held.toSorted((a, b) => b.seq - a.seq)[0]?.entry ?? null
  return { sentUpTo, unsentCount: (last?.number ?? 0) - (sentUpTo?.number ?? 0) }
}

/** When each device was last heard of, by its lanes; the longest silent first. */
export function heardOf(
  streams: readonly (Pick<KnownStream, 'device'> & { heardAt: string })[],
): SharingState['heard'] {
  const latest = new Map<string, string>()
  for (const { device, heardAt } of streams) {
    if (heardAt > (latest.get(device) ?? '')) latest.set(device, heardAt)
  }
  return [...latest]
    .map(([device, at]) => ({ device, at }))
    .toSorted((a, b) => Number(a.at > b.at) - Number(a.at < b.at))
}

/** What is known of devices by what they said, each by device: see `ShopDevice`. */
interface DevicesHeard {
  heard: SharingState['heard']
  lacking: ReadonlyMap<string, string>
  unerased: ReadonlyMap<string, string>
}

/** The devices of a roster, with when each was last heard of. */
export const shopDevicesOf = (
  roster: Roster,
  own: string,
  { heard, lacking, unerased }: DevicesHeard,
): ShopDevice[] =>
  roster.map(({ device, name, letter, manages, removal }) => ({
    device,
    name,
    letter,
    manages,
    isOwn: device === own,
    heardAt: heard.find(one => one.device === device)?.at ?? null,
    lacksSince: lacking.get(device) ?? null,
    unerasedSince: unerased.get(device) ?? null,
    removedAt: removal?.at ?? null,
  }))

/**
 * The first block of this device's journal that each other device had not read when it last spoke, by
 * device. `said` are this device's blocks, in any order; one that has all is not in the answer.
 */
export function unreadBy<Said extends SaidBlock>(
  own: string,
  streams: readonly { device: string; seen: readonly Wanted[] }[],
  said: readonly Said[],
): Map<string, Said> {
  const read = new Map<string, number>()
  for (const { device, seen } of streams) {
    const place = seen.find(one => one.device === own && one.lane === LANES.journal)
    read.set(device, Math.max(read.get(device) ?? 0, place?.next ?? 0))
  }
  const inOrder = said.toSorted((a, b) => a.seq - b.seq)
  return new Map(
    [...read].flatMap(([device, next]) => {
      // A block without entries leaves nobody behind.
      const first = inOrder.find(({ seq, entry }) => entry !== null && seq >= next)
      return first ? [[device, first] as const] : []
    }),
  )
}

/** What an exchange changed of the articles: how many, and the device that changed the last of them. */
export function changedOf(
  articles: readonly { device: string; articleId: string }[],
): SharingState['changed'] {
  const last = articles.at(-1)
  return last
    ? { device: last.device, count: new Set(articles.map(({ articleId }) => articleId)).size }
    : null
}

/** This device among those of the shop; undefined before the first exchange. */
export const ownDeviceIn = ({ devices }: Pick<SharingState, 'devices'>): ShopDevice | undefined =>
  devices.find(({ isOwn }) => isOwn)

/** A device that is silent for so long is told: a tablet is closed at night, not for two days. */
const LONGEST_SILENCE_MS = 48 * 60 * 60_000
/** A device that is closed has read nothing either: that is told after some hours only. */
const LONGEST_LACK_MS = 3 * 60 * 60_000

/** Devices of the shop that were not heard of for long: the owner is told. */
export const silentDevices = (
  { heard, devices }: Pick<SharingState, 'heard' | 'devices'>,
  nowMs: number,
): SharingState['heard'] =>
  heard.filter(
    ({ device, at }) =>
      nowMs - Date.parse(at) > LONGEST_SILENCE_MS &&
      devices.some(one => one.device === device && one.removedAt === null),
  )

/** Since when a device of the shop lacks what was sealed here; null where that is not long, or it is put out. */
export const lacksForLong = (
  { isOwn, lacksSince, removedAt }: ShopDevice,
  nowMs: number,
): string | null =>
  isOwn || lacksSince === null || removedAt !== null
    ? null
    : nowMs - Date.parse(lacksSince) < LONGEST_LACK_MS
      ? null
      : lacksSince
