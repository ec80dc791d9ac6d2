import { writeFileSync } from 'node:fs'

const WIDTH = 640
const HEIGHT = 480
const BAR = 4
/** Bars of the digits in the left half of an EAN-13, of odd parity. */
const LEFT = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
]
/** Which digits of the left half have even parity: this encodes the first digit. */
const PARITIES = [
  '000000',
  '001011',
  '001101',
  '001110',
  '010011',
  '011001',
  '011100',
  '010101',
  '010110',
  '011010',
]

/** Writes a film of so many pictures with an EAN-13 in them, then as many of blank paper. */
export function filmCode(path: string, code: string, pictures: number, bare = 0): void {
  const shown = picture(barsOf(code))
  const empty = picture('')
  const all = [...Array<Buffer>(pictures).fill(shown), ...Array<Buffer>(bare).fill(empty)]
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(path, Buffer.concat([head, ...all.flatMap(one => [Buffer.from('FRAME\n'), one])]))
}

/** Luminance, then the two colour planes, empty. */
function picture(bars: string): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT, 235)
  const left = Math.floor((WIDTH - bars.length * BAR) / 2)
  for (let row = 120; row < 360; row += 1) {
    for (const [index, bar] of [...bars].entries()) {
      if (bar === '1') {
        const from = row * WIDTH + left + index * BAR
        pixels.fill(16, from, from + BAR)
      }
    }
  }
  return Buffer.concat([pixels, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)])
}

function barsOf(code: string): string {
  const [first = 0, ...digits] = [...code].map(Number)
  const odd = (digit: number) => LEFT[digit] ?? ''
  const inverted = (digit: number) => [...odd(digit)].map(bar => (bar === '1' ? '0' : '1')).join('')
  const even = (digit: number) => [...inverted(digit)].reverse().join('')
  const parity = PARITIES[first] ?? ''
  const left = digits.slice(0, 6).map((digit, at) => (parity[at] === '1' ? even : odd)(digit))
  return ['101', ...left, '01010', ...digits.slice(6).map(inverted), '101'].join('')
}
