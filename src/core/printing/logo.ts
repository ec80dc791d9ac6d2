import { assert } from '@/core/assert'
import { base64FromBytes, bytesFromBase64 } from '@/core/base64'
import { drawDots, type DotPicture } from './dotPicture'

/** The shop's picture as it is kept: dots of a receipt printer, 203 to the inch, their bits in base64. */
export interface KeptLogo {
  width: number
  height: number
  bits: string
}

/** The narrowest roll has so many dots a line; 25 mm of paper are enough for a picture. */
const MOST_DOTS = { width: 384, height: 200 } as const
const WHITE = 255
const MIDDLE = 128
/** What is darker is ink and what is lighter is paper: dots in a dark logo look worn, specks beside it dirty. */
const INK = 80
const PAPER = 224
/** Weights of red, green and blue in how bright a colour is (ITU-R BT.601). */
const BRIGHTNESS = [0.299, 0.587, 0.114] as const

/** How many dots a picture of that many pixels takes: as large as it may be, never larger than it is. */
export function logoDots(width: number, height: number): { width: number; height: number } {
  assert(width >= 1 && height >= 1, 'a picture has pixels')
  const scale = Math.min(1, MOST_DOTS.width / width, MOST_DOTS.height / height)
  const scaled = (pixels: number, most: number) =>
    Math.min(most, Math.max(1, Math.round(pixels * scale)))
  return { width: scaled(width, MOST_DOTS.width), height: scaled(height, MOST_DOTS.height) }
}

/**
 * A picture of pixels, four bytes each (red, green, blue, how opaque), as black and white dots: on white
 * paper, dark colours as black and light ones as white, those between by dots spread as Floyd and Steinberg do.
 */
export function dotsOfPixels(
  pixels: ArrayLike<number>,
  { width, height }: { width: number; height: number },
): DotPicture {
  assert(pixels.length === width * height * 4, 'each dot has its pixel')
  const light = Float64Array.from({ length: width * height }, (_none, at) =>
    contrasted(brightness(pixels, at * 4)),
  )
  const spread = (x: number, y: number, amount: number) => {
    if (x >= 0 && x < width && y < height)
      light[y * width + x] = (light[y * width + x] ?? 0) + amount
  }
  return drawDots(width, height, (x, y) => {
    const wanted = light[y * width + x] ?? WHITE
    const isBlack = wanted < MIDDLE
    const missed = (wanted - (isBlack ? 0 : WHITE)) / 16
    spread(x + 1, y, missed * 7)
    spread(x - 1, y + 1, missed * 3)
    spread(x, y + 1, missed * 5)
    spread(x + 1, y + 1, missed)
    return isBlack
  })
}

const contrasted = (light: number): number =>
  Math.min(WHITE, Math.max(0, ((light - INK) * WHITE) / (PAPER - INK)))

function brightness(pixels: ArrayLike<number>, at: number): number {
  const opaque = (pixels[at + 3] ?? 0) / WHITE
  const colour = BRIGHTNESS.reduce(
    (sum, weight, part) => sum + weight * (pixels[at + part] ?? 0),
    0,
  )
  return colour * opaque + WHITE * (1 - opaque)
}

export const keptLogo = ({ width, height, bits }: DotPicture): KeptLogo => ({
  width,
  height,
  bits: base64FromBytes(bits),
})

/** The picture that was kept; null where it is none, or larger than paper allows. */
export function logoPicture({ width, height, bits }: KeptLogo): DotPicture | null {
  const fits = (dots: number, most: number) => Number.isInteger(dots) && dots >= 1 && dots <= most
  if (!fits(width, MOST_DOTS.width) || !fits(height, MOST_DOTS.height)) return null
  const bytes = bytesFromBase64(bits)
  return bytes?.length === Math.ceil(width / 8) * height ? { width, height, bits: bytes } : null
}
