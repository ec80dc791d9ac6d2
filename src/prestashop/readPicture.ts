import type { ShopClient } from './client'
import { decodePictureKinds, kindForTile } from './decode/pictureKinds'
import { ok, type Result, type ShopError } from '@/core/errors'

/** Reads the bytes of a picture, unchecked: the caller must verify that they are a picture. */
export type ReadPicture = (
  productId: string,
  pictureId: string,
) => Promise<Result<ArrayBuffer, ShopError>>

/** After this many failures the public address is no longer tried. */
const PUBLIC_FAILURES = 3

/**
 * Makes a reader of product pictures in one size; undefined means the originals. When the page is
 * on the shop's own host, pictures come from the public address, which is three times as fast and
 * needs no key. From elsewhere a page cannot read that address (no CORS header): the webservice is
 * used.
 */
export function makePictureReader(client: ShopClient, kind: string | undefined): ReadPicture {
  let failuresLeft = client.route.transport === 'same-origin' ? PUBLIC_FAILURES : 0

  return async (productId, pictureId) => {
    if (failuresLeft > 0) {
      const shown = await client.getPublic(publicPath(pictureId, kind))
      if (shown.ok) return shown
      failuresLeft -= 1
    }
    const path = ['images', 'products', productId, pictureId, ...(kind ? [kind] : [])].join('/')
    return client.getPicture(path)
  }
}

/** Path of a public picture, `img/p/2/4/24-home_default.jpg`: each digit of the id is a folder. */
function publicPath(pictureId: string, kind: string | undefined): string {
  return `img/p/${[...pictureId].join('/')}/${pictureId}${kind ? `-${kind}` : ''}.jpg`
}

/** The shop's picture size closest to a tile; undefined means the originals. */
export async function readTileKind(
  client: ShopClient,
): Promise<Result<string | undefined, ShopError>> {
  const kinds = await client.getXml('images/products')
  return kinds.ok ? ok(kindForTile(decodePictureKinds(kinds.value.text))) : kinds
}
