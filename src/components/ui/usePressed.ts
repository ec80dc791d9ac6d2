import { useEventListener } from '@vueuse/core'

/** A finger that rests moves less, in px; further, it was drawn away to take nothing. */
const STILL_PX = 12

/**
 * Takes what was under the finger as it came down. Before it is lifted a sync may put another
 * thing there, or take the pressed button away, and a notice may move it: the browser would then
 * click on what stands there now, or on nothing. Both functions are for the events of a button.
 */
export function usePressed<Thing>(take: (thing: Thing) => void) {
  let pressed: { thing: Thing; button: EventTarget | null; down: PointerEvent } | null = null
  /** The click that ended a press, and took what was pressed. */
  let answered: Event | null = null

  function press(thing: Thing, down: PointerEvent): void {
    if (!down.isPrimary || down.button !== 0) return
    pressed = { thing, button: down.currentTarget, down }
  }

  /** By a key or an assistive device, that press nothing; the end of a press was answered. */
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
    // What has come under the finger was not pressed.
    if (!isOnIt) click.stopPropagation()
    take(thing)
  }

  /** A mouse clicks on nothing once the pressed button is gone; a finger, on what is there. */
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
