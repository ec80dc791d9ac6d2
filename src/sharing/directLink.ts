import { FrameReader, framesOf, type WholeMessage } from './directFrames'
import type { Carried } from '@/core/sharing/carrier'
import { MOST_BODY_BYTES } from '@/core/sharing/wire'

/** What is used of an `RTCDataChannel`: open, ordered, reliable, of binary messages. */
export type DirectChannel = Pick<
  RTCDataChannel,
  | 'send'
  | 'close'
  | 'readyState'
  | 'bufferedAmount'
  | 'bufferedAmountLowThreshold'
  | 'addEventListener'
  | 'removeEventListener'
>

/** Two devices that speak to each other. Both may ask; questions are answered in their order. */
export interface DirectLink {
  /** Asks with a JSON body; what comes back is hostile, and to be parsed. */
  ask(body: object): Promise<Carried<unknown>>
  close(): void
}

interface Waiting {
  answer: (answer: Carried<unknown>) => void
  timer: ReturnType<typeof setTimeout>
}

/** Twice what is worth keeping on the way: more would fill the memory of a phone. */
const MOST_WAITING_BYTES = 1024 * 1024
/** A device that was put to sleep, or walked off, answers no more. */
const PATIENCE_MS = 30_000
/** The length that a body and its parts may have. */
const MOST_BYTES = MOST_BODY_BYTES + 8 * 1024
const MOST_QUESTIONS = 4

/**
 * A link over a channel that is open. `serve` answers what the other device asks; undefined refuses
 * it, which ends the link. Frames, bodies and their number are bounded.
 */
export function directLink(
  channel: DirectChannel,
  serve: (body: unknown) => Promise<object | undefined>,
  patienceMs = PATIENCE_MS,
): DirectLink {
  const reader = new FrameReader(MOST_BYTES)
  const waiting: Waiting[] = []
  const send = sender(channel)
  let answering: Promise<void> = Promise.resolve()
  let questions = 0

  function close(): void {
    channel.close()
    for (const { answer, timer } of waiting.splice(0)) {
      clearTimeout(timer)
      answer(UNREACHABLE)
    }
  }

  function hear(message: MessageEvent<unknown>): void {
    try {
      if (!(message.data instanceof ArrayBuffer)) throw new RangeError('no bytes')
      const whole = reader.take(new Uint8Array(message.data))
      if (whole) hearWhole(whole)
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) reportError(error)
      close()
    }
  }

  /** Throws a `SyntaxError` for what is no JSON, a `RangeError` for what nobody asked for. */
  function hearWhole({ spoken, bytes }: WholeMessage): void {
    const body = JSON.parse(new TextDecoder().decode(bytes)) as unknown
    if (spoken === 'answer') {
      const first = waiting.shift()
      if (!first) throw new RangeError('an answer that nobody asked for')
      clearTimeout(first.timer)
      first.answer({ ok: true, value: body })
      return
    }
    questions += 1
    if (questions > MOST_QUESTIONS) throw new RangeError('too many questions at once')
    answering = answering.then(() => answerTo(body))
  }

  async function answerTo(body: unknown): Promise<void> {
    try {
      const answer = await serve(body)
      if (answer === undefined) return close()
      await send('answer', answer)
    } catch (error) {
      reportError(error)
      close()
    } finally {
      questions -= 1
    }
  }

  channel.addEventListener('message', hear)
  channel.addEventListener('close', close)
  return {
    ask(body) {
      if (channel.readyState !== 'open') return Promise.resolve(UNREACHABLE)
      return new Promise(resolve => {
        // An answer that comes later would pass for that of another question: the link ends.
        waiting.push({ answer: resolve, timer: setTimeout(close, patienceMs) })
        send('question', body).catch((error: unknown) => {
          reportError(error)
          close()
        })
      })
    },
    close,
  }
}

const UNREACHABLE: Carried<never> = { ok: false, fault: { cause: 'unreachable', detail: 'direct' } }

/** Sends one message after the other: each is whole before the next begins. */
function sender(channel: DirectChannel) {
  let sending: Promise<void> = Promise.resolve()

  return (spoken: WholeMessage['spoken'], body: object): Promise<void> => {
    const bytes = new TextEncoder().encode(JSON.stringify(body))
    const sent = sending.then(async () => {
      for (const frame of framesOf(spoken, bytes)) {
        await room(channel)
        if (channel.readyState !== 'open') return
        channel.send(frame)
      }
    })
    sending = sent
    return sent
  }
}

/** Waits until the channel has sent most of what it was given, or is closed. */
function room(channel: DirectChannel): Promise<void> {
  if (channel.bufferedAmount < MOST_WAITING_BYTES) return Promise.resolve()
  channel.bufferedAmountLowThreshold = MOST_WAITING_BYTES / 2
  return new Promise(resolve => {
    const done = () => {
      for (const event of ['bufferedamountlow', 'close'] as const) {
        channel.removeEventListener(event, done)
      }
      resolve()
    }
    for (const event of ['bufferedamountlow', 'close'] as const) {
      channel.addEventListener(event, done)
    }
  })
}
