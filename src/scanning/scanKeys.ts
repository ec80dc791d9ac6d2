import { GROUP_SEPARATOR } from '@/core/scanning/gs1'
import { SEPARATOR_KEY, type Stroke } from '@/core/scanning/stroke'

/** Keys that only change what other keys print. */
const MODIFIERS = new Set(
  'Shift CapsLock NumLock ScrollLock AltGraph Control Alt Meta Fn'.split(' '),
)

/** Whether a key only changes what other keys print. */
export const isModifier = (event: KeyboardEvent) => MODIFIERS.has(event.key)

/** Whether a key is pressed with Ctrl, Alt or Meta: not as a part of a text. */
export function isChord(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.altKey || event.metaKey) && !isThirdLevel(event)
}

/**
 * The separator of the fields of a GS1 code, as scanners type it within a scan: the control
 * character itself, Ctrl with the key of the closing bracket, or Alt with 029 on the number pad.
 * The later digits of the latter are swallowed. Undefined for any other key.
 */
export function separatorOf(
  event: KeyboardEvent,
  before: Stroke | undefined,
): Stroke | 'swallowed' | undefined {
  const isControl = event.key === GROUP_SEPARATOR
  const isBracket = event.ctrlKey && (event.code === 'BracketRight' || event.key === ']')
  const isAltCode = event.altKey && !event.ctrlKey && /^Numpad\d$/.test(event.code)
  if (!isControl && !isBracket && !isAltCode) return undefined
  if (isAltCode && before?.code === SEPARATOR_KEY) return 'swallowed'
  return { key: GROUP_SEPARATOR, code: SEPARATOR_KEY, isShifted: false, atMs: event.timeStamp }
}

/** Third level characters, such as `@` on a French keyboard, are typed with Ctrl+Alt. */
function isThirdLevel(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.getModifierState('AltGraph')
}

/** Keeps an event from the page: from its fields, buttons and other listeners. */
export function hold(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** Enter and Tab; within a scan also the line feed that some scanners send as Ctrl+J or Ctrl+M. */
export function isEndKey(event: Event, isInScan: boolean): boolean {
  if (!(event instanceof KeyboardEvent)) return false
  if (event.key === 'Enter' || event.key === 'Tab') return !event.repeat
  return isInScan && event.ctrlKey && ['j', 'm'].includes(event.key.toLowerCase())
}

/** Where a key went, or the page once that is gone: a removed element passes no event on. */
export const inPage = (target: EventTarget | undefined): EventTarget =>
  target === undefined || (target instanceof Node && !target.isConnected) ? document.body : target
