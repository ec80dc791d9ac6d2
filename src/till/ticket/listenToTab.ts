import type { Space } from '@/core/journal/space'
import { parseIdleShow, type IdleShow } from '@/core/ticket/idleShow'
import {
  customerChannel,
  I_AM_NEW,
  I_AM_THERE,
  parseShown,
  THERE_EVERY_MS,
} from '@/core/ticket/customerChannel'
import type { ShownToCustomer } from '@/core/ticket/customerView'

/** Hears what a till in another page of this browser shows, until the returned function is called. */
export function listenToTab(
  space: Space,
  onShown: (shown: ShownToCustomer) => void,
  onIdle: (idle: IdleShow) => void,
): () => void {
  const channel = new BroadcastChannel(customerChannel(space))
  channel.addEventListener('message', ({ data }) => {
    const shown = parseShown(data)
    if (shown) onShown(shown)
    const idle = shown ? undefined : parseIdleShow(data)
    if (idle) onIdle(idle)
  })
  // A channel reaches pages of the same origin alone.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const say = (word: string) => channel.postMessage(word)
  say(I_AM_NEW)
  const repeating = setInterval(() => say(I_AM_THERE), THERE_EVERY_MS)
  return () => {
    clearInterval(repeating)
    channel.close()
  }
}
