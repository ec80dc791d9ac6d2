import { fieldOf, restoreField, stateOf, typeInto, type Field, type FieldState } from './field'
import {
  feedEnd,
  feedOther,
  feedPause,
  feedStroke,
  isSurelyFast,
  NO_BURST,
  waitMs,
  type Burst,
  type BurstStep,
  type IsKnown,
} from '@/core/scanning/burst'
import { codeShown } from '@/core/scanning/articleCode'
import { readingsOf, readingsOfText, type Scan } from '@/core/scanning/readings'
import type { Stroke } from '@/core/scanning/stroke'

/** Keys that only change what other keys print. */
const MODIFIERS = new Set(
  'Shift CapsLock NumLock ScrollLock AltGraph Control Alt Meta Fn'.split(' '),
)
/** Key names of a phone's keyboard, which delivers its text in another event. */
const UNTOLD = new Set(['Unidentified', 'Process'])
/** Some scanners end with two keys. */
const SECOND_END_MS = 100
/** A timer this late was delayed by a busy device; the keys after it may be delayed too. */
const LATE_MS = 20
const LOOK_AGAIN_MS = 30

export interface ScanListener {
  isKnown: IsKnown
  onScan: (scan: Scan) => void
}

/**
 * Watches every key of the page for scanners that type, wherever the focus is; returns a function
 * that stops. Keys typed by a scanner reach no field, button or other listener; keys typed by a
 * person reach them in order. To be called before any other listener is added.
 *
 * A field with `data-takes-codes` receives scans as text.
 */
export function captureScans(listener: ScanListener): () => void {
  const capture = new ScanCapture(listener)
  const onKey = (event: KeyboardEvent) => capture.takeKey(event)
  const onText = (event: InputEvent) => capture.takeText(event)
  window.addEventListener('keydown', onKey, { capture: true })
  window.addEventListener('beforeinput', onText, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true })
    window.removeEventListener('beforeinput', onText, { capture: true })
    capture.stop()
  }
}

class ScanCapture {
  private burst: Burst = NO_BURST
  private timer: ReturnType<typeof setTimeout> | undefined
  private scannedAtMs = -Infinity
  private isReplaying = false
  private readonly targets = new WeakMap<Stroke, EventTarget>()
  /** State of a field just before it received each stroke. */
  private readonly fieldsBefore = new WeakMap<Stroke, FieldState>()

  constructor(private readonly listener: ScanListener) {}

  stop(): void {
    clearTimeout(this.timer)
  }

  takeKey(event: KeyboardEvent): void {
    if (this.isReplaying || event.isComposing) return
    if (MODIFIERS.has(event.key) || UNTOLD.has(event.key)) return
    const field = fieldOf(event.target)
    const stroke = this.strokeOf(event)
    const isEnd = !stroke && isEndKey(event, isSurelyFast(this.burst))
    const isSecondEnd = isEnd && this.burst.strokes.length === 0
    if (isSecondEnd && event.timeStamp - this.scannedAtMs <= SECOND_END_MS) {
      hold(event)
      return
    }
    // A number pad key that moves the cursor (no Num Lock) is not held back outside a scan.
    const isGivenFirst = field !== null || event.key.length > 1
    const { isKnown } = this.listener
    const step = stroke
      ? feedStroke(this.burst, stroke, isGivenFirst, isKnown)
      : isEnd
        ? feedEnd(this.burst, event.timeStamp, isKnown)
        : feedOther(this.burst)
    if (stroke && event.target) this.targets.set(stroke, event.target)
    if (step.key === 'hold') hold(event)
    this.follow(step, event.timeStamp)
    if (stroke && field && step.key === 'pass') this.fieldsBefore.set(stroke, stateOf(field))
  }

  /**
   * Takes a whole code entered into a field at once, as the scanners built into some devices do.
   */
  takeText(event: InputEvent): void {
    const text = event.inputType === 'insertText' ? event.data?.trim() : undefined
    if (!text || text.length < 8 || this.isReplaying) return
    const readings = readingsOfText(text)
    if (readings[0]?.kind === 'other') return
    event.preventDefault()
    this.give({ readings, strokes: [] }, fieldOf(event.target))
  }

  private strokeOf(event: KeyboardEvent): Stroke | null {
    const { key, code, shiftKey, timeStamp } = event
    const isChord = (event.ctrlKey || event.altKey || event.metaKey) && !isThirdLevel(event)
    const prints = key.length === 1 || /^Numpad\d$/.test(code)
    // A dead key or a space belongs to a scan only in the middle of one.
    const isPlain = prints && key !== ' '
    const isInScan = isSurelyFast(this.burst) && (prints || key === 'Dead')
    if (isChord || event.repeat || !(isPlain || isInScan)) return null
    return { key, code, isShifted: shiftKey, atMs: timeStamp }
  }

  private follow(step: BurstStep, nowMs: number): void {
    this.burst = step.burst
    this.takeBack(step.takenBack)
    for (const stroke of step.released) this.replay(stroke)
    clearTimeout(this.timer)
    const pauseMs = waitMs(this.burst)
    if (pauseMs !== null) this.lookIn(pauseMs, true)
    if (step.scanned) {
      this.scannedAtMs = nowMs
      const [first] = step.scanned
      const target = first && this.targets.get(first)
      this.give(
        { readings: readingsOf(step.scanned), strokes: step.scanned },
        fieldOf(target ?? null),
      )
    }
  }

  /**
   * Undoes keys that the page already received. A field gets its old value back, which always
   * works. A listener of the whole page gets Backspace keys, as from a person; it received keys
   * only because a slow device did not deliver the next key in time.
   */
  private takeBack(strokes: readonly Stroke[]): void {
    const [first] = strokes
    const before = first && this.fieldsBefore.get(first)
    if (before) {
      restoreField(before)
      return
    }
    // Without a field only digits are undone. The page ignored the other characters, which a
    // scanner of another layout typed for digits; a Backspace for them would erase an earlier
    // digit.
    for (const stroke of strokes.filter(({ key }) => /^\d$/.test(key))) {
      const target = this.targets.get(stroke)
      if (target) this.dispatch(target, { key: 'Backspace', code: 'Backspace' })
    }
  }

  /**
   * Plans the end of a scan after a pause. When the timer is late, the device was busy, and pending
   * keys get a moment more.
   */
  private lookIn(delayMs: number, mayWait: boolean): void {
    const dueMs = performance.now() + delayMs
    this.timer = setTimeout(() => {
      const nowMs = performance.now()
      if (mayWait && nowMs > dueMs + LATE_MS) this.lookIn(LOOK_AGAIN_MS, false)
      else this.follow(feedPause(this.burst, this.listener.isKnown), nowMs)
    }, delayMs)
  }

  private give(scan: Scan, field: Field | null): void {
    if (field?.matches('[data-takes-codes]')) {
      const isBehindCode = /\S$/.test(field.value)
      this.type(field, `${isBehindCode ? ' ' : ''}${codeShown(scan.readings[0]?.text ?? '')}`)
    } else {
      this.listener.onScan(scan)
    }
  }

  /** Sends a held key to the element it was typed in, as if it had just been pressed. */
  private replay(stroke: Stroke): void {
    const target = this.targets.get(stroke) ?? document.body
    const { key, code, isShifted } = stroke
    const field = fieldOf(target)
    if (field) this.fieldsBefore.set(stroke, stateOf(field))
    const isTyped = this.dispatch(target, { key, code, shiftKey: isShifted })
    if (field && isTyped && key.length === 1) this.type(field, key)
  }

  /** Sends a key to an element; true when the page did not prevent its default action. */
  private dispatch(target: EventTarget, pressed: KeyboardEventInit): boolean {
    this.isReplaying = true
    const how = { ...pressed, bubbles: true, cancelable: true, composed: true }
    const isLeft = target.dispatchEvent(new KeyboardEvent('keydown', how))
    this.isReplaying = false
    return isLeft
  }

  private type(field: Field, text: string): void {
    this.isReplaying = true
    typeInto(field, text)
    this.isReplaying = false
  }
}

function hold(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** Enter and Tab; within a scan also the line feed that some scanners send as Ctrl+J or Ctrl+M. */
function isEndKey(event: KeyboardEvent, isInScan: boolean): boolean {
  if (event.key === 'Enter' || event.key === 'Tab') return !event.repeat
  return isInScan && event.ctrlKey && ['j', 'm'].includes(event.key.toLowerCase())
}

/** Third level characters, such as `@` on a French keyboard, are typed with Ctrl+Alt. */
function isThirdLevel(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.getModifierState('AltGraph')
}
