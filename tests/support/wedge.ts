/** A scanner that types: the keys it presses, and the characters the device reads. */
export interface Wedge {
  /** Layout the scanner was set to; `numpad` presses the keys of the number pad. */
  scanner: 'us' | 'french' | 'numpad'
  /** Layout of the device. */
  device: 'us' | 'french'
  /** `shifts`: Caps Lock also gives the digits of the upper row, as on Windows in French. */
  capsLock: 'off' | 'letters' | 'shifts'
}

export interface Pressed {
  key: string
  code: string
  isShifted: boolean
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const DIGITS = [...'1234567890']

const rows = (digits: string, shiftedDigits: string) =>
  DIGITS.map((digit, index) => [`Digit${digit}`, digits[index], shiftedDigits[index]] as const)
const letters = (placeOf: (letter: string) => string) =>
  LETTERS.map(letter => [placeOf(letter), letter.toLowerCase(), letter] as const)

const FRENCH_PLACES: Record<string, string> = {
  A: 'KeyQ',
  Q: 'KeyA',
  Z: 'KeyW',
  W: 'KeyZ',
  M: 'Semicolon',
}

/** Position, character, character with Shift. */
const LAYOUTS = {
  us: [
    ...rows('1234567890', '!@#$%^&*()'),
    ...letters(letter => `Key${letter}`),
    ['Space', ' ', ' '],
    ['Minus', '-', '_'],
    ['Equal', '=', '+'],
    ['Semicolon', ';', ':'],
    ['Comma', ',', '<'],
    ['Period', '.', '>'],
    ['Slash', '/', '?'],
    ['BracketRight', ']', '}'],
  ],
  french: [
    ...rows('&é"\'(-è_çà', '1234567890'),
    ...letters(letter => FRENCH_PLACES[letter] ?? `Key${letter}`),
    ['Minus', ')', '°'],
    ['Equal', '=', '+'],
    ['KeyM', ',', '?'],
    ['Comma', ';', '.'],
    ['Period', ':', '/'],
    ['Slash', '!', '§'],
    ['BracketRight', '$', '£'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string | undefined, unknown])[]>

export const WEDGES: Wedge[] = (['us', 'french', 'numpad'] as const).flatMap(scanner =>
  (['us', 'french'] as const).flatMap(device =>
    (['off', 'letters', 'shifts'] as const).map(capsLock => ({ scanner, device, capsLock })),
  ),
)

/** The keys a scanner presses for a code, each with the character the device reads. */
export function pressedFor(text: string, { scanner, device, capsLock }: Wedge): Pressed[] {
  return [...text].map(character => {
    if (scanner === 'numpad' && /\d/.test(character)) {
      return { key: character, code: `Numpad${character}`, isShifted: false }
    }
    const from = LAYOUTS[scanner === 'french' ? 'french' : 'us']
    const place = from.find(([, plain, shifted]) => plain === character || shifted === character)
    if (!place) throw new Error(`no key for ${character}`)
    const [code, plain] = place
    const isShifted = plain !== character
    return { key: printed(code, isShifted, device, capsLock), code, isShifted }
  })
}

function printed(
  code: string,
  isShifted: boolean,
  device: Wedge['device'],
  capsLock: Wedge['capsLock'],
): string {
  const place = LAYOUTS[device].find(([at]) => at === code)
  if (!place) return '§'
  const [, plain = '', shifted = ''] = place
  const isDigitRow = code.startsWith('Digit')
  if (capsLock === 'shifts' && isDigitRow && device === 'french') return isShifted ? plain : shifted
  const key = isShifted ? shifted : plain
  if (capsLock === 'off') return key
  return key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase()
}
