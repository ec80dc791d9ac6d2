import { MOST_EPOCH } from './block'
import { presentMembers, standingOf, type Member, type Roster } from './roster'
import type { Announcement, Statement } from './statements'

export interface Shop {
  paperKey: string
  roster: Roster
  statements: readonly Statement[]
}

/**
 * How far an announcement may be ahead of the epoch that it is said under. Honest ones are one ahead,
 * or some where owners changed the secret apart; without a bound one announcement would use up all
 * numbers, and no secret could follow it.
 */
const MOST_AHEAD = 16

/** Whether an announcement may be said under an epoch. */
export const isWithinReach = ({ epoch }: Pick<Announcement, 'epoch'>, saidUnder: number): boolean =>
  epoch <= saidUnder + MOST_AHEAD

/** The number of the epoch to announce, said under another: behind all that hold, where it can be. */
export const nextEpoch = (shop: Shop, saidUnder: number): number =>
  Math.min((currentEpoch(shop)?.epoch ?? 0) + 1, saidUnder + MOST_AHEAD, MOST_EPOCH)

/**
 * Announcements that hold, the one that is to be written under first. Of two with one number, that of
 * a device that was put out comes last: it may have taken the number that its removal needs.
 */
export function announcedEpochs({ paperKey, roster, statements }: Shop): Announcement[] {
  const rank = new Map(
    [paperKey, ...roster.map(({ device }) => device)].map((one, at) => [one, at]),
  )
  const removed = new Set(roster.filter(one => one.removal !== null).map(({ device }) => device))
  const seniority = ({ by }: Announcement) =>
    removed.has(by) ? Infinity : (rank.get(by) ?? Infinity)
  return statements
    .filter(one => one.kind === 'epoch')
    .filter(one => isManager(one.by, { paperKey, roster }))
    .filter(one => standingOf({ paperKey, roster }, { device: one.by, seq: one.seq }) === 'member')
    .toSorted(
      (a, b) =>
        b.epoch - a.epoch ||
        seniority(a) - seniority(b) ||
        Number(a.id > b.id) - Number(a.id < b.id),
    )
}

/** The epoch that the shop writes under; undefined before any was announced. */
export const currentEpoch = (shop: Shop): Announcement | undefined => announcedEpochs(shop)[0]

/**
 * Whether a device that was put out knows the secret that the shop writes under: two devices may
 * remove at once, and each give the new secret to who the other removed.
 */
export function isRotationDue(shop: Shop): boolean {
  const current = currentEpoch(shop)
  if (!current) return false
  const present = new Set([shop.paperKey, ...presentMembers(shop.roster).map(one => one.device)])
  const removed = new Set(
    shop.roster.filter(({ removal }) => removal !== null).map(({ device }) => device),
  )
  // What a removed device says of itself may be made up, to keep the shop busy.
  return shop.statements.some(
    one =>
      one.kind === 'share' &&
      one.id === current.id &&
      removed.has(one.device) &&
      (present.has(one.by) || one.by === current.by),
  )
}

/**
 * Whether an epoch was announced, and the shop writes under another: it moved on, or who announced it
 * was put out. Blocks may have been sealed under it meanwhile.
 */
export const isLeft = (shop: Shop, { id }: Pick<Announcement, 'id'>): boolean =>
  currentEpoch(shop)?.id !== id &&
  shop.statements.some(one => one.kind === 'epoch' && one.id === id)

/**
 * Devices of the shop that were not given a secret yet: let in by who had not heard of it. A share
 * counts by who announced the secret, by who manages, and by `own`, this device: nobody can tell what
 * is sealed to another, and what any member says must keep no other from reading.
 */
export function membersWithout(
  shop: Shop,
  { id }: Pick<Announcement, 'id'>,
  own: string,
): Member[] {
  const isAnnouncer = (by: string) =>
    shop.statements.some(one => one.kind === 'epoch' && one.id === id && one.by === by)
  const isTrusted = (by: string) => by === own || isManager(by, shop) || isAnnouncer(by)
  const given = new Set(
    shop.statements.flatMap(one =>
      one.kind === 'share' && one.id === id && isTrusted(one.by) ? [one.device] : [],
    ),
  )
  return presentMembers(shop.roster).filter(({ device }) => !given.has(device))
}

/** Public key of a device to seal to, in base64; undefined until its grant is known. */
export const sealingKeyOf = (
  { paperKey, roster, statements }: Shop,
  device: string,
): string | undefined =>
  device === paperKey
    ? // The paper key says its own, in a grant that lets nobody in.
      statements
        .filter(one => one.kind === 'grant')
        .find(one => one.by === paperKey && one.device === paperKey)?.sealingKey
    : roster.find(one => one.device === device)?.sealingKey

/** Whether a device may let in, put out and change the secret. */
export const isManager = (
  device: string,
  { paperKey, roster }: Pick<Shop, 'paperKey' | 'roster'>,
): boolean => device === paperKey || roster.some(one => one.device === device && one.manages)
