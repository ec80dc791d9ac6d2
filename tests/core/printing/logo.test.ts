import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawDots, isBlackAt } from '@/core/printing/dotPicture'
import { dotsOfPixels, keptLogo, logoDots, logoPicture } from '@/core/printing/logo'

/** Pixels of one colour each, by their place. */
const pixelsOf = (
  { width, height }: { width: number; height: number },
  colour: (x: number, y: number) => readonly [number, number, number, number],
) =>
  Uint8ClampedArray.from(
    Array.from({ length: width * height }, (_none, at) =>
      colour(at % width, Math.floor(at / width)),
    ).flat(),
  )
const blackShare = (grey: number) => {
  const size = { width: 64, height: 64 }
  const dots = dotsOfPixels(
    pixelsOf(size, () => [grey, grey, grey, 255]),
    size,
  )
  let black = 0
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) black += isBlackAt(dots, x, y) ? 1 : 0
  return black / (size.width * size.height)
}

it.each([
  [1000, 500, 384, 192],
  [500, 1000, 100, 200],
  [100, 50, 100, 50],
  [10_000, 1, 384, 1],
])('a picture of %i by %i pixels takes %i by %i dots', (width, height, dotsWide, dotsHigh) => {
  expect(logoDots(width, height)).toEqual({ width: dotsWide, height: dotsHigh })
})

describe('dots of pixels', () => {
  it('are black where the pixels are, and white where nothing is', () => {
    const size = { width: 3, height: 1 }
    const colours = [
      [0, 0, 0, 255],
      [0, 0, 0, 0],
      [255, 255, 255, 255],
    ] as const
    const dots = dotsOfPixels(
      pixelsOf(size, x => colours[x] ?? [0, 0, 0, 0]),
      size,
    )
    expect([0, 1, 2].map(x => isBlackAt(dots, x, 0))).toEqual([true, false, false])
  })

  it.each([0, 58, 80])('are all black where it is dark (%i)', grey => {
    expect(blackShare(grey)).toBe(1)
  })

  it.each([224, 240, 255])('are none where it is light (%i)', grey => {
    expect(blackShare(grey)).toBe(0)
  })

  it.each([100, 128, 152, 200])('are as many as the grey between is dark (%i)', grey => {
    expect(blackShare(grey)).toBeCloseTo(1 - (grey - 80) / (224 - 80), 1)
  })
})

it('a picture that is kept is the same picture', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      (width, height) => {
        const picture = drawDots(width, height, (x, y) => (x * 7 + y * 3) % 5 < 2)
        expect(logoPicture(keptLogo(picture))).toEqual(picture)
      },
    ),
  )
})

it.each([
  { width: 385, height: 1, bits: 'A'.repeat(68) },
  { width: 8, height: 201, bits: '' },
  { width: 8, height: 1, bits: 'AAA=' },
  { width: 8, height: 1, bits: '!' },
  { width: 1.5, height: 1, bits: 'AA==' },
  { width: 0, height: 1, bits: '' },
])('what is no picture of a paper is none: %o', kept => {
  expect(logoPicture(kept)).toBeNull()
})
