/** Beyond this no browser gives a file to a page in one piece. */
const LARGEST_ARCHIVE = 2 ** 31 - 1

/** The bytes of a chosen file; undefined where it is too large to be held in memory. */
export async function readArchive(file: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (file.size > LARGEST_ARCHIVE) return undefined
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    // The device has not so much memory, or the file is gone.
    return undefined
  }
}
