import { useEventListener } from '@vueuse/core'

/**
 * Digits of a keyboard go to the amount wherever the focus is, except in a field that takes text.
 */
export function useDigitKeys(isOn: () => boolean, onKey: (key: string) => void): void {
  useEventListener(window, 'keydown', event => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLInputElement && event.target.type !== 'radio') return
    if (/^\d$/.test(event.key)) onKey(event.key)
    else if (event.key === 'Backspace') onKey('back')
  })
}
