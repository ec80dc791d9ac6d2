import { letIn, type Role, type Welcome } from '@/till/sharing/letIn'
import type { Meeting } from './meeting'
import type { Sharing } from '@/till/sharing/sayOwn'
import { isWelcomeOf, welcomeWord } from './welcomeWord'
import { bytesFromBase64 } from '@/core/base64'
import { deviceOf } from '@/core/sharing/block'
import {
  commitmentOf,
  hostAfter,
  hostBegins,
  PAIRING_NUMBER_BYTES,
  PAIRING_SECRET_BYTES,
  type HostEvent,
  type HostState,
  type PairingCode,
} from '@/core/sharing/pairing'

/** A pairing on the device that shows the code. */
export interface HostedPairing {
  code: PairingCode
  number: Uint8Array
  state: HostState
  /** Until it is, it is told again; the words that came first are kept whatever comes. */
  isNumberTold: boolean
}

/** Begins to let a device in: its code is to be shown. */
export function beginPairing(
  { keys, now }: Pick<Sharing, 'keys' | 'now'>,
  address: string,
): HostedPairing {
  const secret = crypto.getRandomValues(new Uint8Array(PAIRING_SECRET_BYTES))
  const number = crypto.getRandomValues(new Uint8Array(PAIRING_NUMBER_BYTES))
  const code = { address, secret, host: keys.device, commitment: commitmentOf(number) }
  return { code, number, state: hostBegins(Date.parse(now())), isNumberTold: false }
}

/** The pairing after an event: digits that somebody typed, or only time. */
export const afterEvent = (
  pairing: HostedPairing,
  event: HostEvent,
  now: () => string,
): HostedPairing => ({
  ...pairing,
  state: hostAfter(pairing.state, event, { ...pairing, nowMs: Date.parse(now()) }),
})

/** Looks whether a new device left its words; if so, tells the number that the digits are made of. */
export async function hearGuest(
  pairing: HostedPairing,
  meeting: Meeting,
  now: () => string,
): Promise<HostedPairing> {
  const found = pairing.state.at === 'waiting' ? await meeting.look('hello') : undefined
  const bytes = found?.ok ? found.value : null
  const heard = afterEvent(pairing, bytes ? { kind: 'heard', bytes } : { kind: 'time' }, now)
  if (heard.state.at !== 'comparing' || heard.isNumberTold) return heard
  // Its answer may be lost: from now on, other words could be chosen to have the same digits.
  const left = await meeting.leave('number', heard.number)
  return { ...heard, isNumberTold: left.ok }
}

/**
 * Lets the new device in, once the digits were the same, and leaves it the welcome. Undefined where
 * this device does not manage, or the words were no keys. A welcome that is lost is left again.
 * `alsoUsed`: till codes that nobody was granted and that are used all the same.
 */
export async function welcomeGuest(
  sharing: Sharing,
  { state }: HostedPairing,
  meeting: Meeting,
  role: Role,
  alsoUsed: readonly string[] = [],
): Promise<Welcome | undefined> {
  if (state.at !== 'agreed') return undefined
  const { hello, transcript } = state
  const publicKey = bytesFromBase64(hello.publicKey)
  if (!publicKey) return undefined
  const applicant = { ...hello, device: deviceOf(publicKey) }
  const welcome = await letIn(sharing, applicant, role, alsoUsed)
  const word =
    welcome &&
    (await welcomeWord(sharing.keys, { transcript, sealingKey: hello.sealingKey }, welcome))
  if (!word) return undefined
  const left = await meeting.leave('welcome', word)
  if (!left.ok) return undefined
  if (left.value) return welcome
  // The answer to an earlier try may have been lost: it is there then.
  const found = await meeting.look('welcome')
  const isLeft =
    found.ok && found.value && (await isWelcomeOf(sharing.keys, transcript, found.value))
  return isLeft ? welcome : undefined
}
