import { useEventListener } from '@vueuse/core'
import type { QuickEntryKey } from '@/core/ticket/quickEntry'
import { useQuickEntryStore } from '@/stores/ticket/quickEntry'

const KEYS: Readonly<Record<string, QuickEntryKey>> = {
  '*': '×',
  x: '×',
  X: '×',
  ',': ',',
  '.': ',',
  Backspace: 'back',
  Escape: 'clear',
}

/** Digits of a keyboard go to the quick entry, where nothing else takes them. */
export function useTypedQuickEntry(): void {
  const quickEntry = useQuickEntryStore()

  useEventListener(window, 'keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return
    // With an empty quick entry, `+` adds one more of the chosen line.
    if (event.key === '+' && !quickEntry.isEmpty) {
      quickEntry.askFreePrice()
      event.preventDefault()
      return
    }
    const key = /^\d$/.test(event.key) ? (event.key as QuickEntryKey) : KEYS[event.key]
    if (key && (!quickEntry.isEmpty || /^\d$/.test(event.key))) quickEntry.pressOnKeyboard(key)
  })
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement
