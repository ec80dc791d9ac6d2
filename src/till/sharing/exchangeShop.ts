import { givesUpTo, olderEpochs } from './beside/admittedMailboxes'
import { writingKey, type EpochKey, type KnownShop } from './epochKeys'
import { exchange, nothingExchanged, type Exchange } from './exchange'
import { paperMailboxOf } from './paperKeys'
import { mayManage, shopOf } from './rotate'
import type { Sharing } from './sayOwn'
import { LANES } from '@/core/sharing/block'
import type { Carried } from '@/core/sharing/carrier'
import type { MailboxServer } from '@/core/sharing/mailboxServer'

export interface ShopExchange extends Exchange {
  /** The mailbox that the shop uses now, as far as this device knows; null before it has a secret. */
  mailbox: string | null
}

export interface ExchangeOptions {
  waitSeconds?: number
  /** Also leaves what the paper key needs, once a day and whenever the secret changed. */
  isPaperDue?: boolean
}

/**
 * Brings this device and a server to the same blocks. The mailbox changes with the secret of the
 * shop: a device that was away finds the next one by what is in the one before, through as many as
 * there were. In a mailbox that the shop moved from, nothing is left that was sealed since.
 */
export async function exchangeShop(
  sharing: Sharing,
  server: MailboxServer,
  { waitSeconds = 0, isPaperDue = false }: ExchangeOptions = {},
): Promise<ShopExchange> {
  const visited = new Set<string>()
  let total: Exchange = nothingExchanged()
  let shop = await shopOf(sharing)
  for (let key = writingKey(shop); key && !visited.has(key.mailbox); key = writingKey(shop)) {
    visited.add(key.mailbox)
    // The last one is waited in: what is new comes there.
    const done = await visit(sharing, server, { shop, key, waitSeconds })
    total = joined(total, done)
    if (done.isCopied) return { ...total, mailbox: key.mailbox }
    shop = await shopOf(sharing)
    if (done.fault) break
  }
  for (const older of olderEpochs(sharing, shop)) {
    if (visited.has(older.mailbox)) continue
    visited.add(older.mailbox)
    const done = await exchange(sharing, server.carrier(older.mailbox), 0, givesUpTo(older.epoch))
    // It may have expired: that is no fault of the exchange.
    total = joined({ ...done, fault: null }, total)
  }
  if (isPaperDue) total = joined(await leaveForPaper(sharing, server, shop), total)
  shop = await shopOf(sharing)
  const now = writingKey(shop)
  if (now && !visited.has(now.mailbox) && !total.fault && !total.isCopied) {
    return joinedShop(total, await exchangeShop(sharing, server, { waitSeconds: 0 }))
  }
  return { ...total, mailbox: now?.mailbox ?? null }
}

async function visit(
  sharing: Sharing,
  server: MailboxServer,
  { shop, key, waitSeconds }: { shop: KnownShop; key: EpochKey; waitSeconds: number },
): Promise<Exchange> {
  const previous = previousOf(shop, key)
  if (previous) {
    // Opened before anything tells of it in the one before: who was put out cannot be in its way.
    const opened = await openAfter(sharing, server, { shop, key, previous })
    if (!opened.ok) return nothingExchanged(opened.fault)
  }
  return exchange(sharing, server.carrier(key.mailbox), waitSeconds)
}

/**
 * Makes the mailbox of an epoch for the one before. Where that one is not there either, as the secret
 * was changed several times far from the network, each is made for the one before it.
 */
async function openAfter(
  sharing: Sharing,
  server: MailboxServer,
  { shop, key, previous }: { shop: KnownShop; key: EpochKey; previous: EpochKey },
): Promise<Carried<true>> {
  let opened = await server.open(key.mailbox, previous.mailbox)
  const older = olderEpochs(sharing, shop).filter(({ id }) => id !== key.id)
  const isRefused = !opened.ok && opened.fault.cause === 'refused'
  if (!isRefused || older.length < 2) return opened
  const inOrder = [...older.toReversed(), key]
  for (const [at, from] of inOrder.entries()) {
    const to = inOrder[at + 1]
    if (to) opened = await server.open(to.mailbox, from.mailbox)
    // One that it moved from long ago may be forgotten; no other fault goes away by going on.
    if (!opened.ok && opened.fault.cause !== 'refused') break
  }
  return opened
}

/** The epoch before one, whose mailbox it moved from. */
const previousOf = ({ epochs }: KnownShop, { id }: EpochKey) => {
  const at = epochs.findIndex(one => one.id === id)
  return at === -1 ? undefined : epochs[at + 1]
}

/**
 * Leaves the lanes of keys where the paper key looks: each new secret is sealed to it there, and
 * nothing else. Only devices that manage do.
 */
async function leaveForPaper(
  sharing: Sharing,
  server: MailboxServer,
  shop: KnownShop,
): Promise<Exchange> {
  const first = shop.epochs.find(({ by }) => by === shop.paperKey)
  if (!first || !mayManage(sharing, shop)) return nothingExchanged()
  const mailbox = await paperMailboxOf(first.secret)
  const opened = await server.keepBeside(mailbox, writingKey(shop)?.mailbox ?? first.mailbox)
  if (!opened.ok) return nothingExchanged(opened.fault)
  return exchange(sharing, server.carrier(mailbox), 0, ({ lane }) => lane === LANES.keys)
}

/** What two exchanges came to; what is held and was refused, of the later one. */
const joined = (before: Exchange, after: Exchange): Exchange => ({
  fault: before.fault ?? after.fault,
  isRemoved: after.isRemoved || before.isRemoved,
  isCopied: before.isCopied || after.isCopied,
  forked: [...new Set([...before.forked, ...after.forked])],
  refused: after.refused,
  tampered: [...before.tampered, ...after.tampered],
  articles: [...before.articles, ...after.articles],
  takenCount: before.takenCount + after.takenCount,
  heads: after.heads,
})
const joinedShop = (before: Exchange, after: ShopExchange): ShopExchange => ({
  ...joined(before, after),
  mailbox: after.mailbox,
})
