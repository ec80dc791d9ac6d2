import { assert } from '@/core/assert'

/** A picture of black and white dots, as printers print it. */
export interface DotPicture {
  width: number
  height: number
  /** Row by row from the top, each row filled up to whole bytes, the leftmost dot in the highest bit; 1 is black. */
  bits: Uint8Array
}

const BITS = 8
const bytesOfRow = (width: number) => Math.ceil(width / BITS)

/** A picture whose dots are black where `isBlack` says so; width and height are at least 1. */
export function drawDots(
  width: number,
  height: number,
  isBlack: (x: number, y: number) => boolean,
): DotPicture {
  assert(width >= 1 && height >= 1, 'a picture has dots')
  const rowBytes = bytesOfRow(width)
  const bits = new Uint8Array(rowBytes * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isBlack(x, y)) {
        const at = y * rowBytes + Math.floor(x / BITS)
        bits[at] = (bits[at] ?? 0) | (0x80 >> (x % BITS))
      }
    }
  }
  return { width, height, bits }
}

/** Whether a dot of the picture is black; outside of it none is. */
export function isBlackAt({ width, height, bits }: DotPicture, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false
  const byte = bits[y * bytesOfRow(width) + Math.floor(x / BITS)] ?? 0
  return (byte & (0x80 >> (x % BITS))) !== 0
}
