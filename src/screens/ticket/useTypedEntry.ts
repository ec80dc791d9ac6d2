import { useEventListener } from '@vueuse/core'
import type { EntryKey } from '@/core/ticket/quickEntry'
import { useEntryStore } from '@/stores/ticket/quickEntry'

const KEYS: Readonly<Record<string, EntryKey>> = {
  '*': '×',
  x: '×',
  X: '×',
  ',': ',',
  '.': ',',
  Backspace: 'back',
  Escape: 'clear',
}

/** Digits of a keyboard are the entry, wherever nothing else takes them. */
export function useTypedEntry(): void {
  const entry = useEntryStore()

  useEventListener(window, 'keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return
    // With nothing typed, it is one more of the chosen line.
    if (event.key === '+' && !entry.isEmpty) {
      entry.isFreePrice = true
      event.preventDefault()
      return
    }
    const key = /^\d$/.test(event.key) ? (event.key as EntryKey) : KEYS[event.key]
    if (key && (!entry.isEmpty || /^\d$/.test(event.key))) entry.press(key)
  })
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement
