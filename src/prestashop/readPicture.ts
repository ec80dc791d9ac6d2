import type { ShopClient } from './client'
import type { Result, ShopError } from '@/core/errors'

/** Bytes of one picture, whatever they are: the caller looks at what came. */
export type ReadPicture = (
  productId: string,
  pictureId: string,
) => Promise<Result<ArrayBuffer, ShopError>>

/** After so many failures the public address is no longer tried. */
const PUBLIC_FAILURES = 3

/**
 * Reads pictures of products in one size; `kind` undefined asks for the originals. Where
 * the page is on the shop's own host, the public address is three times as quick and needs
 * no key; elsewhere it forbids pages to read it (no CORS header), and the webservice is
 * asked.
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

/** `img/p/2/4/24-home_default.jpg`: the id's digits are folders. */
function publicPath(pictureId: string, kind: string | undefined): string {
  return `img/p/${[...pictureId].join('/')}/${pictureId}${kind ? `-${kind}` : ''}.jpg`
}
