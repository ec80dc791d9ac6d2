import { useEventListener } from '@vueuse/core'

/** A resting finger moves less than this, in px; beyond it, the finger was drawn away to cancel. */
const STILL_PX = 12

/**
 * Takes what was under the finger when it came down. Before it is lifted, a sync may put another
 * article there or remove the pressed button, and a notice may move it: the browser would then
 * click on what is there now, or on nothing. Bind both functions to the events of a button.
 */
export function usePressed<Thing>(take: (thing: Thing) => void) {
  let pressed: { thing: Thing; button: EventTarget | null; down: PointerEvent } | null = null
  /** The click that ended a press, and took what was pressed. */
  let answered: Event | null = null

  function press(thing: Thing, down: PointerEvent): void {
    if (!down.isPrimary || down.button !== 0) return
    pressed = { thing, button: down.currentTarget, down }
  }

  /**
   * Takes clicks of a key or an assistive device, which have no press. The click that ended a press
   * was handled already.
   */
  function tap(thing: Thing, click: MouseEvent): void {
    if (click !== answered) take(thing)
  }

  function forget(): void {
    pressed = null
  }

  function answer(click: MouseEvent): void {
    if (!pressed || click.detail === 0) return
    const { thing, button, down } = pressed
    const isOnIt = button !== null && click.composedPath().includes(button)
    forget()
    if (!isOnIt && !isStill(down, click)) return
    answered = click
    // The element now under the finger was not pressed.
    if (!isOnIt) click.stopPropagation()
    take(thing)
  }

  /** Once the pressed button is gone, a mouse sends no click; a finger clicks on what is there. */
  function release(up: PointerEvent): void {
    const ended = pressed
    if (!ended || up.pointerType !== 'mouse' || !isStill(ended.down, up)) return
    setTimeout(() => {
      if (pressed !== ended) return
      forget()
      take(ended.thing)
    })
  }

  useEventListener(document, ['pointerdown', 'pointercancel'], forget, { capture: true })
  useEventListener(document, 'pointerup', release, { capture: true })
  useEventListener(document, 'click', answer, { capture: true })
  return { press, tap }
}

const isStill = (from: MouseEvent, to: MouseEvent) =>
  Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) <= STILL_PX
