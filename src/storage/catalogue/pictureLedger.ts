import type { CatalogueDatabase, NotedPicture, HeldPicture, LostPicture } from '@/storage/databases'
import type { PictureStore } from './pictures'

export function listPictures(db: CatalogueDatabase): Promise<NotedPicture[]> {
  return db.pictures.toArray()
}

export async function notePicture(db: CatalogueDatabase, picture: NotedPicture): Promise<void> {
  await db.pictures.put(picture)
}

/** These pictures were on the screen lately. */
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
 * Drops pictures that no article shows any more, then those unseen for the longest, until
 * what is left fits the budget; returns how many bytes that is. What is known of a picture that
 * the shop did not give stays as long as an article wants it: forgetting it frees nothing.
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

export const isLost = (picture: NotedPicture): picture is LostPicture => 'askedAt' in picture

const isHeld = (picture: NotedPicture): picture is HeldPicture => !isLost(picture)
