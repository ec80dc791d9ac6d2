import { epochKeyOf, openShare, type EpochKey } from './epochKeys'
import { exchange } from './exchange'
import { exchangeShop } from './exchangeShop'
import { paperBlock, sharesOf, type Newcomer } from './foundShop'
import { rawKeyOf } from './hpke'
import { paperKeysOf, paperMailboxOf, type PaperKeys } from './paperKeys'
import { shopOf } from './rotate'
import { isBlockSigned } from './sealBlock'
import type { Sharing } from './sayOwn'
import { base64FromBytes } from '@/core/base64'
import { LANES, NO_HASH, readBlock, type Lane } from '@/core/sharing/block'
import { unpackContent } from '@/core/sharing/blockContent'
import type { Carrier, CarrierFault, Wanted } from '@/core/sharing/carrier'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { secretOfPaperCode } from '@/core/sharing/paperCode'
import { nextLetter } from '@/core/sharing/roster'
import { statementOf } from './sayOwn'

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
  const secrets = await foundSecrets(paper, first, server)
  const sealingKey = base64FromBytes(await rawKeyOf(keys.sealing))
  const own = { device: keys.device, sealingKey }
  const sharing = { store, keys, now, paperKey: paper.device }

  const shares = await sharesOf([own], secrets)
  let isFound = false
  for (const { key } of secrets) {
    // Of several, a removed device may have made some up: what is true is known once all are read.
    const carrier = server.carrier(key.mailbox)
    const put = await sayAsPaper(paper, carrier, LANES.keys, null, shares)
    if (put !== 'kept') continue
    const done = await exchange(sharing, carrier)
    if (done.fault) return { ok: false, why: 'carrier', fault: done.fault }
    isFound ||= done.heads.length > 1
  }
  const { roster, epochs } = await shopOf(sharing)
  const [current] = epochs
  if (!isFound || !current) return { ok: false, why: 'nothing-found' }
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
  const { fault } = await exchangeShop(sharing, server)
  return fault ? { ok: false, why: 'carrier', fault } : { ok: true, sharing, letter }
}

/** Secrets that the shop left for the paper key, and the first one, which it makes itself. */
async function foundSecrets(
  paper: PaperKeys,
  first: FoundSecret,
  server: MailboxServer,
): Promise<FoundSecret[]> {
  const carrier = server.carrier(await paperMailboxOf(first.key.secret))
  const found = new Map([[first.key.id, first]])
  for (const bytes of await blocksIn(carrier)) {
    const block = readBlock(bytes)
    const content = block?.lane === LANES.keys ? unpackContent(block.ciphertext) : undefined
    for (const record of content?.records ?? []) {
      if (record.kind !== 'statement' || !block) continue
      const share = statementOf(record, block.device)
      if (share.kind !== 'share' || found.has(share.id)) continue
      const secret = await openShare(paper, share)
      if (secret) found.set(share.id, { key: await epochKeyOf(share.epoch, secret), secret })
    }
  }
  return [...found.values()].toSorted((a, b) => b.key.epoch - a.key.epoch).slice(0, MOST_SECRETS)
}
/** More than any shop has changed its secret; a vandal may leave any number. */
const MOST_SECRETS = 60

/** All blocks in a mailbox. */
async function blocksIn(carrier: Carrier): Promise<Uint8Array[]> {
  const next = new Map<string, Wanted>()
  const blocks: Uint8Array[] = []
  for (;;) {
    const answer = await carrier.swap({ have: [...next.values()], blocks: [], waitSeconds: 0 })
    if (!answer.ok) return blocks
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
    if (next.size === before && answer.value.blocks.length === 0) return blocks
  }
}

/** Says something as the paper key, behind what the mailbox has of it. */
async function sayAsPaper(
  paper: PaperKeys,
  carrier: Carrier,
  lane: Lane,
  key: EpochKey | null,
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
