/** Bytes as text in base64, with its padding. */
export function base64FromBytes(bytes: Uint8Array): string {
  let text = ''
  // One argument a byte: a call takes so many, no more.
  for (let at = 0; at < bytes.length; at += MOST_ARGUMENTS) {
    const part = bytes.subarray(at, at + MOST_ARGUMENTS)
    // Spread, a part would be walked one byte at a time.
    text += String.fromCharCode.apply(undefined, part as unknown as number[])
  }
  return btoa(text)
}
const MOST_ARGUMENTS = 8_192

/** Bytes from a text in base64 or base64url, padded or not; undefined for any other text. */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = new Uint8Array(plain.length)
    // By hand: `Uint8Array.from` over a text takes ten times as long, and blocks are megabytes.
    for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at)
    return bytes
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}
