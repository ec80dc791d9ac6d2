import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useNetworkStore } from '@/stores/network'
import { useContext, useWorker } from '@/stores/useContext'
import type { SharingState } from '@/core/sharing/sharingState'
import { isSharing } from '@/till/sharing/isSharing'

/** The shop's other devices: how far this one shares with them. All of it runs in the worker. */
export const useSharingStore = defineStore('sharing', () => {
  const context = useContext()
  const worker = useWorker()
  const network = useNetworkStore()

  /** Null while this device is alone, and until the first exchange. */
  const state = shallowRef<SharingState | null>(null)
  let isStarted = false

  /** To be called once the till is open, and once this device has joined others. */
  async function start(): Promise<void> {
    if (isStarted || !(await isSharing(context))) return
    isStarted = true
    watch(
      () => network.isOnline,
      isOnline => isOnline && exchangeSoon(),
    )
    // It resolves when the exchanges end: nobody waits for that.
    worker.shareTill(Comlink.proxy(take)).catch(reportError)
  }

  function take(next: SharingState): void {
    state.value = next
  }

  function exchangeSoon(): void {
    worker.exchangeSoon().catch(reportError)
  }

  return { state, start, exchangeSoon }
})
