import * as v from 'valibot'

/** A picture as this till made it, from the one that the owner chose: a JPEG, in base64. */
export interface IdlePicture {
  width: number
  height: number
  jpeg: string
}

/** What the customer's screen shows between two customers: the shop's picture, or its words where it has none. */
export interface IdleShow {
  /** Tells this show from another: a screen and a server that have it are not sent it again. */
  id: string
  picture: IdlePicture | null
  /** Opening hours and the like, as at the foot of the shop's papers; '' for none. */
  words: string
}

/** The largest picture, in pixels: as many as a customer's screen has. */
export const MOST_PIXELS = { width: 1280, height: 800 } as const
/** Letters of base64 of the largest: 225 kB of picture. */
export const LONGEST_JPEG = 300_000
const LONGEST_WORDS = 400
/** Longest request of a till with a show, and longest event of one, in bytes. */
export const LONGEST_IDLE_BYTES = 310_000

/** How a JPEG begins, in base64: what is no picture of ours is not shown. */
const JPEG_BASE64 = /^\/9j\/[A-Za-z0-9+/]*={0,2}$/

/** An id of a show: a page's own, made anew with each. */
export const IDLE_ID = /^[\w-]{1,40}$/

const side = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most))
export const idlePictureShape = v.strictObject({
  width: side(MOST_PIXELS.width),
  height: side(MOST_PIXELS.height),
  jpeg: v.pipe(v.string(), v.maxLength(LONGEST_JPEG), v.regex(JPEG_BASE64)),
})
export const idleShowShape = v.strictObject({
  id: v.pipe(v.string(), v.regex(IDLE_ID)),
  picture: v.nullable(idlePictureShape),
  words: v.pipe(v.string(), v.maxLength(LONGEST_WORDS)),
})

/** What came to a screen, where it is such a show. */
export function parseIdleShow(message: unknown): IdleShow | undefined {
  const show = v.safeParse(idleShowShape, message)
  return show.success ? show.output : undefined
}

/** A picture that was kept, where it is one; null for anything else. */
export function soundPicture(kept: unknown): IdlePicture | null {
  const picture = v.safeParse(idlePictureShape, kept)
  return picture.success ? picture.output : null
}

/** The address that an `img` shows a picture by. */
export const pictureAddress = ({ jpeg }: IdlePicture): string => `data:image/jpeg;base64,${jpeg}`

/** How many pixels a picture of that many is kept in: as large as it may be, never larger than it is. */
export function idlePixels(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MOST_PIXELS.width / width, MOST_PIXELS.height / height)
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
}
