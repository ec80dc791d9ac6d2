import { isWholePicture, type PictureKind } from './pictureBytes'

/** Cache of the pictures of tiles; the service worker serves `pictures/…` from it. */
export interface PictureStore {
  has: (pictureId: string) => Promise<boolean>
  put: (pictureId: string, bytes: ArrayBuffer) => Promise<void>
  remove: (pictureId: string) => Promise<void>
}

const MAX_BYTES = 3_000_000

/** Picture types by their first bytes, because the type declared by a host is not trusted. */
const KINDS: readonly [type: PictureKind, firstBytes: readonly number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
]

/**
 * The type of a picture; undefined for anything that a tile must not show: another file (SVG may run
 * scripts), one that was cut, or one whose pixels would fill the tablet's memory.
 */
export function pictureType(bytes: ArrayBuffer): string | undefined {
  if (bytes.byteLength > MAX_BYTES) return undefined
  const whole = new Uint8Array(bytes)
  const kind = KINDS.find(([, first]) => first.every((byte, index) => whole[index] === byte))?.[0]
  return kind && isWholePicture(whole, kind) ? kind : undefined
}

/** Opened by its address, a stored picture is a picture and nothing else. */
const AS_PICTURE = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
}

/**
 * Opens the picture cache of a space. Undefined when the browser offers no cache (no https): tiles
 * then show coloured initials.
 */
export async function openPictures(
  space: 'shop' | 'demo',
  pageAddress: string,
): Promise<PictureStore | undefined> {
  if (!('caches' in globalThis)) return undefined
  const cache = await caches.open(`comptoir-pictures-${space}`)
  const addressOf = (pictureId: string) =>
    new URL(`pictures/${space}/${encodeURIComponent(pictureId)}`, pageAddress).href

  return {
    has: async pictureId => (await cache.match(addressOf(pictureId))) !== undefined,
    remove: async pictureId => {
      await cache.delete(addressOf(pictureId))
    },
    put: async (pictureId, bytes) => {
      const type = pictureType(bytes)
      if (!type) throw new TypeError('not a picture')
      await cache.put(
        addressOf(pictureId),
        new Response(bytes, { headers: { ...AS_PICTURE, 'Content-Type': type } }),
      )
    },
  }
}
