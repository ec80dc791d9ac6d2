import type { CatalogueDatabase, NotedPicture, HeldPicture, LostPicture } from '@/storage/databases'
import type { PictureStore } from './pictures'

/** All records of pictures, stored or missing in the shop. */
export function listPictures(db: CatalogueDatabase): Promise<NotedPicture[]> {
  return db.pictures.toArray()
}

/** Stores the record of a picture. */
export async function notePicture(db: CatalogueDatabase, picture: NotedPicture): Promise<void> {
  await db.pictures.put(picture)
}

/** Records that these pictures were recently on screen. */
export async function notePicturesSeen(
  db: CatalogueDatabase,
  pictureIds: readonly string[],
  usedAt: string,
): Promise<void> {
  await db.pictures
    .where('pictureId')
    .anyOf(pictureIds)
    .modify(noted => {
      if (isHeld(noted)) noted.usedAt = usedAt
    })
}

/**
 * Deletes pictures that no article uses any more, then pictures unseen for the longest time, until
 * the rest fits the budget. Returns the size of the rest in bytes. The record of a picture that the
 * shop did not have is kept while an article uses it: deleting it frees no space.
 */
export async function makeRoom(
  db: CatalogueDatabase,
  pictures: PictureStore,
  inUse: ReadonlySet<string>,
  budgetBytes: number,
): Promise<number> {
  const noted = await listPictures(db)
  await db.pictures.bulkDelete(
    noted.filter(one => isLost(one) && !inUse.has(one.pictureId)).map(one => one.pictureId),
  )
  const held = noted.filter(isHeld)
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

/** Whether the record is of a picture that the shop did not have. */
export const isLost = (picture: NotedPicture): picture is LostPicture => 'askedAt' in picture

const isHeld = (picture: NotedPicture): picture is HeldPicture => !isLost(picture)
