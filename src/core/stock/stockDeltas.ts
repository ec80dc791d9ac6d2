import { isSale, type JournalEntry } from '@/core/journal/journal'
import { spaceOf, type Space } from '@/core/journal/space'

/** What an entry changes of an article's stock, in thousandths; below zero takes away. */
export interface StockDelta {
  articleId: string
  /** As it was sold, for whoever reads what still waits. */
  name: string
  deltaMilli: number
}

/** A write of the shop's stock, written down before it leaves. */
export interface StockWrite {
  deltaPieces: number
  fromPieces: number
  toPieces: number
  /** Last line of the shop's orders before its stock was read; null where the key may not. */
  lastOrderLine: number | null
  at: string
}

/** Why a change of stock waits for a person. */
export type StockConflictReason =
  /** The shop then had something else than what was written. */
  | 'differs'
  /** An online order of that article came while its stock was being written. */
  | 'online-order'
  /** The line was cut or the till was closed: nobody knows whether it was written. */
  | 'unconfirmed'
  /** The answer came after this till's turn was over. */
  | 'out-of-turn'
  /** The shop has no stock of that article, or more than one. */
  | 'no-row'
  /** The article has combinations since: its own row is only their sum. */
  | 'total-row'
  /** The shop refused that write. */
  | 'refused'
  /** Its stock changed by neither this till nor an online order: another till may write it. */
  | 'another-writer'

export interface StockConflict {
  reason: StockConflictReason
  /** What was not told to the shop; 0 where all was, and only the quantity is to be checked. */
  deltaPieces: number
  /** What the till expected the shop to have, and what it had; null where it is not known. */
  expectedPieces: number | null
  seenPieces: number | null
  at: string
}

/** What is still to be told to the shop of one article. */
export interface StockToSend {
  /** Address of the shop, and its number in a multistore: other shops have other articles. */
  shop: string
  articleId: string
  name: string
  waitingMilli: number
  writing: StockWrite | null
  conflicts: StockConflict[]
  sentAt: string | null
  /** What the shop had after the last write that was verified. */
  leftPieces: number | null
  /** Since then; null where this till does not follow what others do to that article. */
  followed: StockFollowed | null
}

/** How a till that believes to be alone follows an article after a write of its own. */
export interface StockFollowed {
  /** Last line of the shop's orders that `leftPieces` counts. */
  lastOrderLine: number
  /** When it is looked at once more, written or not; null once that is done. */
  lookAgainAt: string | null
}

/** Two tills that write the same quantity at once are told apart by what each sells later. */
const LOOK_AGAIN_MS = { least: 120_000, spread: 120_000 }
/** So soon after a write, more pieces are another till's writing; later, goods that came in. */
const COULD_BE_A_WRITE_MS = 600_000

/** When an article is looked at once more, `random` from 0 to 1 after it was written at `at`. */
export function lookAgainAt(at: string, random: number): string {
  const { least, spread } = LOOK_AGAIN_MS
  return new Date(Date.parse(at) + least + spread * random).toISOString()
}

/**
 * Whether what the shop has is what this till left there, less what was sold online since. Where
 * it is not, someone else writes that stock, and a change may be lost: of two tills that read
 * the same quantity and write it at the same instant, neither can see it by that quantity, but
 * each sees the other's next sale.
 */
export function isExplained(
  { leftPieces, sentAt }: Pick<StockToSend, 'leftPieces' | 'sentAt'>,
  seenPieces: number,
  soldOnline: number,
  at: string,
): boolean {
  if (leftPieces === null || sentAt === null) return true
  const expected = leftPieces - soldOnline
  if (seenPieces <= expected) return seenPieces === expected
  return Date.parse(at) - Date.parse(sentAt) > COULD_BE_A_WRITE_MS
}

const SHOP_ARTICLE = /^ps-(\d+)(?:-(\d+))?$/

/** Ids of the shop's row of stock; null for articles of the till's own. 0: no combination. */
export function stockRowOf(articleId: string): { productId: number; combinationId: number } | null {
  const [, product, combination = '0'] = SHOP_ARTICLE.exec(articleId) ?? []
  return product === undefined
    ? null
    : { productId: Number(product), combinationId: Number(combination) }
}

/**
 * What an entry changes of the shop's stock: goods sold at the counter lower it, goods given
 * back raise it. Online sales never count, as the shop lowers its own; nor do lessons, shipping
 * and articles the shop does not have. In the demo's books (`space`) lessons are the sales.
 */
export function stockDeltasOf(entry: JournalEntry, space: Space): StockDelta[] {
  if (!isSale(entry) || spaceOf(entry) !== space || entry.event.channel === 'web') return []
  const merged = new Map<string, StockDelta>()
  for (const { articleId, kind, name, quantityMilli } of entry.event.lines) {
    if (kind !== 'goods' || stockRowOf(articleId) === null) continue
    const before = merged.get(articleId)?.deltaMilli ?? 0
    merged.set(articleId, { articleId, name, deltaMilli: before - quantityMilli })
  }
  return [...merged.values()].filter(delta => delta.deltaMilli !== 0)
}

/** The whole pieces in a quantity: a shop counts no part of one. The rest goes on waiting. */
export function wholePieces(waitingMilli: number): number {
  // `+ 0` makes a plain zero of minus zero.
  return Math.trunc(waitingMilli / 1000) + 0
}

/**
 * What came of a write that the shop accepted, by what it has now (`seenPieces`) and by the
 * pieces sold online since just before it was read (null where the key may not read them).
 *
 * A shop that lost exactly these pieces is as it should be. One that still has what was
 * written although pieces were sold online lost a sale, or was read after it: not known.
 */
export function isAsWritten(
  { toPieces }: StockWrite,
  seenPieces: number,
  soldOnline: number | null,
): boolean {
  return seenPieces === toPieces - (soldOnline ?? 0)
}

/**
 * Whether a write whose answer never came was made. It is only told where nothing else could
 * have written the same: the key shows online orders, and this till is alone (`isAlone`).
 */
export function outcomeOfInterrupted(
  write: StockWrite,
  seenPieces: number,
  soldOnline: number | null,
  isAlone: boolean,
): 'written' | 'not-written' | 'unknown' {
  if (soldOnline === null || !isAlone) return 'unknown'
  if (isAsWritten(write, seenPieces, soldOnline)) return 'written'
  // Written, then overwritten or overwriting: an order in between may look like nothing written.
  const mayBeWritten = seenPieces <= write.toPieces && seenPieces >= write.toPieces - soldOnline
  const isAsBefore = seenPieces === write.fromPieces - soldOnline
  return isAsBefore && !mayBeWritten ? 'not-written' : 'unknown'
}
