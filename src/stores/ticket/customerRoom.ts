import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import type { ShownToCustomer } from '@/core/ticket/customerView'
import type { IdleShow } from '@/core/ticket/idleShow'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { RoomFault } from '@/till/ticket/postToRoom'
import type { ShownRoom } from '@/till/ticket/showInRoom'

/** A server of a version before takes no show: it is not asked for ever. */
const MOST_REFUSALS = 3

/** The room where customer's screens on other devices see this till, where its owner opened one. */
export const useCustomerRoomStore = defineStore('customerRoom', () => {
  const context = useContext()
  const key = shallowRef<string | null>(null)
  const room = shallowRef<string | null>(null)
  /** Screens that listen now. */
  const screens = shallowRef(0)
  /** Addresses of the till's server on the network. */
  const addresses = shallowRef<readonly string[]>([])
  /** Why nothing reaches the screens; `undefined` until the server answered. */
  const fault = shallowRef<RoomFault | null>()
  const isHeard = computed(() => screens.value > 0)
  let shown: ShownRoom | undefined
  let read: (() => ShownToCustomer) | undefined
  let readIdle: (() => IdleShow | null) | undefined
  /** Posts of the show that were not taken, one after the other. */
  let idleRefusals = 0
  let isPostingIdle = false

  /** Shows what `now` gives to the screens of the room, from now on and for as long as there is one; `idle` between two customers. */
  async function start(now: () => ShownToCustomer, idle: () => IdleShow | null): Promise<void> {
    read = now
    readIdle = idle
    const kept = await readSetting(context, 'customerRoom')
    if (kept) await use(kept.key)
  }

  /** Opens a room with a name that nobody can guess, and keeps its key on this device. */
  async function open(): Promise<void> {
    const { newRoomKey } = await import('@/till/ticket/roomKey')
    const made = newRoomKey()
    await keepSetting(context, 'customerRoom', { key: made })
    await use(made)
  }

  /** Leaves the room for good: its screens show nothing more of this till. */
  async function close(): Promise<void> {
    await keepSetting(context, 'customerRoom', null)
    rest()
    if (key.value !== null) await (await poster(key.value))(null, false)
    key.value = null
    room.value = null
  }

  async function use(usedKey: string): Promise<void> {
    const [{ showInRoom }, { roomOf }, post] = await Promise.all([
      import('@/till/ticket/showInRoom'),
      import('@/core/ticket/screenRoom'),
      poster(usedKey),
    ])
    const source = read
    if (!source) return
    rest()
    key.value = usedKey
    room.value = roomOf(usedKey)
    shown = showInRoom({
      post: now => post(now, false),
      read: source,
      onAnswer: answer => {
        const isAnswer = typeof answer === 'object'
        fault.value = isAnswer ? null : answer
        screens.value = isAnswer ? answer.screens : 0
        if (!isAnswer) return
        addresses.value = answer.addresses
        if (answer.screens > 0) giveIdle(usedKey, answer.idleId).catch(reportError)
      },
      rest: (milliseconds, until) =>
        Promise.race([until, new Promise(resolve => setTimeout(resolve, milliseconds))]),
      report: reportError,
    })
    const leave = shown
    window.addEventListener('pagehide', () => {
      if (shown === leave && isHeard.value) post(null, true).catch(reportError)
    })
  }

  /** Gives the screens what they show between two customers, where the server does not have it: once. */
  async function giveIdle(usedKey: string, knownId: string | undefined): Promise<void> {
    const idle = readIdle?.()
    if (!idle || idle.id === knownId || isPostingIdle || idleRefusals >= MOST_REFUSALS) return
    isPostingIdle = true
    try {
      const { postIdle } = await import('@/till/ticket/postToRoom')
      const pageAddress = new URL('./', document.baseURI).href
      const isTaken = await postIdle({ key: usedKey, idle }, { pageAddress })
      idleRefusals = isTaken ? 0 : idleRefusals + 1
    } finally {
      isPostingIdle = false
    }
  }

  async function poster(usedKey: string) {
    const { postToRoom } = await import('@/till/ticket/postToRoom')
    return (now: ShownToCustomer | null | undefined, isLast: boolean) =>
      postToRoom(now === undefined ? { key: usedKey } : { key: usedKey, shown: now }, {
        pageAddress: new URL('./', document.baseURI).href,
        isLast,
      })
  }

  /** Another tab serves, or the room is closed. */
  function rest(): void {
    shown?.stop()
    shown = undefined
    screens.value = 0
    fault.value = undefined
  }

  /** What is shown is another. */
  const change = () => shown?.change()

  return { room, screens, isHeard, addresses, fault, start, open, close, change, rest }
})
