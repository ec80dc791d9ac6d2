/** Bytes as text in base64, with its padding. */
export function base64FromBytes(bytes: Uint8Array): string {
  let text = ''
  // One argument a byte: a call takes so many, no more.
  for (let at = 0; at < bytes.length; at += MOST_ARGUMENTS) {
    text += String.fromCharCode(...bytes.subarray(at, at + MOST_ARGUMENTS))
  }
  return btoa(text)
}
const MOST_ARGUMENTS = 8_192

/** Bytes from a text in base64 or base64url, padded or not; undefined for any other text. */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(plain, character => character.charCodeAt(0))
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}
