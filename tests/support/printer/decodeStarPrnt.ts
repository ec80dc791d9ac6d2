import {
  ALIGNS,
  asciiOf,
  ByteReader,
  Letters,
  PLAIN,
  Roll,
  type Align,
  type LetterStyle,
  type Printed,
} from './roll'

import { kindOf } from '@/core/scanning/checkDigit'

const ESC = 0x1b
const GS = 0x1d
const LF = 0x0a
const CR = 0x0d
const RS = 0x1e
const STRIP_ROWS = 24

interface State {
  reader: ByteReader
  roll: Roll
  letters: Letters
  style: LetterStyle
  align: Align
  isTight: boolean
  qr: { moduleDots: number; isModel2: boolean; level: number; stored: string }
}

/** What a printer of so many columns makes of bytes in StarPRNT, as strictly as `decodeEscPos`. */
export function decodeStarPrnt(bytes: Uint8Array, columns: number): Printed[] {
  const state: State = { reader: new ByteReader(bytes), roll: new Roll(columns), ...unset() }
  const { reader, roll } = state
  while (!reader.isAtEnd) {
    const byte = reader.next()
    if (byte === LF) roll.endLine()
    else if (byte === ESC) readEscape(state)
    else roll.letter(state.letters.read(byte, reader), state.style)
  }
  return roll.end()
}

const unset = (): Omit<State, 'reader' | 'roll'> => ({
  letters: new Letters(),
  style: { ...PLAIN },
  align: 'left',
  isTight: false,
  qr: { moduleDots: 0, isModel2: false, level: -1, stored: '' },
})

function readEscape(state: State): void {
  const { reader, roll } = state
  const order = reader.next()
  switch (order) {
    case 0x40:
      reader.expect(0x18)
      Object.assign(state, unset())
      return
    case 0x52:
      reader.expect(0)
      state.letters.isPlainAscii = true
      return
    case 0x45:
    case 0x46:
      state.style.isBold = order === 0x45
      return
    case 0x69: {
      const [height = 0, width = 0] = reader.take(2)
      Object.assign(state.style, { height: height + 1, width: width + 1 })
      return
    }
    case 0x30:
      state.isTight = true
      return
    case 0x7a:
      reader.expect(1)
      state.isTight = false
      return
    case 0x58:
      readStrip(state)
      return
    case 0x62:
      readBarcode(state)
      return
    case 0x64:
      roll.block({ kind: 'cut', isPartial: reader.oneOf(0, 1) === 1 })
      return
    case 0x07: {
      const milliseconds = 10 * reader.next()
      reader.next()
      const pin = reader.oneOf(0x07, 0x1a) === 0x07 ? 2 : 5
      roll.block({ kind: 'pulse', pin, milliseconds })
      return
    }
    case GS:
      readGroup(state)
      return
    default:
      throw reader.refused(order, 'an ESC order that is not known')
  }
}

function readGroup(state: State): void {
  const { reader } = state
  const order = reader.next()
  switch (order) {
    case 0x74:
      reader.expect(32)
      state.letters.isWindows1252 = true
      return
    case 0x61:
      state.align = ALIGNS[reader.oneOf(0, 1, 2)] ?? 'left'
      return
    case 0x50:
      // Into page mode and out of it: prints what is kept.
      reader.oneOf(0x30, 0x31)
      return
    case 0x79:
      readQr(state)
      return
    default:
      throw reader.refused(order, 'an ESC GS order that is not known')
  }
}

function readQr({ reader, roll, qr, align }: State): void {
  const order = reader.oneOf(0x53, 0x44, 0x50)
  if (order === 0x53) {
    const [what = 0, value = 0] = reader.take(2)
    if (what === 0x30) qr.isModel2 = value === 2
    else if (what === 0x31) qr.level = value
    else if (what === 0x32) qr.moduleDots = value
    else throw reader.refused(what, 'a QR order that is not known')
  } else if (order === 0x44) {
    reader.expect(0x31, 0)
    qr.stored = asciiOf(reader.take(reader.pair()))
  } else {
    if (!qr.isModel2 || qr.moduleDots < 1 || qr.level !== 1 || qr.stored === '')
      throw new Error('a QR code that was not set up')
    roll.block({ kind: 'qr', text: qr.stored, moduleDots: qr.moduleDots, align })
    qr.stored = ''
  }
}

function readBarcode({ reader, roll, align }: State): void {
  const symbology = reader.oneOf(3, 6) === 3 ? 'ean13' : 'code128'
  reader.expect(0x01)
  const moduleDots = reader.oneOf(1, 2, 3) + 1
  const heightDots = reader.next()
  const held: number[] = []
  for (let byte = reader.next(); byte !== RS; byte = reader.next()) held.push(byte)
  const text = asciiOf(held)
  const isSound = symbology === 'ean13' ? kindOf(text) === 'ean-13' : /^[ -~]+$/.test(text)
  if (!isSound) throw new Error(`a barcode of “${text}”`)
  roll.block({ kind: 'barcode', symbology, text, moduleDots, heightDots, align })
}

function readStrip({ reader, roll, align, isTight }: State): void {
  if (!isTight) throw new Error('an image with gaps between its strips')
  const width = reader.pair()
  const columns = Array.from({ length: width }, () => reader.take(STRIP_ROWS / 8))
  reader.expect(LF, CR)
  const rows = Array.from({ length: STRIP_ROWS }, (_row, y) =>
    columns.map(bytes => ((bytes[y >> 3] ?? 0) & (0x80 >> (y & 7))) !== 0),
  )
  roll.block({ kind: 'image', width, rows, align })
}
