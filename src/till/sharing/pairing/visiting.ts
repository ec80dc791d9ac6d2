import type { TillContext } from '@/till/context'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { parsePairingText, type PairingCode } from '@/core/sharing/pairing'
import { isSharing } from '@/till/sharing/isSharing'
import { describeDevice, joinHere } from '@/till/sharing/joining'
import { meetingMailbox, meetingOver } from './meeting'
import { greetHost, hearNumber, hearWelcome } from './pairGuest'
import { makeDeviceKeys } from '@/till/sharing/sealBlock'
import type { InTurn } from '@/till/sharing/startSharing'

/** A pairing as the new device shows it. */
export type GuestView =
  | { at: 'greeting' }
  /** Four digits, to be read aloud. */
  | { at: 'reading-aloud'; digits: string; endsAtMs: number }
  | { at: 'joined'; letter: string | null; name: string }
  | {
      at: 'over'
      why:
        'no-code' | 'already' | 'taken' | 'unreachable' | 'too-late' | 'not-the-host' | 'cancelled'
    }

export interface VisitOptions {
  /** What the QR code said: its text, or the address of the till that it opens. */
  text: string
  name: string
  server: (address: string) => ReachedServer
  signal: AbortSignal
  /** Runs a step when nothing else of this device exchanges, in any tab. */
  inTurn?: InTurn
  onView: (view: GuestView) => void
}

const LOOK_MS = 700

/** Joins a shop, from its code to its first secret; the till is as it was unless it ends as `joined`. */
export async function visitHost(
  context: TillContext,
  { text, name, server, signal, inTurn = step => step(), onView }: VisitOptions,
): Promise<void> {
  const end = (why: (GuestView & { at: 'over' })['why']) => onView({ at: 'over', why })
  const code = parsePairingText(text)
  if (!code) return end('no-code')
  if (await isSharing(context)) return end('already')
  onView({ at: 'greeting' })
  const keys = await makeDeviceKeys()
  const now = () => new Date(context.now().at).toISOString()
  const meeting = await meetingOf(server, code)
  const who = await describeDevice(context, name)
  const greeted = await greetHost(keys, code, meeting, { who, now })
  if (typeof greeted === 'string') return end(greeted)
  let pairing = greeted
  while (!signal.aborted) {
    const before = pairing.state
    pairing = await hearNumber(pairing, meeting, now)
    const { state } = pairing
    if (state.at === 'over') return end(state.why)
    if (state.at === 'reading-aloud' && before.at !== 'reading-aloud') {
      onView({ at: 'reading-aloud', digits: state.digits, endsAtMs: state.endsAtMs })
    }
    const welcome = await hearWelcome(keys, pairing, meeting)
    if (welcome && !signal.aborted) {
      const isJoined = await inTurn(() => joinHere(context, keys, welcome, code.address))
      if (!isJoined) return end('already')
      return onView({ at: 'joined', letter: welcome.letter, name: welcome.name })
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
  end('cancelled')
}

const meetingOf = (server: VisitOptions['server'], { address, secret }: PairingCode) =>
  meetingOver(server(address).carrier(meetingMailbox(secret)), secret)
