import { useEventListener } from '@vueuse/core'
import {
  BURST_MS,
  isFunctionKey,
  isPrintable,
  shortcutOf,
  type ShortcutAction,
} from '@/core/settings/shortcuts'

/**
 * Runs the shortcuts of a screen. A dialog has its own keys, a field keeps what is typed in it, and
 * a key within a scan is ignored.
 */
export function useShortcuts(handlers: Partial<Record<ShortcutAction, () => void>>): void {
  let lastKeyAt = -Infinity
  let waiting: ReturnType<typeof setTimeout> | undefined

  useEventListener(window, 'keydown', event => {
    const isAlone = event.timeStamp - lastKeyAt > BURST_MS
    lastKeyAt = event.timeStamp
    clearTimeout(waiting)

    const action = shortcutOf(event)
    const handler = action && handlers[action]
    if (!handler || event.defaultPrevented || isInDialog()) return
    if (!isFunctionKey(event.key) && isTyping(event.target)) return
    if (!isPrintable(event.key) || event.ctrlKey || event.metaKey) {
      event.preventDefault()
      handler()
    } else if (isAlone) {
      // Quick entry takes the key first, and may open a dialog with it.
      waiting = setTimeout(() => {
        if (!event.defaultPrevented && !isInDialog()) handler()
      }, BURST_MS)
    }
  })
}

const isInDialog = () => document.querySelector('dialog[open]') !== null

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select')
}
