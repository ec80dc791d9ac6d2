import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { readDirectCode, writeDirectCode, type DirectCode } from '@/core/sharing/directCode'
import type { DirectCodes, DirectRole } from '@/core/sharing/directWords'
import { directLink, type DirectLink } from '@/sharing/directLink'
import {
  answerMeeting,
  MeetingFailed,
  offerMeeting,
  type Meeting,
  type OfferedMeeting,
} from '@/sharing/directMeeting'
import { openedDevices } from './openedDevices'
import { useWorker } from '@/stores/useContext'
import type { BesideOutcome } from '@/till/sharing/beside/exchangeBeside'

/** How far two devices beside each other are, for a screen. */
export type BesideView =
  | { at: 'choosing' }
  | { at: 'preparing' }
  /** It shows its code, then reads the other's. */
  | { at: 'offering'; code: string }
  | { at: 'answering'; code: string }
  /** The other's answer was read: they look for each other. */
  | { at: 'meeting' }
  | { at: 'exchanging' }
  | { at: 'over'; outcome: BesideOutcome }
  /** `refused`: this browser links to no device. `unreachable`: nothing was found on this network. */
  | { at: 'failed'; why: MeetingFailed['reason'] | 'not-open' }

/** Who answers waits for the other to close: its last answer is still on the way. */
const LINGER_MS = 5_000

/** An exchange with a device beside this one. The page holds the link, the worker all the rest. */
export const useBesideStore = defineStore('beside', () => {
  const worker = useWorker()
  const view = shallowRef<BesideView>({ at: 'choosing' })
  /** What was read is no code, or not the one that is to be read here. */
  const isMisread = shallowRef(false)
  let attempt = 0
  let meeting: Meeting | undefined
  let offered: OfferedMeeting | undefined
  let link: DirectLink | undefined

  /** Shows a code for the other device. */
  async function offer(): Promise<void> {
    const mine = begin()
    await attempted(mine, async () => {
      const made = await offerMeeting()
      if (mine !== attempt) return made.close()
      offered = made
      meeting = made
      show(mine, { at: 'offering', code: writeDirectCode(made.code) })
    })
  }

  /** Reads the other device's code, and shows the answer to it; then both meet. */
  async function readOffer(text: string): Promise<void> {
    const code = codeOf(text, 'offer')
    if (!code) return
    const mine = begin()
    await attempted(mine, async () => {
      const answered = await answerMeeting(code)
      if (mine !== attempt) return answered.close()
      meeting = answered
      const answer = writeDirectCode(answered.code)
      show(mine, { at: 'answering', code: answer })
      await exchangeOver(mine, answered, 'answer', { offer: writeDirectCode(code), answer })
    })
  }

  /** Reads the other device's answer; then both meet. */
  async function readAnswer(text: string): Promise<void> {
    const code = codeOf(text, 'answer')
    const mine = attempt
    const held = offered
    if (!code || !held) return
    await attempted(mine, async () => {
      show(mine, { at: 'meeting' })
      await held.accept(code)
      const codes = { offer: writeDirectCode(held.code), answer: writeDirectCode(code) }
      await exchangeOver(mine, held, 'offer', codes)
    })
  }

  async function exchangeOver(
    mine: number,
    { met }: Meeting,
    role: DirectRole,
    codes: DirectCodes,
  ): Promise<void> {
    // Opened before they meet: what the other asks at once finds somebody.
    const devices = await openedDevices(worker)
    const channel = await met
    if (mine !== attempt) return
    const end = () => void devices.endBeside().catch(reportError)
    const held = directLink(channel, body => devices.serveBeside(body))
    link = held
    channel.addEventListener('close', end)
    const done = devices.exchangeBeside(
      { role, codes },
      Comlink.proxy((body: object) => held.ask(body)),
    )
    show(mine, { at: 'exchanging' })
    const result = await done
    if (!result.ok) {
      show(mine, { at: 'failed', why: 'not-open' })
      return letGo(mine)
    }
    show(mine, { at: 'over', outcome: result.value })
    if (role === 'offer') letGo(mine)
    else setTimeout(() => letGo(mine), LINGER_MS)
  }

  /** Runs a part of an attempt: that the devices did not meet is shown. */
  async function attempted(mine: number, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      // A browser says of a code that was made up that it is of no use to it.
      if (!(error instanceof MeetingFailed || error instanceof DOMException)) throw error
      show(mine, { at: 'failed', why: error instanceof MeetingFailed ? error.reason : 'refused' })
      letGo(mine)
    }
  }

  function codeOf(text: string, role: DirectCode['role']): DirectCode | undefined {
    const code = readDirectCode(text.trim())
    isMisread.value = code?.role !== role
    return code?.role === role ? code : undefined
  }

  function begin(): number {
    close()
    view.value = { at: 'preparing' }
    return attempt
  }

  function show(mine: number, next: BesideView): void {
    if (mine === attempt) view.value = next
  }

  function letGo(mine = attempt): void {
    if (mine !== attempt) return
    link?.close()
    meeting?.close()
    link = undefined
    meeting = undefined
    offered = undefined
  }

  /** Ends what is under way: what came is kept. */
  function close(): void {
    const isLinked = link !== undefined
    letGo()
    attempt += 1
    view.value = { at: 'choosing' }
    isMisread.value = false
    if (!isLinked) return
    openedDevices(worker)
      .then(devices => devices.endBeside())
      .catch(reportError)
  }

  return { view, isMisread, offer, readOffer, readAnswer, close }
})
