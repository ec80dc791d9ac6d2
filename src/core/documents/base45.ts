import { assert } from '@/core/assert'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const BASE = LETTERS.length

/**
 * Encodes bytes in the alphabet of alphanumeric QR codes: three characters for two bytes (RFC
 * 9285).
 */
export function toBase45(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 2) {
    const [first = 0, second] = bytes.subarray(index, index + 2)
    const value = second === undefined ? first : first * 256 + second
    const low = letterAt(value % BASE) + letterAt(Math.floor(value / BASE) % BASE)
    text += second === undefined ? low : low + letterAt(Math.floor(value / (BASE * BASE)))
  }
  return text
}

/** Decodes base 45; throws when the text is not base 45. */
export function fromBase45(text: string): Uint8Array {
  const bytes: number[] = []
  for (let index = 0; index < text.length; index += 3) {
    const [low, middle, high] = Array.from(text.slice(index, index + 3), valueOf)
    assert(low !== undefined && middle !== undefined, 'a base 45 group has two or three characters')
    const value = low + middle * BASE + (high ?? 0) * BASE * BASE
    assert(value <= (high === undefined ? 0xff : 0xffff), 'a base 45 group fits one or two bytes')
    if (high !== undefined) bytes.push(value >> 8)
    bytes.push(value & 0xff)
  }
  return new Uint8Array(bytes)
}

const letterAt = (value: number) => LETTERS.charAt(value)

function valueOf(character: string): number {
  const value = LETTERS.indexOf(character)
  assert(value !== -1, 'every character is in the base 45 alphabet')
  return value
}
