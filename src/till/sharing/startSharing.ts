import type { TillContext } from '@/till/context'
import type { Carrier } from '@/core/sharing/carrier'
import { heardOf, NOT_SHARED_YET, sentOf, type SharingState } from '@/core/sharing/sharingState'
import { watchShared } from '@/storage/sharing/watchShared'
import { exchange } from './exchange'
import type { OpenSharing } from './group'
import { keptNothing, listenForNews } from './listenForNews'

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
  carrier: Carrier
  onState: (state: SharingState) => void
  /** How long a carrier may hold an answer back, in seconds; 0 asks it for none. */
  waitSeconds?: number
}

/** Changes that come together are said together. */
const GATHER_MS = 200
const LONG_ANSWER_SECONDS = 25
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000

/**
 * Keeps a device and a carrier at the same blocks: after each change or sale here, as soon as the
 * carrier tells of something new, and again after a failure, ever more rarely. Nothing of the till
 * waits for it; what goes wrong is a state, never an exception.
 */
export function startSharing(
  context: TillContext,
  { sharing, carrier, onState, waitSeconds = LONG_ANSWER_SECONDS }: SharingLoopOptions,
): SharingLoop {
  let state = NOT_SHARED_YET
  let [isStopped, isWanted, retryMs] = [false, true, FIRST_RETRY_MS]
  let wake: () => void = () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function exchangeSoon(): void {
    isWanted = true
    wake()
  }

  /** Until something is wanted, or a time is over. */
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timeout = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timeout)
        resolve()
      }
      if (isWanted || isStopped) wake()
    })

  async function exchangeOnce(): Promise<void> {
    isWanted = false
    state = await stateAfter(context, sharing, carrier, state)
    onState(state)
    const isFine = state.fault === null
    if (isFine) retryMs = FIRST_RETRY_MS
    else {
      clearTimeout(timer)
      timer = setTimeout(exchangeSoon, retryMs)
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    }
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      if (isWanted) await exchangeOnce()
      // Under another's name nothing is written until the device has begun anew.
      if (state.fault?.kind === 'copied') return
      await pause(waitSeconds * 1_000)
      if (isWanted) await new Promise(resolve => setTimeout(resolve, GATHER_MS))
    }
  }

  const stopWatching = watchShared(context.tillDb, exchangeSoon)
  const over = run()
  if (waitSeconds > 0) {
    const onFault = (fault: SharingState['fault']) => {
      state = { ...state, fault }
      exchangeSoon()
    }
    void listenForNews(
      { sharing, carrier, waitSeconds },
      { isOver: () => isStopped || state.fault?.kind === 'copied', onNews: exchangeSoon, onFault },
      () => state.fault === null && state.sharedAt !== null,
    )
  }
  return {
    exchangeSoon,
    over,
    async stop() {
      isStopped = true
      stopWatching()
      clearTimeout(timer)
      wake()
      // An answer that is held back is waited for by nobody.
      await over
    },
  }
}

/** One exchange, and the state it leaves. */
async function stateAfter(
  { tillDb, tillCode, now }: TillContext,
  sharing: OpenSharing,
  carrier: Carrier,
  before: SharingState,
): Promise<SharingState> {
  try {
    const done = await exchange(sharing, carrier)
    const head = await tillDb.heads.get(tillCode)
    const blocks = await sharing.store.saidBlocks()
    const last = head ? { till: head.till, number: head.number } : null
    const fault = done.isCopied
      ? ({ kind: 'copied' } as const)
      : done.fault && ({ kind: 'carrier', cause: done.fault.cause } as const)
    const isUnanswered = fault?.kind === 'carrier' && done.heads.length === 0
    return {
      ...(isUnanswered
        ? {
            sentUpTo: before.sentUpTo,
            unsentCount: (last?.number ?? 0) - (before.sentUpTo?.number ?? 0),
          }
        : sentOf(sharing.keys.device, done.heads, blocks, last)),
      sharedAt: fault ? before.sharedAt : now().at,
      fault,
      heard: heardOf(await sharing.others.streams.toArray()),
      forked: done.forked,
      tamperedCount: before.tamperedCount + done.tampered.length,
    }
  } catch (error) {
    return { ...before, fault: keptNothing(error) }
  }
}
