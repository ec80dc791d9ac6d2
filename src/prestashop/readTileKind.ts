import type { ShopClient } from './client'
import { decodePictureKinds, kindForTile } from './decode/pictureKinds'
import { ok, type Result, type ShopError } from '@/core/errors'

/** The shop's picture size closest to a tile; undefined means the originals. */
export async function readTileKind(
  client: ShopClient,
): Promise<Result<string | undefined, ShopError>> {
  const kinds = await client.getXml('images/products')
  return kinds.ok ? ok(kindForTile(decodePictureKinds(kinds.value.text))) : kinds
}
