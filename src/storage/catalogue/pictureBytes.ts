/** The kinds of pictures that tiles show. */
export type PictureKind = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'

/** A photograph of 24 million pixels takes 100 MB once it is drawn; a tile shows some 10,000. */
const MOST_PIXELS = 25_000_000
const LONGEST_SIDE = 16_384

interface Read {
  width: number
  height: number
  /** Whether the file goes on to its end. */
  isEnded: boolean
}

/**
 * Whether a picture's bytes go on to its end, and its pixels are few enough to draw. What is cut
 * half-way would stay so for good: a picture never changes under its id.
 */
export function isWholePicture(bytes: Uint8Array, kind: PictureKind): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const { width, height, isEnded } = READERS[kind](bytes, view)
    const isDrawable = width > 0 && height > 0 && Math.max(width, height) <= LONGEST_SIDE
    return isEnded && isDrawable && width * height <= MOST_PIXELS
  } catch (error) {
    // A number is read behind the last byte.
    if (error instanceof RangeError) return false
    throw error
  }
}

const READERS: Record<PictureKind, (bytes: Uint8Array, view: DataView) => Read> = {
  'image/jpeg': readJpeg,
  'image/png': (bytes, view) => ({
    width: view.getUint32(16),
    height: view.getUint32(20),
    isEnded: hasAtEnd(bytes, [0x49, 0x45, 0x4e, 0x44]),
  }),
  'image/gif': (bytes, view) => ({
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    isEnded: hasAtEnd(bytes, [0x3b]),
  }),
  'image/webp': readWebp,
}

/** Bytes behind the end that some programs leave. */
const MOST_BEHIND = 64

function hasAtEnd(bytes: Uint8Array, mark: readonly number[]): boolean {
  for (let at = bytes.length - mark.length; at >= bytes.length - MOST_BEHIND && at >= 0; at -= 1) {
    if (mark.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}

/** ISO 10918-1: segments up to the scan; in it, 0xFF 0xD9 is the end, and nothing else. */
function readJpeg(bytes: Uint8Array, view: DataView): Read {
  let at = 2
  let size = { width: 0, height: 0 }
  for (;;) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at += 1
    if (view.getUint8(at) !== 0xff) return { ...size, isEnded: false }
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    // The scan begins: a thumbnail, which has an end of its own, lies before it.
    if (marker === 0xda) return { ...size, isEnded: hasEnd(bytes, at) }
    at += 2 + view.getUint16(at + 2)
  }
}

function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) return true
  }
  return false
}

/** The RIFF container tells its length; the size is in the first chunk (developers.google.com/speed/webp). */
function readWebp(bytes: Uint8Array, view: DataView): Read {
  const isEnded = bytes.length >= view.getUint32(4, true) + 8
  const name = String.fromCharCode(...bytes.subarray(8, 16))
  if (name === 'WEBPVP8X') {
    return { width: threeBytes(view, 24) + 1, height: threeBytes(view, 27) + 1, isEnded }
  }
  if (name === 'WEBPVP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, isEnded }
  }
  if (name !== 'WEBPVP8 ') return { width: 0, height: 0, isEnded: false }
  const [width, height] = [view.getUint16(26, true), view.getUint16(28, true)]
  return { width: width & 0x3fff, height: height & 0x3fff, isEnded }
}

const threeBytes = (view: DataView, at: number) =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
