/** Cache of the pictures of tiles; the service worker serves `pictures/…` from it. */
export interface PictureStore {
  has: (pictureId: string) => Promise<boolean>
  put: (pictureId: string, bytes: ArrayBuffer) => Promise<void>
  remove: (pictureId: string) => Promise<void>
}

const MAX_BYTES = 3_000_000

/** Picture types by their first bytes, because the type declared by a host is not trusted. */
const KINDS: readonly [type: string, firstBytes: readonly number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
]

/** The type of a picture; undefined for anything that a tile must not show. */
export function pictureType(bytes: ArrayBuffer): string | undefined {
  if (bytes.byteLength > MAX_BYTES) return undefined
  const start = new Uint8Array(bytes.slice(0, 8))
  return KINDS.find(([, first]) => first.every((byte, index) => start[index] === byte))?.[0]
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
        new Response(bytes, { headers: { 'Content-Type': type } }),
      )
    },
  }
}
