import { inWindows1252 } from '@/core/printing/codePage'
import { printable } from '@/core/printing/layOut'

/** Tables of letters of displays; `ascii` has no accents, and is in all of them. */
export const POLE_PAGES = ['ascii', 'cp437', 'cp850', 'windows1252'] as const
export type PolePage = (typeof POLE_PAGES)[number]

/** The first letters beyond ASCII, from 0x80 on: what a shop writes. The rest of these pages are lines and signs. */
const LETTERS_437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿'
const LETTERS_850 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿'
/** Letters of Windows-1252 beside Latin-1, by their bytes. */
const LETTERS_1252: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  Š: 0x8a,
  Œ: 0x8c,
  Ž: 0x8e,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '•': 0x95,
  '–': 0x96,
  '—': 0x97,
  š: 0x9a,
  œ: 0x9c,
  ž: 0x9e,
  Ÿ: 0x9f,
}
/** What is written for a letter that a page lacks and no decomposition brings closer. */
const CLOSEST: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '…': '...',
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '×': 'x',
  '·': '.',
  '•': '*',
  '°': 'o',
}
const IS_ASCII = /^[ -~]$/
const IS_MARK = /\p{M}/gu

/** The byte of a letter in a page; undefined where it has none. */
export function byteIn(page: PolePage, letter: string): number | undefined {
  if (IS_ASCII.test(letter)) return letter.charCodeAt(0)
  if (page === 'ascii') return undefined
  if (page === 'windows1252') {
    const code = letter.codePointAt(0) ?? 0
    return code >= 0xa1 && code <= 0xff ? code : LETTERS_1252[letter]
  }
  const at = (page === 'cp437' ? LETTERS_437 : LETTERS_850).indexOf(letter)
  return at < 0 ? undefined : 0x80 + at
}

/** A text in the letters of a page alone: others become the closest, else `?`. It may grow. */
export function inPage(page: PolePage, text: string): string {
  return [...printable(inWindows1252(printable(text)))]
    .map(letter => closest(page, letter))
    .join('')
}

function closest(page: PolePage, letter: string): string {
  if (byteIn(page, letter) !== undefined) return letter
  const known = CLOSEST[letter]
  if (known !== undefined) return known
  const plain = letter.normalize('NFD').replace(IS_MARK, '')
  return IS_ASCII.test(plain) ? plain : '?'
}
