import type { TillContext } from '@/till/context'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { MOST_WRONG_DIGITS, pairingText, type HostState } from '@/core/sharing/pairing'
import type { OpenSharing } from '@/till/sharing/group'
import type { Role } from '@/till/sharing/letIn'
import { meetingMailbox, meetingOver, type Meeting } from './meeting'
import { afterEvent, beginPairing, hearGuest, welcomeGuest, type HostedPairing } from './pairHost'
import type { InTurn } from '@/till/sharing/startSharing'

/** A pairing as the device that lets another in shows it. */
export type HostedView =
  /** `code`: what the QR code says. */
  | { at: 'waiting'; code: string; endsAtMs: number }
  | { at: 'comparing'; name: string; triesLeft: number; endsAtMs: number }
  | { at: 'joined'; name: string; letter: string | null }
  | { at: 'over'; why: 'too-late' | 'wrong-digits' | 'unreadable' | 'cancelled' | 'unreachable' }

export interface Hosting {
  typed: (digits: string) => void
  cancel: () => void
  /** Resolves once it is over, whichever way. */
  over: Promise<void>
}

export interface HostingOptions {
  sharing: OpenSharing
  server: ReachedServer
  /** The mailbox that the shop uses now. */
  mailbox: string
  role: Role
  /** Till codes known of here, which are never given again. */
  alsoUsed: readonly string[]
  inTurn: InTurn
  onView: (view: HostedView) => void
}

const LOOK_MS = 700

/** Lets a device in, from the code on the screen to the welcome. */
export function hostDevice(context: Pick<TillContext, 'now'>, options: HostingOptions): Hosting {
  const { sharing, server, mailbox, role, alsoUsed, inTurn, onView } = options
  const now = () => new Date(context.now().at).toISOString()
  let pairing = beginPairing({ keys: sharing.keys, now }, sharing.group.address)
  let wake: () => void = () => undefined

  function become(next: HostedPairing): void {
    const before = pairing.state
    pairing = next
    if (next.state !== before) onView(viewOf(next))
  }

  const isEnded = () => pairing.state.at === 'agreed' || pairing.state.at === 'over'

  async function run(): Promise<void> {
    const { secret } = pairing.code
    const place = meetingMailbox(secret)
    const opened = await server.meet(place, mailbox)
    if (!opened.ok && !isEnded()) return onView({ at: 'over', why: 'unreachable' })
    // It may have been cancelled meanwhile.
    if (!isEnded()) onView(viewOf(pairing))
    const meeting = await meetingOver(server.carrier(place), secret)
    while (!isEnded()) {
      const before = pairing
      const heard = await hearGuest(before, meeting, now)
      // What somebody typed or cancelled meanwhile holds: what was heard is heard again.
      if (pairing === before) become(heard)
      if (isEnded()) break
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, LOOK_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    if (pairing.state.at === 'agreed') await welcome(meeting)
  }

  /** Until the welcome is there: its answer may be lost. */
  async function welcome(meeting: Meeting): Promise<void> {
    const { state } = pairing
    if (state.at !== 'agreed') return
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const done = await inTurn(() => welcomeGuest(sharing, pairing, meeting, role, alsoUsed))
      if (done) return onView({ at: 'joined', name: done.name, letter: done.letter })
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
    }
    onView({ at: 'over', why: 'unreachable' })
  }

  let stop: () => void = () => undefined
  const cancelled = new Promise<void>(resolve => (stop = resolve))
  const heard = (event: Parameters<typeof afterEvent>[1]) => {
    become(afterEvent(pairing, event, now))
    wake()
  }
  return {
    typed: digits => heard({ kind: 'typed', digits }),
    cancel() {
      heard({ kind: 'cancelled' })
      // Nobody waits for an answer that is under way; a device that was agreed on is let in.
      if (pairing.state.at === 'over') stop()
    },
    over: Promise.race([run(), cancelled]),
  }
}
const MOST_TRIES = 20

function viewOf({ state, code }: HostedPairing): HostedView {
  switch (state.at) {
    case 'waiting':
      return { at: 'waiting', code: pairingText(code), endsAtMs: state.endsAtMs }
    case 'comparing':
      return comparing(state)
    case 'agreed':
      // Until the welcome was left, the digits are what was last done.
      return { at: 'comparing', name: state.hello.name, triesLeft: MOST_WRONG_DIGITS, endsAtMs: 0 }
    case 'over':
      return state
  }
}

const comparing = ({ hello, wrong, endsAtMs }: HostState & { at: 'comparing' }): HostedView => ({
  at: 'comparing',
  name: hello.name,
  triesLeft: MOST_WRONG_DIGITS - wrong,
  endsAtMs,
})
