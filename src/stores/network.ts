import { useEventListener, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

const CHECK_EVERY_MS = 20_000
const ANSWER_WITHIN_MS = 5_000

/**
 * Whether the network answers, found by a real request: the browser's own flag says "online" on a
 * wifi without internet. No sale ever waits for this.
 */
export const useNetworkStore = defineStore('network', () => {
  const isOnline = shallowRef(navigator.onLine)

  async function check(): Promise<void> {
    isOnline.value = await isAnswering()
  }

  /** Checks now, then regularly while the page is visible, and at each hint of the browser. */
  function start(): void {
    const checkNow = () => void check()
    useIntervalFn(() => !document.hidden && checkNow(), CHECK_EVERY_MS, {
      immediateCallback: true,
    })
    useEventListener(window, ['online', 'offline', 'focus'], checkNow)
  }

  return { isOnline, start, check }
})

async function isAnswering(): Promise<boolean> {
  try {
    const answer = await fetch('online.json', {
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    return answer.ok
  } catch {
    // Whatever made the request fail, there is no network to rely on now.
    return false
  }
}
