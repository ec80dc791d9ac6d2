import { epochKeyOf, openShare, shareTo, type EpochKey } from './epochKeys'
import { exchange } from './exchange'
import { exchangeShop } from './exchangeShop'
import { paperBlock, type Newcomer } from './foundShop'
import { rawKeyOf } from './hpke'
import { paperKeysOf, paperMailboxOf, type PaperKeys } from './paperKeys'
import { shopOf } from './rotate'
import { isBlockSigned } from './sealBlock'
import { statementOf } from './log/say'
import { sayStatements, type Sharing } from './sayOwn'
import { base64FromBytes } from '@/core/base64'
import { LANES, NO_HASH, readBlock, type Lane } from '@/core/sharing/block'
import { unpackContent } from '@/core/sharing/blockContent'
import type { Carried, Carrier, CarrierFault, Wanted } from '@/core/sharing/carrier'
import { announcedEpochs } from '@/core/sharing/epochs'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { secretOfPaperCode } from '@/core/sharing/paperCode'
import { nextLetter } from '@/core/sharing/roster'

export type Recovery =
  | { ok: true; sharing: Sharing; letter: string }
  | { ok: false; why: 'mistyped' | 'nothing-found' }
  | { ok: false; why: 'carrier'; fault: CarrierFault }

interface FoundSecret {
  key: EpochKey
  secret: Uint8Array
}

/**
 * Lets this device in by the paper key, when all others are lost: it manages, reads all that the
 * mailbox keeps, and sells under a letter that nobody had. Whoever holds the paper key can do this:
 * it is to be kept as the keys of the shop are.
 */
export async function recoverShop(
  { store, keys, now }: Omit<Sharing, 'paperKey'>,
  typed: string,
  server: MailboxServer,
  who: Pick<Newcomer, 'name'> & { usedLetters: readonly string[] },
): Promise<Recovery> {
  const letters = secretOfPaperCode(typed)
  if (letters === undefined) return { ok: false, why: 'mistyped' }
  const paper = await paperKeysOf(letters)
  const first = { key: await epochKeyOf(1, paper.firstSecret), secret: paper.firstSecret }
  const sealingKey = base64FromBytes(await rawKeyOf(keys.sealing))
  const sharing = { store, keys, now, paperKey: paper.device }
  const reading = { own: { device: keys.device, sealingKey }, server }
  const found = await foundSecrets(paper, first, server)
  if (!found.ok) return { ok: false, why: 'carrier', fault: found.fault }
  const read = await readShopOf(sharing, reading, found.value)
  if (!read.ok) return { ok: false, why: 'carrier', fault: read.fault }
  const { roster, epochs } = await shopOf(sharing)
  const current = epochs.find(({ id }) => !read.value.has(id))
  if (!current) return { ok: false, why: 'nothing-found' }
  const letter = nextLetter(roster, who.usedLetters)
  const grant = {
    kind: 'grant',
    seq: 0,
    device: keys.device,
    name: who.name,
    letter,
    manages: true,
    sealingKey,
    at: now(),
  } as const
  const put = await sayAsPaper(paper, server.carrier(current.mailbox), LANES.shared, current, [
    grant,
  ])
  if (put !== 'kept') return { ok: false, why: 'carrier', fault: put }
  const done = await exchangeShop(sharing, server)
  return done.fault
    ? { ok: false, why: 'carrier', fault: done.fault }
    : { ok: true, sharing, letter }
}

/**
 * Reads all that the shop's mailboxes hold, from the one that the paper key knows by itself through
 * those that its devices announced. Where that one is forgotten, each secret that was left is tried
 * until one leads to the shop: anybody who was of it may have left others, of any number, and such
 * lead nowhere. Returns the ids of epochs whose mailbox is not there.
 */
async function readShopOf(
  sharing: Sharing,
  { own, server }: { own: { device: string; sealingKey: string }; server: MailboxServer },
  found: ReadonlyMap<string, FoundSecret>,
): Promise<Carried<ReadonlySet<string>>> {
  const absent = new Set<string>()
  const visited = new Set<string>()
  const held = new Set<string>()
  /** Seals secrets to this device, as one that is let in has them. */
  const hold = async (secrets: readonly FoundSecret[]) => {
    const shares = await Promise.all(secrets.map(({ key, secret }) => shareTo(own, key, secret)))
    const said = shares.filter(share => share !== undefined)
    if (said.length > 0) await sayStatements(sharing, said, LANES.keys)
    secrets.forEach(({ key }) => held.add(key.id))
  }
  const untried = [...found.values()]
  // What was said first is in every mailbox since, sealed as it was.
  await hold(untried.slice(0, 1))
  for (;;) {
    const announced = announcedEpochs(await shopOf(sharing))
    const known = announced.flatMap(({ id }) => found.get(id) ?? [])
    const due = known.filter(({ key }) => !held.has(key.id))
    await hold(due)
    const newest = known.find(({ key }) => !absent.has(key.id))
    // Read again where blocks could not be opened before.
    const isRead = newest && visited.has(newest.key.id) && due.length === 0
    const next = newest ?? untried.shift()
    if (isRead || !next) return { ok: true, value: absent }
    visited.add(next.key.id)
    const carrier = server.carrier(next.key.mailbox)
    const asked = await carrier.swap({ have: [], blocks: [], waitSeconds: 0 })
    if (!asked.ok && asked.fault.cause !== 'refused') return asked
    // There is none, or it was forgotten.
    if (!asked.ok || asked.value.heads.length === 0) {
      absent.add(next.key.id)
      continue
    }
    if (!held.has(next.key.id)) await hold([next])
    const { fault } = await exchange(sharing, carrier)
    if (fault) return { ok: false, fault }
  }
}

/**
 * Secrets that the shop left for the paper key, by their ids: first the one that it makes itself, then
 * the newest that each device left, and so on, so that no device's stand before all of another's.
 */
async function foundSecrets(
  paper: PaperKeys,
  first: FoundSecret,
  server: MailboxServer,
): Promise<Carried<ReadonlyMap<string, FoundSecret>>> {
  const carrier = server.carrier(await paperMailboxOf(first.key.secret))
  const byDevice = new Map<string, FoundSecret[]>()
  const blocks = await blocksIn(carrier)
  if (!blocks.ok) return blocks
  for (const bytes of blocks.value) {
    const block = readBlock(bytes)
    const content = block?.lane === LANES.keys ? unpackContent(block.ciphertext) : undefined
    for (const record of content?.records ?? []) {
      if (record.kind !== 'statement' || !block) continue
      const share = statementOf(record, block.device)
      const secret = share.kind === 'share' ? await openShare(paper, share) : undefined
      if (share.kind !== 'share' || !secret) continue
      const left = byDevice.get(block.device) ?? []
      byDevice.set(block.device, left)
      left.push({ key: await epochKeyOf(share.epoch, secret), secret })
    }
  }
  const inTurn = [...byDevice.values()].flatMap(left =>
    left.toSorted((a, b) => b.key.epoch - a.key.epoch).map((one, turn) => ({ one, turn })),
  )
  const ordered = inTurn.toSorted((a, b) => a.turn - b.turn).map(({ one }) => one)
  return { ok: true, value: new Map([first, ...ordered].map(one => [one.key.id, one])) }
}

/** All blocks in a mailbox; none where it is not there. */
async function blocksIn(carrier: Carrier): Promise<Carried<Uint8Array[]>> {
  const next = new Map<string, Wanted>()
  const blocks: Uint8Array[] = []
  for (;;) {
    const answer = await carrier.swap({ have: [...next.values()], blocks: [], waitSeconds: 0 })
    if (!answer.ok) {
      return answer.fault.cause === 'refused' ? { ok: true, value: blocks } : answer
    }
    const before = next.size
    for (const { device, lane } of answer.value.heads) {
      const id = `${device}/${lane}`
      if (!next.has(id)) next.set(id, { device, lane, next: 0 })
    }
    for (const bytes of answer.value.blocks) {
      const block = readBlock(bytes)
      if (!block) continue
      const { device, lane, seq } = block
      next.set(`${device}/${lane}`, { device, lane, next: seq + 1 })
      blocks.push(bytes)
    }
    if (next.size === before && answer.value.blocks.length === 0) {
      return { ok: true, value: blocks }
    }
  }
}

/** Says something as the paper key, behind what the mailbox has of it. */
async function sayAsPaper(
  paper: PaperKeys,
  carrier: Carrier,
  lane: Lane,
  key: EpochKey,
  said: Parameters<typeof paperBlock>[3],
): Promise<'kept' | CarrierFault> {
  const asked = await carrier.swap({ have: [], blocks: [], waitSeconds: 0 })
  if (!asked.ok) return asked.fault
  const head = asked.value.heads.find(one => one.device === paper.device && one.lane === lane)
  const place = { lane, seq: head ? head.head + 1 : 0, previous: head?.hash ?? NO_HASH }
  const block = await paperBlock(paper, key, place, said)
  if (!(await isBlockSigned(block, paper.publicKey))) {
    throw new Error('the keys of a paper key belong together')
  }
  const put = await carrier.swap({ have: [], blocks: [block.bytes], waitSeconds: 0 })
  if (!put.ok) return put.fault
  const [result = 'gap'] = put.value.results
  return result === 'new' ? 'kept' : { cause: 'unreadable', detail: result }
}
