import {
  epochKeyOf,
  makeSecret,
  openShare,
  readShop,
  shareTo,
  writingKey,
  type KnownShop,
} from './epochKeys'
import { repeated, sayStatements, type NewStatement, type Sharing } from './sayOwn'
import { LANES } from '@/core/sharing/block'
import {
  isLeft,
  isRotationDue,
  membersWithout,
  nextEpoch,
  sealingKeyOf,
} from '@/core/sharing/epochs'
import type { Announcement, Share } from '@/core/sharing/statements'
import { presentMembers, toRepeat } from '@/core/sharing/roster'

/** Why a device was not put out. */
export type NotRemoved = 'not-a-manager' | 'own-device' | 'not-a-member'

/**
 * Puts a device out, for good: what it says from now on counts no more, and is sealed with a new
 * secret that it does not get. What it had said of devices is repeated: its log is nobody's to
 * rely on. Its sales count, whenever they come. Undefined when it is done.
 */
export async function removeDevice(
  sharing: Sharing,
  device: string,
): Promise<NotRemoved | undefined> {
  const { store, keys } = sharing
  const shop = await shopOf(sharing)
  if (!mayManage(sharing, shop)) return 'not-a-manager'
  // Who removes stays, so that a shop never removes its last owner.
  if (device === keys.device) return 'own-device'
  if (!presentMembers(shop.roster).some(one => one.device === device)) return 'not-a-member'
  const streams = await store.knownStreams()
  const nextOf = (lane: number) =>
    streams.find(one => one.device === device && one.lane === lane)?.next ?? 0
  const from = Math.max(nextOf(LANES.shared), heardOf(shop, device))
  const salesFrom = nextOf(LANES.journal)
  const at = sharing.now()
  await announce(sharing, shop, { removed: device, from }, [
    { kind: 'removal', device, from, salesFrom, at },
  ])
  return undefined
}

/**
 * How many of a device's words on who belongs to the shop are known here. A device that was just let
 * in has them from its pairing, before it read that device's log: a removal from an earlier word on
 * would undo the very admission of who removes, and of all others.
 */
const heardOf = ({ statements }: KnownShop, device: string): number =>
  statements
    .filter(one => one.kind === 'grant' || one.kind === 'removal')
    .filter(one => one.by === device)
    .reduce((from, { seq }) => Math.max(from, seq + 1), 0)

/** Changes the shop's secret, at its owner's wish; false when this device does not manage. */
export async function changeSecret(sharing: Sharing): Promise<boolean> {
  const shop = await shopOf(sharing)
  if (!mayManage(sharing, shop)) return false
  await announce(sharing, shop)
  return true
}

/**
 * What a device does for the others before it speaks. One that manages gives secrets to members that
 * have none, and changes the secret when somebody who was put out knows it. Any other gives those
 * that manage what the shop wrote under before and they lack: of owners that put out each other, the
 * one that stays was not given what the other announced, and members sold under that meanwhile. One
 * that was put out does so too, or nobody might ever read what it sold.
 */
export async function tendEpochs(sharing: Sharing): Promise<void> {
  let shop = await shopOf(sharing)
  if (shop.epochs.length === 0) return
  const manages = mayManage(sharing, shop)
  if (manages && isRotationDue(shop)) {
    await announce(sharing, shop)
    shop = await shopOf(sharing)
  }
  const shares = []
  // Of every one: a device that was put out may have sold under one that it announced itself. Who
  // does not manage gives none that is in use, nor one whose announcement, and with it who was put
  // out then, it has not heard of.
  const given = manages ? shop.keys : shop.keys.filter(key => isLeft(shop, key))
  for (const epoch of given) {
    const lacking = membersWithout(shop, epoch, sharing.keys.device).filter(
      one => manages || one.manages,
    )
    const secret = lacking.length > 0 ? await secretOf(sharing, shop, epoch.id) : undefined
    for (const member of secret ? lacking : []) {
      const share = secret && (await shareTo(member, epoch, secret))
      if (share) shares.push(share)
    }
  }
  if (shares.length > 0) await sayStatements(sharing, shares, LANES.keys)
}

/** What is known of the shop of a device. */
export const shopOf = (sharing: Sharing): Promise<KnownShop> => readShop(sharing)

/** Whether this device may let in and put out: it was not put out itself. */
export function mayManage({ keys, paperKey }: Sharing, { roster }: KnownShop): boolean {
  if (keys.device === paperKey) return true
  return presentMembers(roster).some(one => one.device === keys.device && one.manages)
}

/** The bytes of a secret that this device holds, to share it. */
export async function secretOf(
  { keys }: Sharing,
  { statements }: KnownShop,
  id: string,
): Promise<Uint8Array | undefined> {
  const shares = statements.filter((one): one is Share => one.kind === 'share' && one.id === id)
  for (const share of shares) {
    const secret = await openShare(keys, share)
    if (secret) return secret
  }
  return undefined
}

/**
 * Announces a new secret, with what is said besides, once it is shared with all who belong to the
 * shop then: a device killed between has shared what nobody writes under.
 */
async function announce(
  sharing: Sharing,
  shop: KnownShop,
  leaving?: { removed: string; from: number },
  besides: readonly NewStatement[] = [],
): Promise<void> {
  const secret = makeSecret()
  const epoch = nextEpoch(shop, writingKey(shop)?.epoch ?? 0)
  const key = await epochKeyOf(epoch, secret)
  const members = presentMembers(shop.roster).filter(({ device }) => device !== leaving?.removed)
  const paper = { device: shop.paperKey, sealingKey: sealingKeyOf(shop, shop.paperKey) ?? '' }
  const shares = await Promise.all([paper, ...members].map(one => shareTo(one, key, secret)))
  await sayStatements(
    sharing,
    shares.filter(one => one !== undefined),
    LANES.keys,
  )
  const repeats = leaving ? toRepeat(shop.statements, leaving.removed, leaving.from) : []
  const announcement: Omit<Announcement, 'by' | 'seq'> = {
    kind: 'epoch',
    epoch,
    id: key.id,
    at: sharing.now(),
  }
  await sayStatements(sharing, [...besides, ...repeats.map(repeated), announcement])
}
