import type { TillContext } from '@/till/context'
import { erasuresUnread } from '@/core/sharing/erasures'
import {
  changedOf,
  heardOf,
  NOT_SHARED_YET,
  sentOf,
  shopDevicesOf,
  type SharingState,
} from '@/core/sharing/sharingState'
import { readErasures } from '@/storage/sharing/erasures'
import { watchShared } from '@/storage/sharing/watchShared'
import { makeAcknowledger } from './acknowledge'
import type { CatalogueTurn } from './catalogueTurn'
import { followTakenTickets } from './claims/claimTicket'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { exchangeShop, type ShopExchange } from './exchangeShop'
import { readGroup, type OpenSharing } from './group'
import { renewBase } from './renewBase'
import { lackingSince } from './lacking'
import { keptNothing, listenForNews } from './listenForNews'
import { followStanding } from './mayStillSell'
import { shopOf } from './rotate'
import { makeWaker } from './waker'
import { followStock } from '@/till/stock/followStock'

export interface SharingLoop {
  /** Exchanges now, or once the exchange under way is over. */
  exchangeSoon: () => void
  /** Resolves once nothing is under way. */
  stop: () => Promise<void>
  /** Resolves when it was stopped, or may not go on under a name that another uses. */
  over: Promise<void>
}

export interface SharingLoopOptions {
  sharing: OpenSharing
  server: MailboxServer
  onState: (state: SharingState) => void
  /** How long a carrier may hold an answer back, in seconds; 0 asks it for none. */
  waitSeconds?: number
  /** Runs a step when nothing else of this device exchanges, in any tab. */
  inTurn?: InTurn
  /** The shop as devices read it; undefined in a test of the rest. */
  catalogue?: CatalogueTurn
}
export type InTurn = <T>(step: () => Promise<T>) => Promise<T>

/** Changes that come together are said together. */
const GATHER_MS = 200
const LONG_ANSWER_SECONDS = 25
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000
/** What the paper key needs is left once a day, and when the shop's secret changed. */
const PAPER_EVERY_MS = 24 * 60 * 60_000

/**
 * Keeps a device and the shop's mailbox at the same blocks: after each change or sale here, as soon
 * as the server tells of something new, and again after a failure, ever more rarely. Nothing of the
 * till waits for it; what goes wrong is a state, never an exception.
 */
export function startSharing(
  context: TillContext,
  {
    sharing,
    server,
    onState,
    waitSeconds = LONG_ANSWER_SECONDS,
    inTurn = step => step(),
    catalogue,
  }: SharingLoopOptions,
): SharingLoop {
  const waker = makeWaker()
  const exchanger = makeExchanger(context, { sharing, server, catalogue }, waker.want)
  let isStopped = false
  let retryMs = FIRST_RETRY_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  const isCopied = () => exchanger.state().fault?.kind === 'copied'

  async function exchangeOnce(): Promise<void> {
    isStopped ||= !(await isStillOf(context, sharing))
    if (isStopped) return
    await exchanger.exchange()
    onState(exchanger.state())
    if (exchanger.state().fault === null) retryMs = FIRST_RETRY_MS
    else {
      clearTimeout(timer)
      timer = setTimeout(waker.want, retryMs)
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    }
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      if (waker.taken()) {
        await inTurn(exchangeOnce)
        // Under another's name nothing is written until the device has begun anew.
        if (isStopped || isCopied()) return
      }
      await waker.pause(waitSeconds * 1_000)
      await new Promise(resolve => setTimeout(resolve, isStopped ? 0 : GATHER_MS))
    }
  }

  const stopWatching = [
    watchShared(context.tillDb, waker.want),
    ...(catalogue ? [catalogue.watch(waker.want)] : []),
  ]
  const over = run()
  if (waitSeconds > 0) {
    void listenForNews(
      { sharing, carrier: exchanger.carrier, waitSeconds },
      {
        isOver: () => isStopped || isCopied(),
        onNews: waker.want,
        onFault(fault) {
          exchanger.note(fault)
          waker.want()
        },
      },
      () => exchanger.state().fault === null && exchanger.state().sharedAt !== null,
    )
  }
  return {
    exchangeSoon: waker.want,
    over,
    async stop() {
      isStopped = true
      stopWatching.forEach(stop => stop())
      clearTimeout(timer)
      waker.want()
      // An answer that is held back is waited for by nobody.
      await over
    },
  }
}

/** Exchanges with a server, and keeps how far it came. What goes wrong is a state, never an exception. */
function makeExchanger(
  context: TillContext,
  { sharing, server, catalogue }: Pick<SharingLoopOptions, 'sharing' | 'server' | 'catalogue'>,
  /** There is something to pass on. */
  onSaid: () => void,
) {
  const acknowledge = makeAcknowledger(sharing)
  let state = NOT_SHARED_YET
  let mailbox: string | null = null
  let paperLeft: { mailbox: string | null; atMs: number } = { mailbox, atMs: 0 }

  return {
    state: () => state,
    note: (fault: SharingState['fault']) => void (state = { ...state, fault }),
    /** The carrier of the shop's mailbox; null before the first exchange. */
    carrier: () => (mailbox === null ? null : server.carrier(mailbox)),

    async exchange(): Promise<void> {
      const nowMs = Date.now()
      const isPaperDue = paperLeft.mailbox !== mailbox || nowMs - paperLeft.atMs > PAPER_EVERY_MS
      try {
        await catalogue?.say()
        await renewBase(context, sharing)
        const done = await exchangeShop(sharing, server, { isPaperDue })
        if (isPaperDue && !done.fault) paperLeft = { mailbox: done.mailbox, atMs: nowMs }
        ;({ mailbox } = done)
        state = await stateAfter(context, sharing, done, state)
        await followOwn(context, sharing)
        await followTakenTickets(context, sharing)
        if (!done.isCopied) await followStock(context, sharing, !done.fault)
        if (!done.fault && !done.isRemoved && (await acknowledge(nowMs))) onSaid()
        await catalogue?.take()
      } catch (error) {
        state = { ...state, fault: keptNothing(error) }
      }
    },
  }
}

/** False where it left these others, or is another of them since, in another tab. */
const isStillOf = async (context: TillContext, { keys }: OpenSharing): Promise<boolean> =>
  (await readGroup(context))?.keys.device === keys.device

/** Sells, or no more, as the shop's devices say. */
async function followOwn(context: TillContext, sharing: OpenSharing): Promise<void> {
  const { roster } = await shopOf(sharing)
  const { device } = sharing.keys
  await followStanding(
    context,
    roster.find(one => one.device === device),
  )
}

/** The state that an exchange leaves. */
async function stateAfter(
  context: TillContext,
  sharing: OpenSharing,
  done: ShopExchange,
  before: SharingState,
): Promise<SharingState> {
  const { tillDb, tillCode, now } = context
  const { device } = sharing.keys
  const head = await tillDb.heads.get(tillCode)
  const last = head ? { till: head.till, number: head.number } : null
  const fault = done.isCopied
    ? ({ kind: 'copied' } as const)
    : done.fault && ({ kind: 'carrier', cause: done.fault.cause } as const)
  const isUnanswered = fault?.kind === 'carrier' && done.heads.length === 0
  const streams = await sharing.others.streams.toArray()
  const heard = heardOf(streams)
  const { roster } = await shopOf(sharing)
  return {
    ...(isUnanswered
      ? {
          sentUpTo: before.sentUpTo,
          unsentCount: (last?.number ?? 0) - (before.sentUpTo?.number ?? 0),
        }
      : sentOf(device, done.heads, await sharing.store.saidBlocks(), last)),
    devices: shopDevicesOf(roster, device, {
      heard,
      lacking: await lackingSince(context, sharing),
      unerased: erasuresUnread(await readErasures(context.tillDb), streams),
    }),
    sharedAt: fault ? before.sharedAt : now().at,
    fault,
    heard,
    forked: done.forked,
    // What comes as this device joins is no news.
    changed: before.sharedAt === null ? null : changedOf(done.articles),
    tamperedCount: before.tamperedCount + done.tampered.length,
  }
}
