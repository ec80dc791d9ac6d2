/** What is sent over a direct channel: a question, or the answer to the oldest one. */
export type Spoken = 'question' | 'answer'

export interface WholeMessage {
  spoken: Spoken
  bytes: Uint8Array
}

const ANSWER = 1
const LAST = 2
/** Every browser passes messages of 16 kB on (RFC 8831 § 6.6). */
export const FRAME_BYTES = 16 * 1_024

/** A message in parts that a data channel carries: one byte of marks, then the part. */
export function framesOf(spoken: Spoken, bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const part = FRAME_BYTES - 1
  const count = Math.max(1, Math.ceil(bytes.length / part))
  return Array.from({ length: count }, (_none, place) => {
    const body = bytes.subarray(place * part, (place + 1) * part)
    const frame = new Uint8Array(body.length + 1)
    frame[0] = (spoken === 'answer' ? ANSWER : 0) | (place === count - 1 ? LAST : 0)
    frame.set(body, 1)
    return frame
  })
}

/**
 * Puts parts together again. The other side is hostile: what is no part, or longer than a message
 * may be, throws a `RangeError`, after which nothing of it is read.
 */
export class FrameReader {
  private readonly begun: Record<Spoken, { parts: Uint8Array[]; length: number }> = {
    question: { parts: [], length: 0 },
    answer: { parts: [], length: 0 },
  }

  constructor(private readonly mostBytes: number) {}

  /** The message that this part ends, if it ends one. */
  take(frame: Uint8Array): WholeMessage | undefined {
    const marks = frame[0]
    if (marks === undefined || marks > (ANSWER | LAST)) throw new RangeError('no part of a message')
    const spoken: Spoken = marks & ANSWER ? 'answer' : 'question'
    const message = this.begun[spoken]
    message.parts.push(frame.subarray(1))
    message.length += frame.length - 1
    // Parts without bytes would be kept for ever: each counts as one byte at least.
    if (message.length + message.parts.length > this.mostBytes) {
      throw new RangeError('a message too long')
    }
    if (!(marks & LAST)) return undefined
    this.begun[spoken] = { parts: [], length: 0 }
    const bytes = new Uint8Array(message.length)
    let at = 0
    for (const part of message.parts) {
      bytes.set(part, at)
      at += part.length
    }
    return { spoken, bytes }
  }
}
