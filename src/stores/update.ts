import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { messageSW } from 'workbox-window/messageSW.js'
import { useNetworkStore } from './network'
import { useProblemStore } from './problem'

const LOOK_EVERY_MS = 60 * 60 * 1000
/** A version whose files were not all there yet: they usually are some minutes later. */
const LOOK_AGAIN_MS = 60_000
const TRY_AGAIN_MS = 5_000
const ANSWER_WITHIN_MS = 5_000

/**
 * A newer version of the till, ready on the device. It is offered between two sales and installed
 * only when asked: code is never swapped during a ticket.
 */
export const useUpdateStore = defineStore('update', () => {
  const network = useNetworkStore()
  const problem = useProblemStore()
  const isReady = shallowRef(false)
  /** This page is of a version that was replaced: parts it has not loaded yet may be gone. */
  const isReplaced = shallowRef(false)
  /** The till is cached on the device: it opens without a network. */
  const opensOffline = shallowRef(false)
  let registration: ServiceWorkerRegistration | undefined
  let workerAddress = ''
  let isApplying = false

  /** Registers the service worker and looks for newer versions. */
  async function start(address: string): Promise<void> {
    if (!('serviceWorker' in navigator)) return
    workerAddress = address
    opensOffline.value = navigator.serviceWorker.controller !== null
    navigator.serviceWorker.addEventListener('controllerchange', onCharge)
    keepTrying()
    setInterval(look, LOOK_EVERY_MS)
    void checkFiles()
    await untilLoaded()
    // When it is refused (a bad connection, a browser that stores nothing), it is tried again;
    // `opensOffline` shows the state. The till works meanwhile.
    await register().catch(() => undefined)
  }

  /**
   * Has the service worker check every file it keeps. Where one was changed, a script of this address
   * that is not the till's did it: the owner is told.
   */
  async function checkFiles(): Promise<void> {
    const { controller } = navigator.serviceWorker
    if (!controller) return
    const check = (await messageSW(controller, { type: 'CHECK_FILES' })) as FileCheck
    if (check.mended + check.lost === 0) return
    problem.show({ code: check.lost > 0 ? 'files-lost' : 'files-changed' })
  }

  async function register(): Promise<void> {
    // Nothing but the till's own folder.
    const scope = new URL('./', document.baseURI).href
    const registered = await navigator.serviceWorker.register(workerAddress, { scope })
    if (registered === registration) return
    registration = registered
    registration.addEventListener('updatefound', follow)
    follow()
    if (registration.waiting) await offer(registration.waiting)
  }

  function onCharge(): void {
    if (isApplying) location.reload()
    // Another tab put a newer version in charge of this page too.
    else if (opensOffline.value) isReplaced.value = true
    opensOffline.value = navigator.serviceWorker.controller !== null
  }

  /**
   * Follows an installation to its end. Where it fails, it is tried again soon: the files of a
   * version arrive one by one.
   */
  function follow(): void {
    const installing = registration?.installing
    installing?.addEventListener('statechange', function onChange() {
      if (installing.state === 'installing') return
      installing.removeEventListener('statechange', onChange)
      if (installing.state === 'redundant') setTimeout(look, LOOK_AGAIN_MS)
      else if (navigator.serviceWorker.controller) void offer(installing)
    })
  }

  /**
   * Offers a version once it answers. A file fetched while it was still empty is a service worker
   * too, one that would serve nothing: the whole file is then looked for.
   */
  async function offer(waiting: ServiceWorker): Promise<void> {
    const late = new Promise<boolean>(resolve => {
      setTimeout(() => resolve(false), ANSWER_WITHIN_MS)
    })
    const answer = messageSW(waiting, { type: 'IS_WHOLE' }) as Promise<unknown>
    const isWhole = await Promise.race([answer, late])
    if (isWhole) isReady.value = true
    else look()
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
    const known = await navigator.serviceWorker.getRegistration()
    if (known?.active) await messageSW(known.active, { type: 'CLAIM' })
    else if (!known?.installing) await register()
  }

  /** Looks for a newer version; offline it finds none, and tries again in an hour. */
  function look(): void {
    registration?.update().catch(() => undefined)
  }

  /**
   * A part of the till, loaded on demand, did not come. Where the server answers, it was replaced by
   * another version's; without a network, the page is not to be reloaded.
   */
  async function noteMissingPart(): Promise<void> {
    await network.check()
    if (network.isOnline || opensOffline.value) isReplaced.value = true
    else problem.show({ code: 'part-not-here' })
  }

  /** Installs the new version: the page reloads once it is in charge. */
  function apply(): void {
    const waiting = registration?.waiting
    if (!isReady.value || !waiting) {
      location.reload()
      return
    }
    isApplying = true
    void messageSW(waiting, { type: 'SKIP_WAITING' })
  }

  return { isReady, isReplaced, opensOffline, start, noteMissingPart, apply }
})

/** What the service worker tells of the files it keeps. */
interface FileCheck {
  mended: number
  lost: number
}

/** Nothing of an update takes the network from the page's own files. */
function untilLoaded(): Promise<void> {
  if (document.readyState === 'complete') return Promise.resolve()
  return new Promise(resolve => {
    window.addEventListener('load', () => resolve(), { once: true })
  })
}

/** Whether an error says that a part of the till could not be loaded, in the browsers' words. */
export function isMissingPart(error: unknown): boolean {
  const message = error instanceof Error ? error.message : ''
  return /dynamically imported module|importing a module script failed|unable to preload css/i.test(
    message,
  )
}
