import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import type { ShownToCustomer } from '@/core/ticket/customerView'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { RoomFault } from '@/till/ticket/postToRoom'
import type { ShownRoom } from '@/till/ticket/showInRoom'

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

  /** Shows what `now` gives to the screens of the room, from now on and for as long as there is one. */
  async function start(now: () => ShownToCustomer): Promise<void> {
    read = now
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
        if (isAnswer) addresses.value = answer.addresses
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
