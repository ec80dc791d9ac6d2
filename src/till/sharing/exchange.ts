import { LANES, readBlock, type Lane } from '@/core/sharing/block'
import type { Carrier, CarrierFault, StreamHead, Swapped } from '@/core/sharing/carrier'
import { hasUnlisted, inOrder, laneOf, Skipped, withUnread } from './askedLanes'
import { shopOf, tendEpochs } from './rotate'
import { sayOwn, type Sharing } from './sayOwn'
import { everything, lackingOf, wantedOf, type Gives } from './log/lackingOf'
import type { TamperedEntry } from './log/sortRecords'
import { hasWritten, takeBlock, type TakenBlock } from './takeBlock'

/** What an exchange with a carrier came to. */
export interface Exchange {
  /** Why it ended early; what was taken until then is kept. */
  fault: CarrierFault | null
  /** This device was put out: it sells no more, and says so. */
  isRemoved: boolean
  /** Another device writes in this one's name: its profile was copied, or put back. */
  isCopied: boolean
  /** Devices of which two blocks with one number are known. */
  forked: readonly string[]
  /** Blocks that no member wrote, or that cannot be read (yet), by device. */
  refused: readonly Refused[]
  tampered: readonly TamperedEntry[]
  /** Articles that other devices changed on this till. */
  articles: readonly ChangedArticle[]
  takenCount: number
  /** What the carrier holds in the end. */
  heads: readonly StreamHead[]
}

/** An article, and the device that changed it. */
export interface ChangedArticle {
  device: string
  articleId: string
}

interface Ongoing extends Exchange {
  forked: string[]
  refused: Refused[]
  tampered: TamperedEntry[]
  articles: ChangedArticle[]
}

/** What an exchange came to before anything passed. */
export const nothingExchanged = (fault: CarrierFault | null = null): Ongoing => ({
  fault,
  isRemoved: false,
  isCopied: false,
  forked: [],
  refused: [],
  tampered: [],
  articles: [],
  takenCount: 0,
  heads: [],
})

/** A block that was not taken, and why. */
interface Refused {
  device: string
  lane: Lane
  seq: number
  outcome: TakenBlock
}

/**
 * Brings a device and a carrier to the same blocks: says what is to be said, takes what is new, and
 * puts what the carrier lacks, also of others, since a carrier may forget. It may be stopped
 * anywhere, and begun again.
 */
export async function exchange(
  sharing: Sharing,
  carrier: Carrier,
  waitSeconds = 0,
  gives: Gives = everything,
): Promise<Exchange> {
  const done = await exchangeAll(sharing, carrier, waitSeconds, gives)
  const { roster } = await shopOf(sharing)
  const own = roster.find(({ device }) => device === sharing.keys.device)
  return { ...done, isRemoved: own !== undefined && own.removal !== null }
}

async function exchangeAll(
  sharing: Sharing,
  carrier: Carrier,
  waitSeconds: number,
  gives: Gives,
): Promise<Exchange> {
  const ongoing: Ongoing = nothingExchanged()
  let given: Uint8Array[] = []
  let wait = waitSeconds
  let heldCount = -1
  const skipped = new Skipped()
  for (let isOver = false; !isOver;) {
    await tendEpochs(sharing)
    await sayOwn(sharing)
    const have = skipped.over(withUnread(await wantedOf(sharing), ongoing.heads))
    const answer = await carrier.swap({ have, blocks: given, waitSeconds: wait })
    if (!answer.ok) return { ...ongoing, fault: answer.fault }
    const { heads, results, blocks } = answer.value
    ongoing.heads = heads
    ongoing.isCopied ||= await isCopied(sharing, given, answer.value)
    // What it writes from now on would be in the place of what another wrote in its name.
    if (ongoing.isCopied) return ongoing
    await noteForks(sharing, heads, ongoing)
    const before = ongoing.takenCount
    const refused = await takeAll(sharing, blocks, ongoing)
    const isProgress = ongoing.takenCount > before
    // What was refused before is asked for again, and may be let in now.
    ongoing.refused = isProgress ? refused : withoutTwins([...ongoing.refused, ...refused])
    const isWorthAsking = skipped.note(isProgress, refused, answer.value)
    if (ongoing.isCopied) return ongoing
    if (results.includes('full')) {
      return { ...ongoing, fault: { cause: 'full', detail: 'the mailbox is full' } }
    }
    // Only a carrier that goes on is gone on with: it may lie about what it keeps.
    const countNow = heads.reduce((sum, { head }) => sum + head + 1, 0)
    given = countNow > heldCount ? await lackingOf(sharing, heads, gives) : []
    heldCount = countNow
    wait = 0
    isOver = given.length === 0 && !isWorthAsking && !hasUnlisted(have, heads)
  }
  return ongoing
}

/** Takes blocks; those that wait for others of them, again, once these were taken. */
async function takeAll(
  sharing: Sharing,
  blocks: readonly Uint8Array[],
  ongoing: Ongoing,
): Promise<Refused[]> {
  // In order: where a base begins, what is before it comes first if it is there at all.
  let left: readonly Uint8Array[] = inOrder(blocks)
  let waiting: Refused[] = []
  const refusedNow: Refused[] = []
  let isProgress = true
  while (isProgress && left.length > 0) {
    const before = ongoing.takenCount
    const again: Uint8Array[] = []
    waiting = []
    for (const bytes of left) {
      const refused = await take(sharing, bytes, ongoing)
      if (refused?.outcome === 'stranger' || refused?.outcome === 'gap') {
        again.push(bytes)
        waiting.push(refused)
      } else if (refused) refusedNow.push(refused)
    }
    left = again
    isProgress = ongoing.takenCount > before
  }
  return [...refusedNow, ...waiting]
}

/** Refused blocks by their place, once. */
function withoutTwins(refused: readonly Refused[]): Refused[] {
  const byPlace = new Map(refused.map(one => [`${laneOf(one)}/${one.seq}`, one]))
  return [...byPlace.values()]
}

/** Takes a block; returns why it was refused, if it was. */
async function take(
  sharing: Sharing,
  bytes: Uint8Array,
  ongoing: Ongoing,
): Promise<Refused | undefined> {
  const { outcome, tampered, articleIds, isHeard } = await takeBlock(sharing, bytes)
  ongoing.tampered.push(...tampered)
  if (outcome === 'taken' || isHeard) ongoing.takenCount += 1
  if (outcome === 'copied') ongoing.isCopied = true
  const block = readBlock(bytes)
  const from = block?.device ?? ''
  ongoing.articles.push(...articleIds.map(articleId => ({ device: from, articleId })))
  if (['taken', 'known', 'copied'].includes(outcome)) return undefined
  const { device = '', lane = LANES.journal, seq = 0 } = block ?? {}
  if (outcome === 'forked' && !ongoing.forked.includes(device)) ongoing.forked.push(device)
  return { device, lane, seq, outcome }
}

/** A carrier that holds another block of a device, in the place of one that is held here. */
async function noteForks(
  { store, keys }: Sharing,
  heads: readonly StreamHead[],
  { forked }: Ongoing,
): Promise<void> {
  for (const { device, lane, head, hash } of heads) {
    if (device === keys.device || forked.includes(device)) continue
    const kept = await store.hashAt({ device, lane, next: head })
    if (kept !== undefined && kept !== hash) forked.push(device)
  }
}

/** Whether a carrier holds blocks of this device that it did not write. */
async function isCopied(
  sharing: Sharing,
  given: readonly Uint8Array[],
  { heads, results }: Swapped,
): Promise<boolean> {
  const own = sharing.keys.device
  const isOwn = (bytes: Uint8Array | undefined) =>
    bytes !== undefined && readBlock(bytes)?.device === own
  if (results.some((result, index) => result === 'other' && isOwn(given[index]))) return true
  for (const { device, lane, head, hash } of heads) {
    if (device !== own) continue
    if (!(await hasWritten(sharing, { lane, seq: head, hash }))) return true
  }
  return false
}
