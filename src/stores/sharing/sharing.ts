import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { refreshWhatIsShared } from './refreshWhatIsShared'
import { useNetworkStore } from '@/stores/network'
import { openedDevices } from './openedDevices'
import { useContext, useWorker } from '@/stores/useContext'
import { referenceKey } from '@/core/journal/entryReference'
import { ownDeviceIn, type SharingState } from '@/core/sharing/sharingState'
import { isSharing } from '@/till/sharing/isSharing'

/** The shop's other devices: how far this one shares with them. All of it runs in the worker. */
export const useSharingStore = defineStore('sharing', () => {
  const context = useContext()
  const worker = useWorker()
  const network = useNetworkStore()

  /** Whether this device is one of several; null until it is known. */
  const isOn = shallowRef<boolean | null>(null)
  /** Null while this device is alone, and until the first exchange. */
  const state = shallowRef<SharingState | null>(null)
  /** Told at the counter for some seconds: what another device changed of the articles. */
  const changed = shallowRef<SharingState['changed']>(null)
  const own = computed(() => state.value && ownDeviceIn(state.value))
  /** What of this till no carrier holds yet; null where nothing is left, or it is alone. */
  const unsent = computed(() => {
    const { sentUpTo = null, unsentCount = 0 } = state.value ?? {}
    if (unsentCount === 0 || own.value?.letter === null) return null
    return { count: unsentCount, sentUpTo: sentUpTo && referenceKey(sentUpTo) }
  })
  let isFollowing = false
  let stopRefreshing: (() => void) | undefined

  /** To be called once the till is open, and once this device has joined others. */
  async function start(): Promise<void> {
    if (!isFollowing) {
      isFollowing = true
      watch(
        () => network.isOnline,
        isOnline => isOnline && isOn.value && exchangeSoon(),
      )
    }
    isOn.value = await isSharing(context)
    if (!isOn.value) return
    stopRefreshing ??= refreshWhatIsShared(context)
    const { useParkedElsewhereStore } = await import('./parkedElsewhere')
    await useParkedElsewhereStore().start()
    const devices = await openedDevices(worker)
    // It resolves when the exchanges end: nobody waits for that.
    devices.share(Comlink.proxy(take)).catch(reportError)
  }

  function take(next: SharingState): void {
    state.value = next
    if (next.changed) changed.value = next.changed
  }

  function exchangeSoon(): void {
    openedDevices(worker)
      .then(devices => devices.exchangeSoon())
      .catch(reportError)
  }

  /** This device left the others. */
  const forget = () => void (state.value = null)
  const forgetChanged = () => void (changed.value = null)

  return { isOn, state, own, changed, unsent, start, exchangeSoon, forget, forgetChanged }
})
