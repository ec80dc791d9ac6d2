import type { Field, FieldState } from './field'
import { fieldOf, keepsText, restoreField, stateOf, typeInto } from './field'
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
} from '@/core/scanning/burst'
import { codeShown } from '@/core/scanning/articleCode'
import { readingsOf, readingsOfText, type Scan } from '@/core/scanning/readings'
import type { IsKnown } from '@/core/scanning/scanVerdict'
import type { Stroke } from '@/core/scanning/stroke'
import { hold, inPage, isChord, isEndKey, isModifier, separatorOf } from './scanKeys'
import { isCatcher, isUntold, watchUntold } from './untoldKeys'

/** Some scanners end with two keys. */
const SECOND_END_MS = 100
/** Enter that comes so long after a scan found without it is still the scan's. */
const LATE_END_MS = 700
/** A timer this late was delayed by a busy device; the keys after it may be delayed too. */
const LATE_MS = 20
const LOOK_AGAIN_MS = 30
/** A text of fewer characters at once may be a word that a phone's keyboard proposed. */
const SHORTEST_TEXT = 8

export interface ScanListener {
  isKnown: IsKnown
  onScan: (scan: Scan) => void
  /** A scan of which a part is missing, or that this device did not deliver: it does nothing. */
  onBroken: () => void
}

/**
 * Watches every key of the page for scanners that type, wherever the focus is; returns a function
 * that stops. Keys typed by a scanner reach no field, button or other listener; keys typed by a
 * person reach them in order. To be called before any other listener is added.
 *
 * A field with `data-takes-codes` receives scans as text. What is pasted or filled in at once in a
 * field with `data-takes-numbers` stays there: one SIRET in ten is also a right article code.
 * A field with `data-takes-text` keeps all that is typed in it.
 */
export function captureScans(listener: ScanListener): () => void {
  const capture = new ScanCapture(listener)
  const onKey = (event: KeyboardEvent) => capture.takeKey(event)
  const unwatch = watchUntold({
    onText: (text, event, field) => capture.takeText(text, event, field),
    onLost: listener.onBroken,
  })
  const onTap = () => capture.takeTap()
  window.addEventListener('keydown', onKey, { capture: true })
  window.addEventListener('pointerdown', onTap, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true })
    window.removeEventListener('pointerdown', onTap, { capture: true })
    unwatch()
    capture.stop()
  }
}

class ScanCapture {
  private burst: Burst = NO_BURST
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Until this time Enter is still a part of the last scan. */
  private endUntilMs = -Infinity
  private isReplaying = false
  private readonly targets = new WeakMap<Stroke, EventTarget>()
  /** State of a field just before it received each stroke. */
  private readonly fieldsBefore = new WeakMap<Stroke, FieldState>()

  constructor(private readonly listener: ScanListener) {}

  stop(): void {
    clearTimeout(this.timer)
  }

  /** A finger comes after the keys of its hand: those still held reach the page before the tap. */
  takeTap(): void {
    if (isSurelyFast(this.burst)) return
    this.follow(feedOther(this.burst), performance.now())
  }

  takeKey(event: KeyboardEvent): void {
    if (this.isReplaying || event.isComposing) return
    if (isModifier(event) || isUntold(event)) return
    if (keepsText(fieldOf(event.target))) return this.takeTap()
    const stroke = this.strokeOf(event)
    if (stroke === 'swallowed') hold(event)
    else this.takeStroke(stroke, event, isCatcher(event.target) ? document.body : event.target)
  }

  /**
   * Takes text that came without telling its keys, as from the scanners built into some devices:
   * a whole code at once, or one character after another. `place` received it; null is the page.
   */
  takeText(text: string, event: Event, field: Field | null): void {
    if (this.isReplaying) return
    if (keepsText(field)) return this.takeTap()
    const whole = text.trim()
    const readings = readingsOfText(whole)
    const isOther = readings[0]?.kind === 'other' || field?.matches('[data-takes-numbers]')
    if (whole.length >= SHORTEST_TEXT && !(field && isOther)) {
      hold(event)
      this.follow(feedOther(this.burst), event.timeStamp)
      this.give({ readings, strokes: [] }, field)
      return
    }
    const characters = [...text]
    if (field && characters.length > 1) return
    const target = field ?? document.body
    for (const key of characters) {
      const isEnd = key === '\n' || key === '\r'
      const stroke = { key, code: '', isShifted: false, atMs: event.timeStamp }
      this.takeStroke(isEnd ? null : stroke, event, target, isEnd)
    }
    // Nothing of it is left in the till's own invisible field.
    if (!field) hold(event)
  }

  private takeStroke(
    stroke: Stroke | null,
    event: Event,
    target: EventTarget | null,
    isEnd = !stroke && isEndKey(event, isSurelyFast(this.burst)),
  ): void {
    const isLate = isEnd && this.burst.strokes.length === 0 && event.timeStamp <= this.endUntilMs
    if (isLate) {
      hold(event)
      return
    }
    const field = fieldOf(target)
    const { isKnown } = this.listener
    // A number pad key that moves the cursor (no Num Lock) is not held back outside a scan.
    const isGivenFirst = field !== null || (stroke?.key.length ?? 0) > 1
    const step = stroke
      ? feedStroke(this.burst, stroke, isGivenFirst, isKnown)
      : isEnd
        ? feedEnd(this.burst, event.timeStamp, isKnown)
        : feedOther(this.burst)
    if (stroke && target) this.targets.set(stroke, target)
    if (step.key === 'hold') hold(event)
    this.follow(step, event.timeStamp, isEnd)
    if (stroke && field && step.key === 'pass') this.fieldsBefore.set(stroke, stateOf(field))
  }

  private strokeOf(event: KeyboardEvent): Stroke | null | 'swallowed' {
    const { key, code, shiftKey, timeStamp } = event
    const isInScan = isSurelyFast(this.burst)
    if (isInScan) {
      const separator = separatorOf(event, this.burst.strokes.at(-1))
      if (separator) return separator
    }
    const prints = key.length === 1 || /^Numpad\d$/.test(code)
    // A dead key or a space belongs to a scan only in the middle of one.
    const isPlain = prints && key !== ' '
    const isPart = isInScan && (prints || key === 'Dead')
    if (isChord(event) || event.repeat || !(isPlain || isPart)) return null
    return { key, code, isShifted: shiftKey, atMs: timeStamp }
  }

  private follow(step: BurstStep, nowMs: number, isEnded = false): void {
    this.burst = step.burst
    this.takeBack(step.takenBack)
    for (const stroke of step.released) this.replay(stroke)
    clearTimeout(this.timer)
    const pauseMs = waitMs(this.burst, this.listener.isKnown)
    if (pauseMs !== null) this.lookIn(pauseMs, true)
    if (step.scanned ?? step.broken) {
      this.endUntilMs = nowMs + (isEnded ? SECOND_END_MS : LATE_END_MS)
    }
    if (step.broken) this.listener.onBroken()
    if (step.scanned) {
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
    // Without a field only digits are undone. The page ignored the other characters of a scanner
    // of another layout; a Backspace for them would erase an earlier digit.
    for (const stroke of strokes.filter(({ key }) => /^\d$/.test(key))) {
      this.dispatch(inPage(this.targets.get(stroke)), { key: 'Backspace', code: 'Backspace' })
    }
  }

  /** Plans the end of a scan after a pause. After a late timer pending keys get a moment more. */
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
    const target = inPage(this.targets.get(stroke))
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
