/*
 * Texts come from a shop, forms, scanners, files and older versions. A journal seals only well-formed
 * texts (RFC 8785), and an XML file takes no control character: a text is made sound where it
 * enters, so that no name ever stops a sale.
 */

/** One half of a pair of UTF-16 units, as a cut emoji leaves behind. */
const LONE_SURROGATE = /\p{Surrogate}/gu
/**
 * Control characters, but for tab, line break and the group separator of GS1 codes; and characters
 * that are none (U+FFFE, U+FFFF).
 */
const CONTROL =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001c\u001e\u001f\u007f-\u009f\ufffe\uffff]/g
/** Marks that turn the direction of the text behind them: what is read is not what is stored. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** All of them, to skip the work on nearly every text. */
const UNSOUND =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001c\u001e\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u

/**
 * A text without lone surrogates, control characters and marks that turn its direction. Line
 * breaks, tabs and the group separators of codes stay.
 */
export function soundText(text: string): string {
  if (!UNSOUND.test(text)) return text
  return text
    .replace(/\r\n?/g, '\n')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(CONTROL, ' ')
    .replace(TURNING, '')
}

/** A sound text on one line, without blanks around it, of at most `most` characters. */
export function soundLine(text: string, most: number): string {
  const line = soundText(text).replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  // Not in the middle of a character of two units.
  return line.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}

/**
 * A value with all its texts sound, names of fields aside; the same value where they are already.
 * Only plain data is looked into: a key or a handle stays what it is.
 */
export function withSoundTexts<Value>(value: Value): Value {
  return soundOf(value, 0) as Value
}

/** Nothing that the till stores is deeper. */
const DEEPEST = 64

function soundOf(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return soundText(value)
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return value
  if (Array.isArray(value)) {
    const list = value.map(one => soundOf(one, depth + 1))
    return list.every((one, index) => one === value[index]) ? value : list
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  const fields = Object.entries(value)
  const sound = fields.map(([name, one]) => [name, soundOf(one, depth + 1)] as const)
  const isSame = sound.every(([, one], index) => one === fields[index]?.[1])
  return isSame ? value : Object.fromEntries(sound)
}
