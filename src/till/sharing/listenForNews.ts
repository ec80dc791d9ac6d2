import type { Carrier, Wanted } from '@/core/sharing/carrier'
import type { SharingFault, SharingState } from '@/core/sharing/sharingState'
import { unnamedFaultOf } from '@/storage/fault'
import { laneOf } from './askedLanes'
import type { OpenSharing } from './group'

interface Listening {
  isOver: () => boolean
  /** There is something to fetch. */
  onNews: () => void
  onFault: (fault: SharingState['fault']) => void
}

const PAUSE_MS = 400
/** A carrier that holds no answer back is asked this often. */
const POLL_MS = 3_000

/**
 * Asks a carrier for answers that it holds back until there is something new, which is then for the
 * exchange to fetch: nothing is written here. While `mayAsk` is false, the exchange is at it.
 */
export async function listenForNews(
  listenTo: ListenTo,
  { isOver, onNews, onFault }: Listening,
  mayAsk: () => boolean,
): Promise<void> {
  // What was told before and could not be taken is told again each time: it is no news.
  let told = ''
  while (!isOver()) {
    let pauseMs = PAUSE_MS
    if (mayAsk()) {
      try {
        const news = await newsOf(listenTo)
        if (isOver()) return
        if (news.fault) onFault({ kind: 'carrier', cause: news.fault })
        else if (news.text === '' || news.text === told) pauseMs = news.isHeldBack ? 0 : POLL_MS
        else onNews()
        told = news.text
      } catch (error) {
        onFault(keptNothing(error))
      }
    }
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
}

interface ListenTo {
  sharing: OpenSharing
  /** The carrier now: the shop's mailbox changes. Null before the first exchange. */
  carrier: () => Carrier | null
  waitSeconds: number
}

/** Heads that a carrier tells of and this device has not, as a text; empty for none. */
async function newsOf({ sharing, carrier, waitSeconds }: ListenTo) {
  const have = await placesOf(sharing)
  const askedAt = performance.now()
  const now = carrier()
  if (!now) return { fault: null, text: '', isHeldBack: false }
  const answer = await now.swap({ have, blocks: [], waitSeconds })
  const isHeldBack = performance.now() - askedAt > (waitSeconds * 1_000) / 2
  if (!answer.ok) return { fault: answer.fault.cause, text: '', isHeldBack }
  // What was exchanged meanwhile is no news.
  const known = new Map((await placesOf(sharing)).map(one => [laneOf(one), one.next]))
  const news = answer.value.heads.filter(one => (known.get(laneOf(one)) ?? 0) <= one.head)
  return { fault: null, text: news.map(one => `${laneOf(one)}/${one.head}`).join(' '), isHeldBack }
}

/** What this device has of each lane, its own included. */
async function placesOf({ store, keys: { device } }: OpenSharing): Promise<Wanted[]> {
  const own = (await store.ownLanes()).map(({ lane, next }) => ({ device, lane, next }))
  const others = (await store.knownStreams()).map(({ device: of, lane, next }) => {
    return { device: of, lane, next }
  })
  return [...own, ...others]
}

/**
 * The state that an error leaves: its name is told, nothing that it holds. What is no refusal of the
 * disk is a mistake of the till, and is reported as one: sharing stands still, and selling goes on.
 */
export function keptNothing(error: unknown): SharingFault {
  if (!unnamedFaultOf(error)) reportError(error)
  return { kind: 'kept-nothing', detail: error instanceof Error ? error.name : 'Error' }
}
