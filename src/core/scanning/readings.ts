import { kindOf, type CodeKind } from './checkDigit'
import { digitTexts, frenchText, typedText, usText } from './layouts'
import type { Stroke } from './stroke'

/** One thing a scan can mean. */
export interface Reading {
  text: string
  /** `other` where no check digit proves it. */
  kind: CodeKind
  /** The device's layout, Shift or Caps Lock had changed it. */
  isRepaired: boolean
}

/** One scan: what it can mean, and the keys it came as; none from a camera. */
export interface Scan {
  readings: readonly Reading[]
  strokes: readonly Stroke[]
}

/** What labels are made of; a text with anything else was spoilt by a layout. */
const PLAIN = /^[0-9A-Za-z $%+\-./_]+$/
/** Symbology identifiers that scanners may put before the code (ISO 15424), and the `$0`
    that some tills ask their owners to set. */
const PREFIX = /^(?:\][A-Za-z]\d|\$0)(?=.{6})/

/**
 * What a burst of keys can mean, best first: what a check digit proves, then plain digits,
 * then what the device printed, then what other layouts print in the same places.
 */
export function readingsOf(strokes: readonly Stroke[]): Reading[] {
  const typed = typedText(strokes)
  const texts = [typed, ...digitTexts(strokes), usText(strokes), frenchText(strokes)].filter(
    text => text !== undefined,
  )
  return readingsOfTexts(texts, typed)
}

/** What a text read by a camera, or put in a field at once, can mean. */
export function readingsOfText(text: string): Reading[] {
  return readingsOfTexts([text], text)
}

function readingsOfTexts(texts: readonly string[], typed: string | undefined): Reading[] {
  const stripped = texts.map(text => text.replace(PREFIX, ''))
  const spelled = [...texts, ...stripped]
  const all = new Set([...spelled, ...spelled.map(text => text.toUpperCase())])
  const readings = [...all].map(text => ({ text, kind: kindOf(text), isRepaired: text !== typed }))
  // Sorting is stable: among equals, what the device printed stays first.
  return readings.sort((one, other) => rankOf(one) - rankOf(other))
}

function rankOf({ text, kind }: Reading): number {
  if (kind !== 'other') return 0
  if (/^\d+$/.test(text)) return 1
  return PLAIN.test(text) ? 2 : 3
}
