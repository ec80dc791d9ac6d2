import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { Workbox } from 'workbox-window'

const LOOK_EVERY_MS = 60 * 60 * 1000

/**
 * A newer till, ready on the device. It is offered between two sales and taken only when
 * asked: code is never swapped under a ticket.
 */
export const useUpdateStore = defineStore('update', () => {
  const isReady = shallowRef(false)
  let workbox: Workbox | undefined

  /** Registers the service worker and keeps an eye on newer versions. */
  async function start(address: string): Promise<void> {
    if (!('serviceWorker' in navigator)) return
    workbox = new Workbox(address)
    workbox.addEventListener('waiting', () => (isReady.value = true))
    await workbox.register()
    setInterval(look, LOOK_EVERY_MS)
  }

  /** Looks for a newer version; offline it finds none, and tries again in an hour. */
  function look(): void {
    workbox?.update().catch(() => undefined)
  }

  /** Takes the new version: the page loads again once it is in charge. */
  function apply(): void {
    workbox?.addEventListener('controlling', () => location.reload())
    workbox?.messageSkipWaiting()
  }

  return { isReady, start, apply }
})
