import { GROUP_SEPARATOR } from './gs1'
import { SEPARATOR_KEY, type Stroke } from './stroke'

/** Characters of each key without and with Shift, by the key's DOM `code`. */
type Layout = Record<string, string>

/** Keys that print the same character on every layout. */
const NUMPAD: Layout = {
  [SEPARATOR_KEY]: GROUP_SEPARATOR + GROUP_SEPARATOR,
  Space: '  ',
  NumpadDecimal: '..',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
}

/** Symbols of the US layout, the factory setting of scanners. */
const US: Layout = {
  ...NUMPAD,
  ...digitRow('1234567890', '!@#$%^&*()'),
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
}

/** The French layout, for a scanner set to it on a device with another layout. */
const FRENCH: Layout = {
  ...NUMPAD,
  ...digitRow('&é"\'(-è_çà', '1234567890'),
  KeyA: 'qQ',
  KeyQ: 'aA',
  KeyW: 'zZ',
  KeyZ: 'wW',
  KeyM: ',?',
  Semicolon: 'mM',
  Minus: ')°',
  Equal: '=+',
  BracketRight: '$£',
  Backslash: '*µ',
  Quote: 'ù%',
  Backquote: '²²',
  Comma: ';.',
  Period: ':/',
  Slash: '!§',
  IntlBackslash: '<>',
}

/** Digits by the characters of the AZERTY digit row, also with Belgian layout or Caps Lock. */
const AZERTY_DIGITS = digitsOf('&é"\'(-è_çà', '&É"\'(§È!ÇÀ')
/** Digits by the characters of the US digit row with Shift. */
const SHIFTED_DIGITS = digitsOf('!@#$%^&*()', '')

/** Text of the strokes on a US keyboard; undefined when a key is not known. */
export const usText = (strokes: readonly Stroke[]) => textOn(US, strokes)

/** Text of the strokes on a French keyboard; undefined when a key is not known. */
export const frenchText = (strokes: readonly Stroke[]) => textOn(FRENCH, strokes)

/** Text the device printed; undefined when a key printed nothing (a keypad without Num Lock). */
export function typedText(strokes: readonly Stroke[]): string | undefined {
  const keys = strokes.map(({ key }) => key)
  return keys.every(key => key.length === 1) ? keys.join('') : undefined
}

/**
 * The strokes as digits, whatever layout, Shift or Caps Lock made of them: by the keys' `code`, or
 * where a phone does not give it, by the characters that either layout prints on digit keys.
 */
export function digitTexts(strokes: readonly Stroke[]): string[] {
  const byKey = strokes.map(({ key, code }) => (/^\d$/.test(key) ? key : digitAt(code)))
  const byAzerty = strokes.map(({ key }, index) => byKey[index] ?? AZERTY_DIGITS.get(key))
  const byShift = strokes.map(({ key }, index) => byKey[index] ?? SHIFTED_DIGITS.get(key))
  return [byKey, byAzerty, byShift].flatMap(digits =>
    digits.every(digit => digit !== undefined) ? [digits.join('')] : [],
  )
}

/** `7` for `Digit7` and `Numpad7`. */
function digitAt(code: string): string | undefined {
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
}

function textOn(layout: Layout, strokes: readonly Stroke[]): string | undefined {
  const characters = strokes.map(({ code, isShifted }) => {
    const [plain, shifted] = layout[code] ?? defaultAt(code)
    return isShifted ? shifted : plain
  })
  return characters.every(character => character !== undefined) ? characters.join('') : undefined
}

function defaultAt(code: string): string {
  const character = /^Key([A-Z])$/.exec(code)?.[1]
  if (character) return character.toLowerCase() + character
  const digit = /^Numpad(\d)$/.exec(code)?.[1]
  return digit ? digit + digit : ''
}

function digitRow(plain: string, shifted: string): Layout {
  const digits = [...'1234567890']
  return Object.fromEntries(
    digits.map((digit, index) => [`Digit${digit}`, plain.charAt(index) + shifted.charAt(index)]),
  )
}

/** Maps the characters on the keys 1 to 9 and 0 to these digits. */
function digitsOf(row: string, otherRow: string): Map<string, string> {
  return new Map(
    [row, otherRow].flatMap(one =>
      [...one].map((character, index) => [character, String((index + 1) % 10)] as const),
    ),
  )
}
