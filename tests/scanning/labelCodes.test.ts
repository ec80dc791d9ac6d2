import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { codeModules, labelCodeOf, type LabelCode } from '@/core/printing/labels/labelCode'

/* The bars of labels, read by the library that the till's camera reads with. */

beforeAll(() => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  prepareZXingModule({ overrides: { wasmBinary: readFileSync(file).buffer } })
})

const PIXELS_A_MODULE = 2
const HEIGHT = 40

/** A code as pixels, black on white. */
function pictureOf(code: LabelCode): ImageData {
  const { widths, quiet, total } = codeModules(code)
  const row: number[] = Array.from({ length: quiet.before }, () => 255)
  for (const [index, width] of widths.entries()) {
    for (let at = 0; at < width; at += 1) row.push(index % 2 === 0 ? 0 : 255)
  }
  while (row.length < total) row.push(255)
  const wide = row.flatMap(shade => Array.from({ length: PIXELS_A_MODULE }, () => shade))
  const pixels = wide.flatMap(shade => [shade, shade, shade, 255])
  const data = new Uint8ClampedArray(pixels.length * HEIGHT)
  for (let line = 0; line < HEIGHT; line += 1) data.set(pixels, line * pixels.length)
  return { data, width: wide.length, height: HEIGHT, colorSpace: 'srgb' }
}

const EANS = Array.from({ length: 10 }, (_none, first) => `${first}12345678901`).map(body => {
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
})

it.each([
  ...EANS,
  '3760000000017',
  '9782070360246',
  '0000096385074',
  'CAR-1',
  'COL-123456',
  'Z 9~!',
])('the bars of %s are read as it', async text => {
  const code = labelCodeOf({ barcodes: [text], reference: '' })
  if (!code) throw new Error('it has bars')
  const found = await readBarcodes(pictureOf(code), { formats: ['EAN13', 'Code128'] })
  expect(found.map(one => one.text)).toEqual([text])
})
