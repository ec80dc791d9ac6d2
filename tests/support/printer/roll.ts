import { letterOf } from './windows1252'
import type { Barcode } from '@/core/printing/paperLine'

/** What came out of a printer, in order. */
export type Printed =
  | { kind: 'line'; text: string; style: LetterStyle }
  | { kind: 'qr'; text: string; moduleDots: number; align: Align }
  | {
      kind: 'barcode'
      symbology: Barcode['symbology']
      text: string
      moduleDots: number
      heightDots: number
      align: Align
    }
  | { kind: 'image'; width: number; rows: boolean[][]; align: Align }
  | { kind: 'cut'; isPartial: boolean }
  | { kind: 'pulse'; pin: 2 | 5; milliseconds: number }

export interface LetterStyle {
  isBold: boolean
  width: number
  height: number
}
export type Align = 'left' | 'center' | 'right'
export const ALIGNS: readonly Align[] = ['left', 'center', 'right']
export const PLAIN: LetterStyle = { isBold: false, width: 1, height: 1 }

const LETTER_DOTS = 12
const QUIET_MODULES = 10
/** Bars and the white beside them. */
const EAN13_MODULES = 95 + 18

/** The paper in a printer of so many columns: it takes letters and blocks, and refuses what would not come out. */
export class Roll {
  readonly printed: Printed[] = []
  readonly dots: number
  private letters = ''
  private style: LetterStyle | null = null

  constructor(readonly columns: number) {
    this.dots = columns * LETTER_DOTS
  }

  letter(letter: string, style: LetterStyle): void {
    if (this.style && JSON.stringify(this.style) !== JSON.stringify(style))
      throw new Error(`letters of two styles on the line “${this.letters}”`)
    this.style = { ...style }
    this.letters += letter
    const taken = [...this.letters].length * style.width
    if (taken > this.columns) throw new Error(`“${this.letters}” is wider than ${this.columns}`)
  }

  endLine(): void {
    this.printed.push({ kind: 'line', text: this.letters, style: this.style ?? PLAIN })
    this.letters = ''
    this.style = null
  }

  /** What stands alone: at the beginning of a line, or the printer ignores it. */
  block(block: Exclude<Printed, { kind: 'line' }>): void {
    if (this.letters !== '') throw new Error(`a ${block.kind} in the line “${this.letters}”`)
    const dots = dotsOf(block)
    if (dots > this.dots) throw new Error(`a ${block.kind} of ${dots} dots on ${this.dots}`)
    const last = this.printed.at(-1)
    if (block.kind === 'image' && last?.kind === 'image' && last.width === block.width) {
      last.rows.push(...block.rows)
    } else {
      this.printed.push(block)
    }
  }

  end(): Printed[] {
    if (this.letters !== '') throw new Error(`“${this.letters}” is never printed`)
    return this.printed
  }
}

function dotsOf(block: Exclude<Printed, { kind: 'line' }>): number {
  switch (block.kind) {
    case 'barcode':
      if (block.symbology === 'ean13') return EAN13_MODULES * block.moduleDots
      // As a printer draws it in one set of characters: start, check, stop, and each character.
      return (block.text.length * 11 + 35 + 2 * QUIET_MODULES) * block.moduleDots
    case 'image':
      return block.width
    default:
      return 0
  }
}

/** Bytes read in order; every byte must be asked for. */
export class ByteReader {
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  next(): number {
    const byte = this.bytes[this.at]
    if (byte === undefined) throw new Error('the bytes end in a command')
    this.at++
    return byte
  }

  take(count: number): number[] {
    return Array.from({ length: count }, () => this.next())
  }

  /** A number of two bytes, the low one first. */
  pair(): number {
    const low = this.next()
    return low + 256 * this.next()
  }

  expect(...wanted: number[]): void {
    for (const one of wanted) {
      const byte = this.next()
      if (byte !== one) throw this.refused(byte, `where ${one} is due`)
    }
  }

  oneOf(...allowed: number[]): number {
    const byte = this.next()
    if (!allowed.includes(byte)) throw this.refused(byte, `where ${allowed.join(' or ')} is due`)
    return byte
  }

  refused(byte: number, why: string): Error {
    const before = Array.from(this.bytes.slice(Math.max(0, this.at - 9), this.at))
    const hex = before.map(one => one.toString(16).padStart(2, '0')).join(' ')
    return new Error(`byte ${byte.toString(16)} at ${this.at - 1}, ${why}: … ${hex}`)
  }
}

/** ASCII that printers of other countries print otherwise. */
const NATIONAL = '#$@[\\]^`{|}~'

/** Letters as they come out by the pages that the printer was set to. */
export class Letters {
  isWindows1252 = false
  isPlainAscii = false

  read(byte: number, reader: ByteReader): string {
    if (byte < 0x20 || byte === 0x7f) throw reader.refused(byte, 'an order that is not known')
    if (byte >= 0x80 && !this.isWindows1252)
      throw reader.refused(byte, 'in no page that was chosen')
    const letter = letterOf(byte)
    if (letter === undefined) throw reader.refused(byte, 'which the page does not have')
    if (NATIONAL.includes(letter) && !this.isPlainAscii)
      throw reader.refused(byte, 'which is another letter in some countries')
    return letter
  }
}

export const linesOf = (printed: readonly Printed[]): string[] =>
  printed.flatMap(one => (one.kind === 'line' ? one.text : []))

/** Letters of ASCII from bytes. */
export const asciiOf = (bytes: readonly number[]): string => String.fromCharCode(...bytes)
