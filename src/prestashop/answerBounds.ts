/**
 * What a shop may answer at most, whichever way its answer comes: the browser reads it by these
 * rules, and the relay passes it on by the same.
 */

/** Bytes of one answer, unpacked. The stock of 50,000 articles is 4 MB, 1,000 whole products 2 MB. */
export const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024
/** Bytes of a picture; a tile's has some 10,000. */
export const LARGEST_PICTURE_BYTES = 3_000_000
/** Rows of one answer: four times the articles that the till is made for. */
export const MOST_ROWS = 200_000
/** Requests of one sync or import: pages that never end do end. */
export const MOST_REQUESTS = 15_000
/** A shop has this long to begin its answer, and as long again to complete it. */
export const ANSWER_WITHIN_MS = 60_000
/** Statuses whose answer has no body. */
export const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** A shop sends more than was asked for, and more than the till takes. */
export class AnswerTooLarge extends Error {}

/**
 * Reads a body to its end, and no further than `mostBytes`: what packs a gigabyte into a megabyte
 * is cut off as it is unpacked.
 *
 * @throws AnswerTooLarge where it goes on; the connection is then closed.
 */
export async function bytesUpTo(
  answer: Response,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (answer.body === null) return new Uint8Array()
  const reader = answer.body.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(parts, length)
    length += value.byteLength
    if (length > mostBytes) {
      // The connection may already be closed on the other side.
      reader.cancel().catch(() => undefined)
      throw new AnswerTooLarge(`more than ${mostBytes} bytes`)
    }
    parts.push(value)
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
