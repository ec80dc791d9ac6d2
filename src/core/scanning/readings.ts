import { kindOf, type CodeKind } from './checkDigit'
import { readGs1 } from './gs1'
import { digitTexts, frenchText, typedText, usText } from './layouts'
import type { Stroke } from './stroke'
import { soundText } from '@/core/text'

/** One possible text of a scan. */
export interface Reading {
  text: string
  /** `other` when no check digit proves the text. */
  kind: CodeKind
  /**
   * The text differs from what the device printed: its layout, Shift or Caps Lock had changed it.
   */
  isRepaired: boolean
}

/** One scan: its possible texts, and its keys, empty for a scan by camera. */
export interface Scan {
  readings: readonly Reading[]
  strokes: readonly Stroke[]
}

/** Characters that labels use; a text with any other character was spoilt by a layout. */
const PLAIN = /^[0-9A-Za-z $%+\-./_]+$/
/**
 * Symbology identifiers that a scanner may put before the code (ISO 15424), and the `$0` that some
 * tills ask their owners to set.
 */
const PREFIX = /^(?:\][A-Za-z]\d|\$0)(?=.{6})/

/**
 * Possible texts of a burst of keys, best first: texts proven by a check digit, then plain digits,
 * then the text the device printed, then the texts on other layouts.
 */
export function readingsOf(strokes: readonly Stroke[]): Reading[] {
  const typed = typedText(strokes)
  const texts = [typed, ...digitTexts(strokes), usText(strokes), frenchText(strokes)].filter(
    text => text !== undefined,
  )
  return readingsOfTexts(texts, typed)
}

/** Possible texts of a code read by a camera or pasted into a field. */
export function readingsOfText(text: string): Reading[] {
  return readingsOfTexts([text], text)
}

function readingsOfTexts(scanned: readonly string[], typed: string | undefined): Reading[] {
  const texts = scanned.map(soundText)
  const stripped = texts.map(text => text.replace(PREFIX, ''))
  const spelled = [...texts, ...stripped]
  const all = new Set([...spelled, ...spelled.map(text => text.toUpperCase())])
  const readings = [...all].map(text => ({
    text,
    kind: kindOfText(text),
    isRepaired: text !== typed,
  }))
  // The sort is stable: among equals, the text the device printed stays first.
  return readings.sort((one, other) => rankOf(one) - rankOf(other))
}

function kindOfText(text: string): CodeKind {
  const kind = kindOf(text)
  return kind === 'other' && readGs1(text) ? 'gs1' : kind
}

function rankOf({ text, kind }: Reading): number {
  if (kind !== 'other') return 0
  if (/^\d+$/.test(text)) return 1
  return PLAIN.test(text) ? 2 : 3
}
