import { rawKeyOf } from '@/till/sharing/hpke'
import type { Applicant, Welcome } from '@/till/sharing/letIn'
import type { Meeting } from './meeting'
import type { DeviceKeys } from '@/till/sharing/sealBlock'
import { readWelcome } from './welcomeWord'
import { base64FromBytes } from '@/core/base64'
import {
  guestAfter,
  guestBegins,
  helloBytes,
  type GuestState,
  type PairingCode,
} from '@/core/sharing/pairing'

/** A pairing on the new device, which read the code. */
export interface GuestPairing {
  code: PairingCode
  hello: Uint8Array
  state: GuestState
}

/**
 * Leaves this device's words for the host. `taken`: somebody was first with this code, which was
 * seen by others; a new one is to be shown.
 */
export async function greetHost(
  keys: DeviceKeys,
  code: PairingCode,
  meeting: Meeting,
  { who, now }: { who: Pick<Applicant, 'name' | 'letter' | 'usedLetters'>; now: () => string },
): Promise<GuestPairing | 'taken' | 'unreachable'> {
  const hello = helloBytes({
    publicKey: base64FromBytes(keys.publicKey),
    sealingKey: base64FromBytes(await rawKeyOf(keys.sealing)),
    ...who,
  })
  const left = await meeting.leave('hello', hello)
  if (!left.ok) return 'unreachable'
  if (!left.value) return 'taken'
  return { code, hello, state: guestBegins(Date.parse(now())) }
}

/** Looks whether the host told its number, of which the digits to read aloud are made. */
export async function hearNumber(
  pairing: GuestPairing,
  meeting: Meeting,
  now: () => string,
): Promise<GuestPairing> {
  const isDue = pairing.state.at === 'greeting'
  const found = isDue ? await meeting.look('number') : undefined
  const number = found?.ok ? (found.value ?? undefined) : undefined
  const state = guestAfter(pairing.state, number, { ...pairing, nowMs: Date.parse(now()) })
  return { ...pairing, state }
}

/** The host's welcome, once it is there; null until then, and for what the host did not seal. */
export async function hearWelcome(
  keys: DeviceKeys,
  { state }: GuestPairing,
  meeting: Meeting,
): Promise<Welcome | null> {
  if (state.at !== 'reading-aloud') return null
  const found = await meeting.look('welcome')
  if (!found.ok || !found.value) return null
  return (await readWelcome(keys.sealing, state.transcript, found.value)) ?? null
}
