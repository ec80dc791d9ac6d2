import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { openSealed, sealTo } from './hpke'
import type { DeviceKeys } from './sealBlock'
import { base64FromBytes, bytesFromBase64 } from '@/core/base64'
import { announcedEpochs, type Shop } from '@/core/sharing/epochs'
import { rosterOf } from '@/core/sharing/roster'
import type { SharingStore } from '@/core/sharing/sharingStore'
import type { Announcement, Share, Statement } from '@/core/sharing/statements'

/** The secret of an epoch, as this device holds it. */
export interface EpochKey {
  epoch: number
  id: string
  /** Blocks are sealed with keys derived of it; it cannot be exported. */
  secret: CryptoKey
  /** The mailbox of the epoch, in 32 hexadecimal digits. */
  mailbox: string
  /** This device told it to itself. */
  isOwn?: boolean
}

export const SECRET_BYTES = 32
const SHARE_USE = 'comptoir epoch secret'
const ID_USE = 'comptoir epoch id'
const MAILBOX_USE = 'comptoir mailbox'
const ID_BITS = 128

/** A new secret of a group. */
export const makeSecret = () => crypto.getRandomValues(new Uint8Array(SECRET_BYTES))

/** A secret of 32 bytes as the key of an epoch. Its id and its mailbox tell nothing of it. */
export async function epochKeyOf(epoch: number, bytes: Uint8Array): Promise<EpochKey> {
  const raw = new Uint8Array(bytes)
  const secret = await crypto.subtle.importKey('raw', raw, 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ])
  const [id, mailbox] = await Promise.all([
    derived(secret, `${ID_USE} ${epoch}`),
    derived(secret, MAILBOX_USE),
  ])
  return { epoch, id, secret, mailbox }
}

/** Seals an epoch's secret to a device; undefined when what it said is no key. */
export async function shareTo(
  { device, sealingKey }: { device: string; sealingKey: string },
  { epoch, id }: Pick<EpochKey, 'epoch' | 'id'>,
  bytes: Uint8Array,
): Promise<Omit<Share, 'by' | 'seq'> | undefined> {
  const publicKey = bytesFromBase64(sealingKey)
  const what = { use: SHARE_USE, bound: boundOf(device, id) }
  const sealed = publicKey && (await sealTo(publicKey, bytes, what))
  return sealed && { kind: 'share', device, epoch, id, sealed: base64FromBytes(sealed) }
}

/** The secret in a share for this device; undefined when it is not what the share says. */
export async function openShare(
  { device, sealing }: Pick<DeviceKeys, 'device' | 'sealing'>,
  share: Share,
): Promise<Uint8Array | undefined> {
  const sealed = bytesFromBase64(share.sealed)
  if (!sealed || share.device !== device) return undefined
  const what = { use: SHARE_USE, bound: boundOf(device, share.id) }
  const bytes = await openSealed(sealing, sealed, what)
  if (bytes?.length !== SECRET_BYTES) return undefined
  return (await epochKeyOf(share.epoch, bytes)).id === share.id ? bytes : undefined
}

/**
 * The secrets that this device holds, by what was shared with it: all that devices said of one
 * another is kept, and the private key with it, so that nothing else is to be kept of epochs.
 */
export async function heldKeys(
  keys: DeviceKeys,
  statements: readonly Statement[],
): Promise<readonly EpochKey[]> {
  const known = opened.get(keys.sealing) ?? new Map<string, EpochKey | null>()
  opened.set(keys.sealing, known)
  const held = new Map<string, EpochKey>()
  for (const share of statements) {
    if (share.kind !== 'share' || share.device !== keys.device || held.has(share.id)) continue
    let found = known.get(share.sealed)
    if (found === undefined) {
      const bytes = await openShare(keys, share)
      found = bytes ? await epochKeyOf(share.epoch, bytes) : null
      known.set(share.sealed, found)
    }
    if (found) held.set(share.id, { ...found, isOwn: share.by === keys.device })
  }
  return [...held.values()]
}
/** Shares that were opened before, by who they are for; null for what leads to nothing. */
const opened = new WeakMap<CryptoKeyPair, Map<string, EpochKey | null>>()

/** An announced epoch whose secret is held. */
export type HeldEpoch = EpochKey & Pick<Announcement, 'at' | 'by'>

/** What a device knows of its shop: who belongs to it, and the epochs it can read, newest first. */
export interface KnownShop extends Shop {
  epochs: readonly HeldEpoch[]
  keys: readonly EpochKey[]
}

/**
 * Reads what is known of the shop, from all that devices said of one another. Nothing of that is ever
 * forgotten: as long as there is no more of it, the same is known.
 */
export async function readShop({ store, keys, paperKey }: Known): Promise<KnownShop> {
  const statements = await store.statements()
  const before = readBefore.get(store)
  const isSame = before?.device === keys.device && before.shop.paperKey === paperKey
  if (before && isSame && before.count === statements.length) return before.shop
  const shop = { paperKey, roster: rosterOf(paperKey, statements), statements: [...statements] }
  const held = await heldKeys(keys, statements)
  const epochs = announcedEpochs(shop).flatMap(({ id, at, by }) => {
    const key = held.find(one => one.id === id)
    return key ? { ...key, at, by } : []
  })
  const known = { ...shop, epochs, keys: held }
  readBefore.set(store, { device: keys.device, count: shop.statements.length, shop: known })
  return known
}
const readBefore = new WeakMap<object, { device: string; count: number; shop: KnownShop }>()

/** What the shop is read from. */
interface Known {
  store: Pick<SharingStore, 'statements'>
  keys: DeviceKeys
  paperKey: string
}

/**
 * The secret that this device writes under. One that just joined has heard of no epoch yet: it is the
 * one that it was given as it joined, and no other that somebody sealed to it.
 */
export const writingKey = ({ epochs, keys }: KnownShop): EpochKey | undefined =>
  epochs[0] ?? keys.find(({ isOwn }) => isOwn)

async function derived(secret: CryptoKey, use: string): Promise<string> {
  const info = new TextEncoder().encode(use)
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }
  return bytesToHex(new Uint8Array(await crypto.subtle.deriveBits(how, secret, ID_BITS)))
}

const boundOf = (device: string, id: string) => hexToBytes(device + id)
