import { fieldOf, type Field } from './field'

/** Key names of an input method, which delivers its text in another event. */
const UNTOLD = new Set(['Unidentified', 'Process'])
/** Key code of a key that an input method takes. */
const UNTOLD_CODE = 229
/** How long the invisible field waits for more text before the focus goes back. */
const IDLE_MS = 1_200
/** So many keys without any text were a scan that the device does not deliver. */
const LOST_KEYS = 4

export interface UntoldListener {
  /** Text that came without its keys; `place` is the field it went to, null the page. */
  onText: (text: string, event: Event, field: Field | null) => void
  /** Keys came whose text never did. */
  onLost: () => void
}

/** Whether a key press does not say which key it was. */
export const isUntold = (event: KeyboardEvent) =>
  UNTOLD.has(event.key) || event.keyCode === UNTOLD_CODE

/** Whether an element is the invisible field that takes text meant for the page. */
export const isCatcher = (target: EventTarget | null) =>
  target instanceof Element && target.matches('[data-catches-scans]')

/**
 * Watches for the text of input methods: scanners built into Android devices send key presses
 * without a key, then the text, and only to a field. Where no field has the focus, an invisible
 * one takes it for a moment, without opening the keyboard on the screen. Returns a function that
 * stops.
 */
export function watchUntold(listener: UntoldListener): () => void {
  const catcher = new Catcher(listener)
  const onKey = (event: KeyboardEvent) => catcher.takeKey(event)
  const onPress = (event: KeyboardEvent) => catcher.takePress(event)
  const onText = (event: InputEvent) => catcher.takeText(event)
  const onComposed = (event: CompositionEvent) => catcher.takeComposed(event)
  window.addEventListener('keydown', onKey, { capture: true })
  window.addEventListener('keypress', onPress, { capture: true })
  window.addEventListener('beforeinput', onText, { capture: true })
  window.addEventListener('compositionend', onComposed, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true })
    window.removeEventListener('keypress', onPress, { capture: true })
    window.removeEventListener('beforeinput', onText, { capture: true })
    window.removeEventListener('compositionend', onComposed, { capture: true })
    catcher.stop()
  }
}

/** The text of the kinds of input that insert one; a composition ends in an event of its own. */
const TEXTS: Readonly<Record<string, (event: InputEvent) => string | null>> = {
  insertText: ({ data }) => data,
  insertLineBreak: () => '\n',
}

class Catcher {
  private field: HTMLInputElement | undefined
  private focusedBefore: Element | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Untold keys since the last text. */
  private untold = 0

  constructor(private readonly listener: UntoldListener) {}

  takeKey(event: KeyboardEvent): void {
    if (!isUntold(event)) {
      this.untold = 0
      return
    }
    this.untold += 1
    if (!fieldOf(event.target)) this.catchText()
    if (this.field) this.restIdle()
  }

  /** Some keyboards tell the character of an untold key only as it is pressed. */
  takePress(event: KeyboardEvent): void {
    if (this.untold === 0 || event.key.length !== 1 || !this.isCaught(event.target)) return
    this.give(event.key, event, null)
  }

  takeText(event: InputEvent): void {
    const text = TEXTS[event.inputType]?.(event)
    if (!text) return
    const isCaught = this.isCaught(event.target)
    // One character of a told key was taken as that key.
    if (!isCaught && this.untold === 0 && text.length === 1) return
    this.give(text, event, isCaught ? null : fieldOf(event.target))
  }

  takeComposed(event: CompositionEvent): void {
    if (this.isCaught(event.target) && event.data) this.give(event.data, event, null)
    if (this.field) this.field.value = ''
  }

  stop(): void {
    clearTimeout(this.timer)
    this.field?.remove()
  }

  private give(text: string, event: Event, field: Field | null): void {
    this.untold = 0
    if (this.field) this.restIdle()
    this.listener.onText(text, event, field)
  }

  private isCaught(target: EventTarget | null): boolean {
    return this.field !== undefined && (target === this.field || !fieldOf(target))
  }

  private catchText(): void {
    const field = (this.field ??= invisibleField())
    // Everything outside the dialog in front is inert.
    const home = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    if (field.parentElement !== home) home.append(field)
    if (document.activeElement === field) return
    this.focusedBefore = document.activeElement
    field.focus({ preventScroll: true })
  }

  private restIdle(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.rest(), IDLE_MS)
  }

  /** Gives the focus back, and tells of keys whose text never came. */
  private rest(): void {
    const { field, untold } = this
    this.untold = 0
    if (field && document.activeElement === field) {
      field.value = ''
      field.blur()
      if (this.focusedBefore instanceof HTMLElement)
        this.focusedBefore.focus({ preventScroll: true })
    }
    if (untold >= LOST_KEYS && field) this.listener.onLost()
  }
}

function invisibleField(): HTMLInputElement {
  const field = document.createElement('input')
  // No keyboard on the screen, nothing proposed, nothing seen or read aloud.
  Object.assign(field, { inputMode: 'none', autocomplete: 'off', tabIndex: -1 })
  field.dataset['catchesScans'] = ''
  field.setAttribute('aria-hidden', 'true')
  field.style.cssText =
    'position:fixed;top:0;left:0;width:1px;height:1px;opacity:0;border:0;padding:0'
  return field
}
