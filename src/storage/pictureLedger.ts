import type { CatalogueDatabase } from './databases'
import type { PictureStore } from './pictures'

/** A picture that is held: the cache itself knows neither sizes nor when they were seen. */
export interface HeldPicture {
  pictureId: string
  /** 0 for one that the shop did not give: `usedAt` is then when it was asked. */
  bytes: number
  usedAt: string
}

export function listPictures(db: CatalogueDatabase): Promise<HeldPicture[]> {
  return db.pictures.toArray()
}

export async function notePicture(db: CatalogueDatabase, picture: HeldPicture): Promise<void> {
  await db.pictures.put(picture)
}

/** These pictures were on the screen lately. */
export async function notePicturesSeen(
  db: CatalogueDatabase,
  pictureIds: readonly string[],
  usedAt: string,
): Promise<void> {
  await db.pictures.bulkUpdate(pictureIds.map(key => ({ key, changes: { usedAt } })))
}

/**
 * Drops pictures that no article shows any more, then those unseen for the longest, until
 * what is left fits the budget; returns how many bytes that is.
 */
export async function makeRoom(
  db: CatalogueDatabase,
  pictures: PictureStore,
  inUse: ReadonlySet<string>,
  budgetBytes: number,
): Promise<number> {
  const held = await listPictures(db)
  const isOlder = (a: HeldPicture, b: HeldPicture) =>
    Number(inUse.has(a.pictureId)) - Number(inUse.has(b.pictureId)) ||
    Date.parse(a.usedAt) - Date.parse(b.usedAt)
  let total = held.reduce((sum, picture) => sum + picture.bytes, 0)
  for (const picture of held.sort(isOlder)) {
    if (inUse.has(picture.pictureId) && total <= budgetBytes) break
    await pictures.remove(picture.pictureId)
    await db.pictures.delete(picture.pictureId)
    total -= picture.bytes
  }
  return total
}
