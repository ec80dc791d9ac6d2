import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEscPos } from '../support/printer/decodeEscPos'
import { decodeStarPrnt } from '../support/printer/decodeStarPrnt'
import { EVERY_PAPER, LONG_NAME, longReceipt, t } from '../support/printer/everyPaper'
import { linesOf, type Printed } from '../support/printer/roll'
import { inWindows1252 } from '@/core/printing/codePage'
import { drawDots } from '@/core/printing/dotPicture'
import { layOut } from '@/core/printing/layOut'
import {
  basicLines,
  centredLine,
  leftLine,
  rowLine,
  RULE,
  withTexts,
  type PaperLine,
} from '@/core/printing/paperLine'
import { USUAL_PROFILE, type PrinterProfile } from '@/core/printing/printerProfile'
import { receiptLines } from '@/messages/printing/receiptLines'
import { encodePaper } from '@/printing/encodePaper'

const COLUMNS = [32, 42, 48] as const
const LANGUAGES = ['esc-pos', 'star-prnt'] as const
const PRINTERS = LANGUAGES.flatMap(language =>
  COLUMNS.map(columns => ({ ...USUAL_PROFILE, language, columns })),
)
const nameOf = ({ language, columns }: PrinterProfile) => `${language} ${columns}`

/** What the printer of this profile makes of what the till sends it. */
function print(lines: readonly PaperLine[], profile: PrinterProfile): Printed[] {
  const decode = profile.language === 'esc-pos' ? decodeEscPos : decodeStarPrnt
  return decode(encodePaper(lines, profile), profile.columns)
}

/** What stands on the paper by the lines themselves, in the letters of the printer. */
const wanted = (lines: readonly PaperLine[], columns: number) =>
  layOut(withTexts(basicLines(lines), inWindows1252), columns)

const withoutFeed = (printed: readonly Printed[], { feedLines }: PrinterProfile) => {
  const lines = linesOf(printed)
  expect(lines.slice(lines.length - feedLines)).toEqual(Array<string>(feedLines).fill(''))
  return lines.slice(0, lines.length - feedLines)
}

const anyText = fc.oneof(
  fc.string({ maxLength: 90 }),
  fc.string({ maxLength: 90, unit: 'binary' }),
  fc
    .array(
      fc.nat(0x17f).map(code => String.fromCodePoint(code)),
      { maxLength: 90 },
    )
    .map(letters => letters.join('')),
  fc.constantFrom(LONG_NAME, '1\u202f234,50\u00a0€', '\u001b@\u001bp0\u00fa\u00fa', '🦊 {B#[]'),
)
const anyWeight = fc.constantFrom('plain' as const, 'small', 'strong', 'large')
const anyLine: fc.Arbitrary<PaperLine> = fc.oneof(
  fc.tuple(anyText, anyWeight).map(([text, weight]) => leftLine(text, weight)),
  fc.tuple(anyText, anyWeight).map(([text, weight]) => centredLine(text, weight)),
  fc
    .tuple(anyText, anyText, anyWeight)
    .map(([name, amount, weight]) => rowLine(name, amount, weight)),
  fc.constant(RULE),
  fc.record({
    kind: fc.constant('code' as const),
    symbology: fc.constantFrom('qr' as const, 'code128', 'ean13'),
    text: fc.oneof(
      anyText.filter(text => text !== ''),
      fc.constantFrom('3760000000017', '3760000000018'),
    ),
    caption: anyText,
    label: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('goods' as const),
    name: anyText,
    count: fc.constant('2 ×'),
    was: fc.constantFrom('', '6,00 €'),
    price: anyText,
    amount: anyText,
    details: fc.array(anyText, { maxLength: 3 }),
  }),
)
const anyCode = fc.constantFrom('native' as const, 'picture', 'none')

describe.each(PRINTERS.map(profile => [nameOf(profile), profile] as const))(
  'a printer, %s',
  (_name, profile) => {
    it.each(EVERY_PAPER.map(({ name, lines }) => [name, lines] as const))(
      'prints what %s says, line for line, and feeds it past the blade before the cut',
      (_paper, lines) => {
        const printed = print(lines, profile)
        expect(withoutFeed(printed, profile)).toEqual(wanted(lines, profile.columns))
        expect(printed.at(-1)).toEqual({ kind: 'cut', isPartial: true })
        expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(1)
      },
    )

    it('prints any texts, and takes none of them for an order', () => {
      fc.assert(
        fc.property(
          fc.array(anyLine, { maxLength: 12 }),
          fc.record({ qr: anyCode, barcode: anyCode, feedLines: fc.nat(8) }),
          (lines, how) => {
            const its = { ...profile, ...how }
            const printed = print(lines, its)
            expect(withoutFeed(printed, its)).toEqual(wanted(lines, profile.columns))
            expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(1)
            expect(printed.filter(({ kind }) => kind === 'pulse')).toEqual([])
          },
        ),
      )
    })

    it('prints nothing more where it has no cutter', () => {
      const printed = print([leftLine('Fin')], { ...profile, cuts: false })
      expect(withoutFeed(printed, profile)).toEqual(['Fin'])
      expect(printed.map(({ kind }) => kind)).not.toContain('cut')
    })
  },
)

describe.each(LANGUAGES)('codes on paper, %s', language => {
  const profile: PrinterProfile = { ...USUAL_PROFILE, language, columns: 32 }
  const signs = {
    copy: 0,
    fingerprint: '',
    showsReasons: false,
    isPaper: true,
    toSign: true,
    logo: null,
    foot: '',
  }
  const lines = receiptLines(longReceipt, signs, t, 'fr')
  const codesOf = (printed: readonly Printed[]) =>
    printed.filter(({ kind }) => ['qr', 'barcode', 'image'].includes(kind))

  it('are drawn by the printer: the number that finds the sale again', () => {
    expect(codesOf(print(lines, profile))).toMatchObject([
      { kind: 'qr', text: longReceipt.number, align: 'center' },
      { kind: 'barcode', text: longReceipt.number, align: 'center' },
    ])
  })

  it('come as pictures to a printer that draws none, as black and as white', () => {
    const images = codesOf(print(lines, { ...profile, qr: 'picture', barcode: 'picture' }))
    expect(images).toHaveLength(2)
    for (const image of images) {
      if (image.kind !== 'image') throw new Error('a picture')
      const dots = image.rows.flat()
      const dark = dots.filter(Boolean).length / dots.length
      expect(dark).toBeGreaterThan(0.15)
      expect(dark).toBeLessThan(0.6)
      expect(image.align).toBe('center')
    }
  })

  it('are left out where the owner says so, and their number stays', () => {
    const printed = print(lines, { ...profile, qr: 'none', barcode: 'none' })
    expect(codesOf(printed)).toEqual([])
    expect(linesOf(printed).map(line => line.trim())).toContain(longReceipt.number)
  })

  it('print the logo dot for dot, unless it is wider than the paper or not wanted', () => {
    const picture = drawDots(20, 30, (x, y) => (x + 2 * y) % 7 === 0)
    const logo: PaperLine = { kind: 'logo', picture, caption: '', label: 'Logo' }
    const [image] = print([logo], profile)
    if (image?.kind !== 'image') throw new Error('a picture')
    for (let y = 0; y < 30; y++) {
      for (let x = 0; x < 20; x++) expect(image.rows[y]?.[x]).toBe((x + 2 * y) % 7 === 0)
    }
    expect(codesOf(print([logo], { ...profile, logo: false }))).toEqual([])
    const wide: PaperLine = { ...logo, picture: drawDots(385, 8, () => true) }
    expect(codesOf(print([wide], profile))).toEqual([])
  })
})

describe('the strength of lines', () => {
  it.each(PRINTERS.map(profile => [nameOf(profile), profile] as const))(
    'is bold or of double height, never of double width: %s',
    (_name, profile) => {
      const lines = [leftLine('a'), leftLine('b', 'strong'), rowLine('c', 'd', 'large')]
      const styles = print(lines, profile).flatMap(one =>
        one.kind === 'line' && one.text !== '' ? [one.style] : [],
      )
      expect(styles).toEqual([
        { isBold: false, width: 1, height: 1 },
        { isBold: true, width: 1, height: 1 },
        { isBold: true, width: 1, height: 2 },
      ])
    },
  )
})

describe('the decoders of the tests', () => {
  const setUp = [0x1b, 0x40, 0x1b, 0x52, 0, 0x1b, 0x74, 16]
  const esc = (...bytes: number[]) => decodeEscPos(Uint8Array.of(...setUp, ...bytes), 32)
  it.each([
    ['an order they do not know', [0x1b, 0x21, 0x08]],
    ['a control character', [0x07]],
    ['a byte that the page does not have', [0x81, 0x0a]],
    ['a carriage return', [0x0d]],
    ['a cut with a half order', [0x1d, 0x56]],
    ['a cut of another kind without its length', [0x1d, 0x56, 66]],
    ['a line wider than the paper', [...Array<number>(33).fill(0x41), 0x0a]],
    ['a line that never ends', [0x41]],
    ['a cut within a line', [0x41, 0x1d, 0x56, 0]],
    ['a barcode that names no set of letters', [0x1d, 0x6b, 73, 2, 0x41, 0x42]],
    ['a QR code that was not set up', [0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30]],
    ['another page of letters', [0x1b, 0x74, 19]],
  ])('refuse %s', (_what, bytes) => expect(() => esc(...bytes)).toThrow())

  it('refuse letters of a page that was not chosen, in both languages', () => {
    expect(() => decodeEscPos(Uint8Array.of(0x1b, 0x40, 0xe9, 0x0a), 32)).toThrow()
    expect(() => decodeEscPos(Uint8Array.of(0x1b, 0x40, 0x23, 0x0a), 32)).toThrow()
    expect(() => decodeStarPrnt(Uint8Array.of(0x1b, 0x40, 0x18, 0xe9, 0x0a), 32)).toThrow()
    expect(() => decodeStarPrnt(Uint8Array.of(0x1b, 0x40, 0x18, 0x1d, 0x56, 1), 32)).toThrow()
  })
})
