import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { messageSW, Workbox } from 'workbox-window'

const LOOK_EVERY_MS = 60 * 60 * 1000
const TRY_AGAIN_MS = 5_000

/**
 * A newer version of the till, ready on the device. It is offered between two sales and installed
 * only when asked: code is never swapped during a ticket.
 */
export const useUpdateStore = defineStore('update', () => {
  const isReady = shallowRef(false)
  /** The till is cached on the device: it opens without a network. */
  const opensOffline = shallowRef(false)
  let workbox: Workbox | undefined
  let workerAddress = ''

  /** Registers the service worker and looks for newer versions. */
  async function start(address: string): Promise<void> {
    if (!('serviceWorker' in navigator)) return
    workerAddress = address
    workbox = new Workbox(address)
    workbox.addEventListener('waiting', () => (isReady.value = true))
    navigator.serviceWorker.addEventListener('controllerchange', tell)
    tell()
    keepTrying()
    setInterval(look, LOOK_EVERY_MS)
    // When it is refused (a bad connection, a browser that stores nothing), it is tried again;
    // `opensOffline` shows the state. The till works meanwhile.
    await workbox.register().catch(tell)
  }

  function tell(): void {
    opensOffline.value = navigator.serviceWorker.controller !== null
  }

  /**
   * Tries again for as long as no service worker serves this page. It begins a failed installation
   * again, and asks a service worker that did not take this page to do so.
   */
  function keepTrying(): void {
    const again = setInterval(() => {
      if (navigator.serviceWorker.controller) clearInterval(again)
      // Without a network it fails, and is tried again: the till works meanwhile.
      else retake().catch(() => undefined)
    }, TRY_AGAIN_MS)
  }

  async function retake(): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration()
    if (registration?.active) await messageSW(registration.active, { type: 'CLAIM' })
    else if (!registration?.installing) await navigator.serviceWorker.register(workerAddress)
  }

  /** Looks for a newer version; offline it finds none, and tries again in an hour. */
  function look(): void {
    workbox?.update().catch(() => undefined)
  }

  /** Installs the new version: the page reloads once it is in charge. */
  function apply(): void {
    workbox?.addEventListener('controlling', () => location.reload())
    workbox?.messageSkipWaiting()
  }

  return { isReady, opensOffline, start, apply }
})
