import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { messageSW, Workbox } from 'workbox-window'

const LOOK_EVERY_MS = 60 * 60 * 1000
const TRY_AGAIN_MS = 5_000

/**
 * A newer till, ready on the device. It is offered between two sales and taken only when
 * asked: code is never swapped under a ticket.
 */
export const useUpdateStore = defineStore('update', () => {
  const isReady = shallowRef(false)
  /** The till is kept on the device: it opens with no network. */
  const opensOffline = shallowRef(false)
  let workbox: Workbox | undefined
  let workerAddress = ''

  /** Registers the service worker and keeps an eye on newer versions. */
  async function start(address: string): Promise<void> {
    if (!('serviceWorker' in navigator)) return
    workerAddress = address
    workbox = new Workbox(address)
    workbox.addEventListener('waiting', () => (isReady.value = true))
    navigator.serviceWorker.addEventListener('controllerchange', tell)
    tell()
    keepTrying()
    setInterval(look, LOOK_EVERY_MS)
    // Refused (a bad line, a browser that keeps nothing) it is tried again, and `opensOffline`
    // says how it is: the till works meanwhile.
    await workbox.register().catch(tell)
  }

  function tell(): void {
    opensOffline.value = navigator.serviceWorker.controller !== null
  }

  /**
   * As long as nothing serves this page offline: an installation that a bad line spoilt is
   * begun again, and a service worker that did not take this page is asked to.
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

  /** Takes the new version: the page loads again once it is in charge. */
  function apply(): void {
    workbox?.addEventListener('controlling', () => location.reload())
    workbox?.messageSkipWaiting()
  }

  return { isReady, opensOffline, start, apply }
})
