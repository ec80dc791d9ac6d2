import { isSale, type JournalEntry } from '@/core/journal/journal'
import { spaceOf, type Space } from '@/core/journal/space'
import { MAX_PIECES } from '@/core/ticket/lines'

/** Stock change of an article by one entry, in thousandths; below zero when it was sold. */
export interface StockDelta {
  articleId: string
  /** Name of the article when it was sold, for the list of waiting changes. */
  name: string
  deltaMilli: number
}

/** A write of the shop's stock, stored before it is sent. */
export interface StockWrite {
  deltaPieces: number
  fromPieces: number
  toPieces: number
  /**
   * Id of the last order line (order_details) before the stock was read; null when the key may not
   * read orders.
   */
  lastOrderLine: number | null
  at: string
  /** Sales of components that a pack's write follows; only in a write without pieces of its own. */
  componentSales?: StockToSend['componentSales']
}

/** Why a stock change waits for a person. */
export type StockConflictReason =
  /** After the write, the shop had another quantity than the written one. */
  | 'differs'
  /** An online order for the article arrived while its stock was being written. */
  | 'online-order'
  /**
   * The connection was lost or the till was closed: it is unknown whether the stock was written.
   */
  | 'unconfirmed'
  /** The answer came after this till's turn had ended: of a version whose tills wrote in turns. */
  | 'out-of-turn'
  /** The shop has no stock row for the article, or several. */
  | 'no-row'
  /** The article has combinations now: its own row is only their sum. */
  | 'total-row'
  /** The shop refused the write. */
  | 'refused'
  /** The stock changed, but not by this till or an online order: another till may write it. */
  | 'another-writer'
  /** The device that was to send it was put out: it is unknown whether it did. */
  | 'sender-gone'
  /** It was sold on a device that had been put out. */
  | 'seller-gone'
  /** Another device sold more of it at once than a till sells. */
  | 'unlikely'

export interface StockConflict {
  reason: StockConflictReason
  /**
   * Pieces not yet sent to the shop; 0 when all were sent and only the quantity must be checked.
   */
  deltaPieces: number
  /** Quantity the till expected in the shop, and the quantity it found; null when unknown. */
  expectedPieces: number | null
  seenPieces: number | null
  at: string
}

/** Stock changes of one article that must still be sent to the shop. */
export interface StockToSend {
  /** Address of the shop, with its number in a multistore: other shops have other articles. */
  shop: string
  articleId: string
  name: string
  waitingMilli: number
  writing: StockWrite | null
  conflicts: StockConflict[]
  sentAt: string | null
  /** Quantity in the shop after the last verified write. */
  leftPieces: number | null
  /** What was followed since that write; null when this till does not follow the article. */
  followed: StockFollowed | null
  /**
   * Of a pack: how often each of its components was sold by itself without its stock following
   * yet. Once the components' own changes are sent, it is lowered to the packs that can still be
   * made from them.
   */
  componentSales?: Readonly<Record<string, number>>
}

/** How a till follows an article after its own write. */
export interface StockFollowed {
  /** Id of the last order line that `leftPieces` takes into account. */
  lastOrderLine: number
  /** When the stock must be checked once more, written or not; null once that was done. */
  lookAgainAt: string | null
}

/** Two tills that write the same quantity at once are detected by what each sells later. */
const LOOK_AGAIN_MS = { least: 120_000, spread: 120_000 }
/** This soon after a write, more pieces mean that another till writes; later, a delivery. */
const COULD_BE_A_WRITE_MS = 600_000

/** When an article's stock is checked again after a write at `at`; `random` is from 0 to 1. */
export function lookAgainAt(at: string, random: number): string {
  const { least, spread } = LOOK_AGAIN_MS
  return new Date(Date.parse(at) + least + spread * random).toISOString()
}

/**
 * Whether the quantity in the shop is the one this till left there, less online sales since. If it
 * is not, another writer exists and a change may be lost: of two tills that read the same quantity
 * and write it at the same instant, neither can detect it by that quantity, but each detects the
 * other's next sale. More pieces long after the write count as a delivery.
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

/** Ids of PrestaShop have ten digits at most. */
const SHOP_ARTICLE = /^ps-(\d{1,10})(?:-(\d{1,10}))?$/

/**
 * Ids of an article's stock row in the shop; null for the till's own articles. Combination id 0
 * means no combination.
 */
export function stockRowOf(articleId: string): { productId: number; combinationId: number } | null {
  const [, product, combination = '0'] = SHOP_ARTICLE.exec(articleId) ?? []
  return product === undefined
    ? null
    : { productId: Number(product), combinationId: Number(combination) }
}

/**
 * Changes of the shop's stock by an entry: goods sold at the counter lower it, returned goods raise
 * it. Online sales are left out, because the shop lowers its stock itself; so are shipping,
 * articles the shop does not have, and entries of another space (training, in the shop).
 */
export function stockDeltasOf(entry: JournalEntry, space: Space): StockDelta[] {
  if (!isSale(entry) || spaceOf(entry) !== space || entry.event.channel === 'web') return []
  return mergedDeltas(
    entry.event.lines.flatMap(({ articleId, kind, name, quantityMilli }) =>
      kind === 'goods' && stockRowOf(articleId) !== null
        ? [{ articleId, name, deltaMilli: -quantityMilli }]
        : [],
    ),
  )
}

/** Changes of stock with one of each article, without those that come to nothing. */
export function mergedDeltas(changes: readonly StockDelta[]): StockDelta[] {
  const merged = new Map<string, StockDelta>()
  for (const { articleId, name, deltaMilli } of changes) {
    const before = merged.get(articleId)?.deltaMilli ?? 0
    merged.set(articleId, { articleId, name, deltaMilli: before + deltaMilli })
  }
  return [...merged.values()].filter(delta => delta.deltaMilli !== 0)
}

/** Most of an article that a till sells or takes back at once; what is more was made up. */
const MOST_AT_ONCE_MILLI = 10 * MAX_PIECES * 1000

/** Whether a till could have sold so much at once, whoever said that it did. */
export const isLikely = ({ deltaMilli }: StockDelta): boolean =>
  Math.abs(deltaMilli) <= MOST_AT_ONCE_MILLI

/** Whole pieces in a quantity, because a shop counts no fractions. The rest keeps waiting. */
export function wholePieces(waitingMilli: number): number {
  // `+ 0` turns minus zero into zero.
  return Math.trunc(waitingMilli / 1000) + 0
}

/** Whether a row has a change to send, or a write whose outcome is unknown. */
export const isToSend = ({ writing, waitingMilli, componentSales = {} }: StockToSend): boolean =>
  writing !== null || wholePieces(waitingMilli) !== 0 || Object.keys(componentSales).length > 0

/**
 * Whether the shop has the quantity it must have after a write it accepted: the written one, less
 * the pieces sold online since just before the stock was read (null when the key may not read
 * orders).
 *
 * A shop that still has exactly the written quantity although pieces were sold online has lost a
 * sale, or was read before that sale: it is not as written.
 */
export function isAsWritten(
  { toPieces }: StockWrite,
  seenPieces: number,
  soldOnline: number | null,
): boolean {
  return seenPieces === toPieces - (soldOnline ?? 0)
}

/**
 * Outcome of a write whose answer never came. It is known only when nothing else could have written
 * the same quantity: the key may read online orders, and no other device sends (`isAlone`).
 */
export function outcomeOfInterrupted(
  write: StockWrite,
  seenPieces: number,
  soldOnline: number | null,
  isAlone: boolean,
): 'written' | 'not-written' | 'unknown' {
  if (soldOnline === null || !isAlone) return 'unknown'
  if (isAsWritten(write, seenPieces, soldOnline)) return 'written'
  // The write and an order may have overwritten one another: an order in between can look as if
  // nothing was written.
  const mayBeWritten = seenPieces <= write.toPieces && seenPieces >= write.toPieces - soldOnline
  const isAsBefore = seenPieces === write.fromPieces - soldOnline
  return isAsBefore && !mayBeWritten ? 'not-written' : 'unknown'
}
