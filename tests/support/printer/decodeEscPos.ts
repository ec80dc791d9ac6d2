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
const FS = 0x1c
const GS = 0x1d
const LF = 0x0a

interface State {
  reader: ByteReader
  roll: Roll
  letters: Letters
  style: LetterStyle
  align: Align
  qr: { moduleDots: number; isModel2: boolean; level: number; stored: string }
  barcode: { moduleDots: number; heightDots: number }
}

/**
 * What a printer of so many columns makes of bytes in ESC/POS. It knows the orders that the till may
 * send and throws at every other byte, at what would not come out, and at a printer not set up.
 */
export function decodeEscPos(bytes: Uint8Array, columns: number): Printed[] {
  const state: State = {
    reader: new ByteReader(bytes),
    roll: new Roll(columns),
    ...unset(),
  }
  const { reader, roll } = state
  while (!reader.isAtEnd) {
    const byte = reader.next()
    if (byte === LF) roll.endLine()
    else if (byte === ESC) readEscape(state)
    else if (byte === FS) reader.expect(0x2e)
    else if (byte === GS) readGroup(state)
    else roll.letter(state.letters.read(byte, reader), state.style)
  }
  return roll.end()
}

const unset = (): Omit<State, 'reader' | 'roll'> => ({
  letters: new Letters(),
  style: { ...PLAIN },
  align: 'left',
  qr: { moduleDots: 0, isModel2: false, level: 0, stored: '' },
  barcode: { moduleDots: 0, heightDots: 0 },
})

function readEscape(state: State): void {
  const { reader, roll } = state
  const order = reader.next()
  switch (order) {
    case 0x40:
      Object.assign(state, unset())
      return
    case 0x4d:
      reader.expect(0)
      return
    case 0x52:
      reader.expect(0)
      state.letters.isPlainAscii = true
      return
    case 0x74:
      reader.expect(16)
      state.letters.isWindows1252 = true
      return
    case 0x45:
      state.style.isBold = reader.oneOf(0, 1) === 1
      return
    case 0x61:
      state.align = ALIGNS[reader.oneOf(0, 1, 2)] ?? 'left'
      return
    case 0x70: {
      const pin = reader.oneOf(0, 1) === 0 ? 2 : 5
      const milliseconds = 2 * reader.next()
      reader.next()
      roll.block({ kind: 'pulse', pin, milliseconds })
      return
    }
    default:
      throw reader.refused(order, 'an ESC order that is not known')
  }
}

function readGroup(state: State): void {
  const { reader, roll, barcode } = state
  const order = reader.next()
  switch (order) {
    case 0x21: {
      const size = reader.next()
      Object.assign(state.style, { width: (size >> 4) + 1, height: (size & 15) + 1 })
      return
    }
    case 0x28:
      reader.expect(0x6b)
      readQr(state)
      return
    case 0x68:
      barcode.heightDots = reader.next()
      return
    case 0x77:
      barcode.moduleDots = reader.oneOf(2, 3, 4)
      return
    case 0x48:
      reader.expect(0)
      return
    case 0x6b: {
      if (reader.oneOf(2, 73) === 2) {
        const text = asciiOf(reader.take(13))
        reader.expect(0)
        if (kindOf(text) !== 'ean-13') throw new Error(`an EAN-13 of “${text}”`)
        roll.block({ kind: 'barcode', symbology: 'ean13', text, align: state.align, ...barcode })
        return
      }
      const held = reader.take(reader.next())
      const text = asciiOf(held)
      // A printer that knows no set of characters prints nothing, and takes other braces as orders.
      if (!/^\{B[ -z|}~]+$/.test(text)) throw new Error(`a barcode of “${text}”`)
      roll.block({
        kind: 'barcode',
        symbology: 'code128',
        text: text.slice(2),
        align: state.align,
        ...barcode,
      })
      return
    }
    case 0x76:
      readRaster(state)
      return
    case 0x56:
      roll.block({ kind: 'cut', isPartial: reader.oneOf(0, 1) === 1 })
      return
    default:
      throw reader.refused(order, 'a GS order that is not known')
  }
}

function readQr({ reader, roll, qr, align }: State): void {
  const held = reader.pair()
  reader.expect(0x31)
  const what = reader.next()
  const values = reader.take(held - 2)
  const [first = 0] = values
  switch (what) {
    case 0x41:
      qr.isModel2 = first === 0x32 && values.length === 2
      return
    case 0x43:
      qr.moduleDots = first
      return
    case 0x45:
      qr.level = first
      return
    case 0x50:
      if (first !== 0x30) throw new Error('a QR code kept elsewhere')
      qr.stored = asciiOf(values.slice(1))
      return
    case 0x51:
      if (!qr.isModel2 || qr.moduleDots < 1 || qr.level !== 0x31 || qr.stored === '')
        throw new Error('a QR code that was not set up')
      roll.block({ kind: 'qr', text: qr.stored, moduleDots: qr.moduleDots, align })
      qr.stored = ''
      return
    default:
      throw reader.refused(what, 'a QR order that is not known')
  }
}

function readRaster({ reader, roll, align }: State): void {
  reader.expect(0x30, 0)
  const rowBytes = reader.pair()
  const height = reader.pair()
  if (rowBytes === 0 || height === 0 || height > 255) throw new Error(`an image of ${height} rows`)
  const rows = Array.from({ length: height }, () =>
    reader
      .take(rowBytes)
      .flatMap(byte => Array.from({ length: 8 }, (_dot, bit) => (byte & (0x80 >> bit)) !== 0)),
  )
  roll.block({ kind: 'image', width: rowBytes * 8, rows, align })
}
