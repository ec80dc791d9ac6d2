import { isSale, type JournalEntry } from './journal'

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

export interface StockConflict {
  reason: StockConflictReason
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
 * and articles the shop does not have. In the demo's books (`ofLessons`) lessons are the sales.
 */
export function stockDeltasOf(entry: JournalEntry, ofLessons: boolean): StockDelta[] {
  if (!isSale(entry) || entry.training !== ofLessons || entry.event.channel === 'web') return []
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
