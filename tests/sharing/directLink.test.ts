import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Carried } from '@/core/sharing/carrier'
import { FRAME_BYTES, FrameReader, framesOf } from '@/sharing/directFrames'
import { directLink, type DirectChannel, type DirectLink } from '@/sharing/directLink'

/** One end of a channel in memory, which carries so many bytes at a time. */
class ChannelEnd extends EventTarget {
  other!: ChannelEnd
  readyState: RTCDataChannelState = 'open'
  bufferedAmount = 0
  bufferedAmountLowThreshold = 0
  mostBuffered = 0

  send(frame: ArrayBufferView<ArrayBuffer>): void {
    if (this.readyState !== 'open') throw new DOMException('closed', 'InvalidStateError')
    const bytes = new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength).slice()
    this.bufferedAmount += bytes.length
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount)
    setTimeout(() => this.pass(bytes))
  }

  private pass(bytes: Uint8Array<ArrayBuffer>): void {
    const before = this.bufferedAmount
    this.bufferedAmount -= bytes.length
    this.other.dispatchEvent(new MessageEvent('message', { data: bytes.buffer }))
    const [low, now] = [this.bufferedAmountLowThreshold, this.bufferedAmount]
    if (before > low && now <= low) this.dispatchEvent(new Event('bufferedamountlow'))
  }

  close(): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.dispatchEvent(new Event('close'))
    setTimeout(() => this.other.close())
  }
}

function aChannel(): [ChannelEnd, ChannelEnd] {
  const [one, other] = [new ChannelEnd(), new ChannelEnd()]
  one.other = other
  other.other = one
  return [one, other]
}
const linkOver = (
  end: ChannelEnd,
  serve: (body: unknown) => Promise<object | undefined> = () => Promise.resolve(undefined),
  patienceMs?: number,
): DirectLink => directLink(end as unknown as DirectChannel, serve, patienceMs)
const echo = (body: unknown) => Promise.resolve({ heard: body })
const UNREACHABLE = { ok: false, fault: { cause: 'unreachable', detail: 'direct' } }

describe('the parts of a message', () => {
  it('are put together as they were, whatever lies between them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 * FRAME_BYTES }),
        fc.integer({ min: 0, max: 5 * FRAME_BYTES }),
        fc.infiniteStream(fc.boolean()),
        (question, answer, turns) => {
          const sent = {
            question: new Uint8Array(question).fill(1),
            answer: new Uint8Array(answer).fill(2),
          }
          const left = {
            question: framesOf('question', sent.question),
            answer: framesOf('answer', sent.answer),
          }
          const reader = new FrameReader(20 * FRAME_BYTES)
          const found = []
          for (const isQuestion of turns) {
            const frame = (isQuestion ? left.question : left.answer).shift()
            const whole = frame && reader.take(frame)
            if (whole) found.push(whole)
            if (left.question.length + left.answer.length === 0) break
          }
          expect(found).toHaveLength(2)
          for (const { spoken, bytes } of found) {
            expect(Buffer.compare(bytes, sent[spoken])).toBe(0)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('are bounded, and nothing else is one', () => {
    const reader = new FrameReader(1_000)
    expect(() => reader.take(new Uint8Array(0))).toThrow(RangeError)
    expect(() => reader.take(Uint8Array.of(4))).toThrow(RangeError)
    expect(() => reader.take(new Uint8Array(1_001))).toThrow(RangeError)
    const empty = new FrameReader(1_000)
    const endless = () => {
      for (let part = 0; part < 1_001; part += 1) empty.take(Uint8Array.of(0))
    }
    expect(endless).toThrow(RangeError)
  })
})

describe('a link of two devices', () => {
  it('carries what both ask at once, large and small, each answer to its question', async () => {
    const [one, other] = aChannel()
    const links = [linkOver(one, echo), linkOver(other, echo)]
    const large = 'x'.repeat(3_000_000)
    const asked = links.flatMap(link => [
      link.ask({ large }),
      link.ask({ small: 1 }),
      link.ask({ small: 2 }),
    ])
    const answers = await Promise.all(asked)
    const expected = [{ large }, { small: 1 }, { small: 2 }].map(heard => ({
      ok: true,
      value: { heard },
    }))
    expect(answers).toEqual([...expected, ...expected])
    // No more than a part beyond what may wait.
    for (const end of [one, other])
      expect(end.mostBuffered).toBeLessThanOrEqual(1024 * 1024 + FRAME_BYTES)
  })

  it('ends for both when one refuses, leaves, or is asleep', async () => {
    const ways: ((links: DirectLink[]) => Promise<Carried<unknown>>)[] = [
      ([asker]) => asker?.ask({}) ?? Promise.reject(new Error('no link')),
      async ([asker, left]) => {
        const answer = asker?.ask({})
        left?.close()
        return answer ?? Promise.reject(new Error('no link'))
      },
    ]
    for (const way of ways) {
      const [one, other] = aChannel()
      expect(await way([linkOver(one), linkOver(other)])).toEqual(UNREACHABLE)
      await vi.waitFor(() =>
        expect([one.readyState, other.readyState]).toEqual(['closed', 'closed']),
      )
    }
    const [one, other] = aChannel()
    const asker = linkOver(one, echo, 50)
    linkOver(other, () => new Promise(() => undefined))
    expect(await asker.ask({})).toEqual(UNREACHABLE)
    expect(await asker.ask({})).toEqual(UNREACHABLE)
    expect(one.readyState).toBe('closed')
  })

  it.each([
    ['an answer that nobody asked for', framesOf('answer', new TextEncoder().encode('{}'))],
    ['no JSON', framesOf('question', new TextEncoder().encode('{'))],
    ['no part', [Uint8Array.of(9)]],
    ['a message without end', Array.from({ length: 400 }, () => new Uint8Array(FRAME_BYTES))],
    [
      'questions without number',
      Array.from({ length: 9 }, () => framesOf('question', new TextEncoder().encode('{}'))).flat(),
    ],
  ])('ends at %s', async (_what, frames) => {
    const [one, other] = aChannel()
    linkOver(other, () => new Promise(() => undefined))
    for (const frame of frames) one.send(frame)
    await vi.waitFor(() => expect(other.readyState).toBe('closed'))
  })
})
