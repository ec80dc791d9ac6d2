import type { Stroke } from './stroke'

/** What a key prints, without and with Shift, by its place. */
type Layout = Record<string, string>

/** Keys that print the same on every layout. */
const NUMPAD: Layout = {
  Space: '  ',
  NumpadDecimal: '..',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
}

/** Symbols of the US layout, that scanners have when they leave their factory. */
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

/** The French layout, for a scanner set to it on a device that is not. */
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

/** Digits by what an AZERTY keyboard prints in their place; Belgian and Caps Lock too. */
const AZERTY_DIGITS = digitsOf('&é"\'(-è_çà', '&É"\'(§È!ÇÀ')
/** Digits by what a US keyboard prints with Shift. */
const SHIFTED_DIGITS = digitsOf('!@#$%^&*()', '')

/** What the strokes print on a US keyboard; undefined when a place is not known. */
export const usText = (strokes: readonly Stroke[]) => textOn(US, strokes)

/** What the strokes print on a French keyboard; undefined when a place is not known. */
export const frenchText = (strokes: readonly Stroke[]) => textOn(FRENCH, strokes)

/** What the device printed; undefined when a key printed nothing (a keypad without Num Lock). */
export function typedText(strokes: readonly Stroke[]): string | undefined {
  const keys = strokes.map(({ key }) => key)
  return keys.every(key => key.length === 1) ? keys.join('') : undefined
}

/**
 * The strokes as digits, whatever the layout, Shift or Caps Lock made of them: by their
 * places, or where a phone does not tell these, by what either layout prints there.
 */
export function digitTexts(strokes: readonly Stroke[]): string[] {
  const byPlace = strokes.map(({ key, code }) => (/^\d$/.test(key) ? key : digitAt(code)))
  const byAzerty = strokes.map(({ key }, index) => byPlace[index] ?? AZERTY_DIGITS.get(key))
  const byShift = strokes.map(({ key }, index) => byPlace[index] ?? SHIFTED_DIGITS.get(key))
  return [byPlace, byAzerty, byShift].flatMap(digits =>
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
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter) return letter.toLowerCase() + letter
  const digit = /^Numpad(\d)$/.exec(code)?.[1]
  return digit ? digit + digit : ''
}

function digitRow(plain: string, shifted: string): Layout {
  const places = [...'1234567890']
  return Object.fromEntries(
    places.map((digit, index) => [`Digit${digit}`, plain.charAt(index) + shifted.charAt(index)]),
  )
}

/** From what stands in the places of 1 to 9 then 0 to the digits themselves. */
function digitsOf(row: string, otherRow: string): Map<string, string> {
  return new Map(
    [row, otherRow].flatMap(one =>
      [...one].map((character, index) => [character, String((index + 1) % 10)] as const),
    ),
  )
}
