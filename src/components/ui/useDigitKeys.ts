import { useEventListener } from '@vueuse/core'

/** The key of a keypad that a key of the keyboard stands for: a digit, a comma, or `back`. */
export function padKeyOf(key: string): string | undefined {
  if (/^\d$/.test(key)) return key
  // The number pad types a point, whatever the language.
  if (key === ',' || key === '.') return ','
  return key === 'Backspace' ? 'back' : undefined
}

/**
 * Keys of a keyboard go to the amount wherever the focus is, except in a field that takes text.
 */
export function useDigitKeys(isOn: () => boolean, onKey: (key: string) => void): void {
  useEventListener(window, 'keydown', event => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLInputElement && event.target.type !== 'radio') return
    const key = padKeyOf(event.key)
    if (key !== undefined) onKey(key)
  })
}
