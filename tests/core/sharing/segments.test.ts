import { expect, it } from 'vitest'
import {
  packContent,
  readAgain,
  unpackContent,
  type BlockRecord,
} from '@/core/sharing/blockContent'
import { replacedUpTo, saidBefore } from '@/core/sharing/segments'
import { unreadBy } from '@/core/sharing/sharingState'
import { LANES } from '@/core/sharing/block'

const segment = (first: number, counts: readonly number[]) => ({
  kind: 'segment' as const,
  first,
  counts,
})

it('a segment tells of each entry in which block it was said before', () => {
  expect(saidBefore(segment(7, [1, 0, 2, 1]), 4)).toEqual([7, 9, 9, 10])
  expect(replacedUpTo(segment(7, [1, 0, 2, 1]))).toBe(11)
})

it('one that holds more or fewer entries than it says tells nothing, however many it says', () => {
  expect(saidBefore(segment(7, [1, 1]), 3)).toBeUndefined()
  expect(saidBefore(segment(7, [2 ** 32, 2 ** 32]), 2)).toBeUndefined()
})

it('what is said of segments is read as it was said; what is no such thing is kept as text', () => {
  const said: BlockRecord[] = [segment(3, [1, 2]), { kind: 'replaced', segments: 4 }]
  expect(unpackContent(packContent({ seen: [], records: said }))?.records).toEqual(said)
  for (const text of [
    '{"kind":"segment","first":-1,"counts":[]}',
    '{"kind":"segment","first":1,"counts":[0.5]}',
    '{"kind":"replaced"}',
    `{"kind":"segment","first":1,"counts":[${Array(10_001).fill(0).join()}]}`,
  ]) {
    const unknown = { kind: 'unknown' as const, text }
    const packed = packContent({ seen: [], records: [unknown] })
    expect(unpackContent(packed)?.records).toEqual([unknown])
    expect(readAgain(unknown)).toEqual(unknown)
  }
})

it('what an earlier version kept as text is read by one that knows it', () => {
  const text = '{"kind":"replaced","segments":4}'
  expect(readAgain({ kind: 'unknown', text })).toEqual({ kind: 'replaced', segments: 4 })
  expect(readAgain({ kind: 'unknown', text: 'no JSON' }).kind).toBe('unknown')
})

it('a device that has read all but a base lacks nothing', () => {
  const own = 'a'.repeat(32)
  const seen = (next: number) => [
    { device: 'other', seen: [{ device: own, lane: LANES.journal, next }] },
  ]
  const said = [
    { seq: 0, entry: { till: 'A', number: 1 } },
    { seq: 1, entry: null },
    { seq: 2, entry: { till: 'A', number: 2 } },
  ]
  expect(unreadBy(own, seen(1), said.slice(0, 2)).size).toBe(0)
  expect(unreadBy(own, seen(1), said).get('other')?.seq).toBe(2)
  expect(unreadBy(own, seen(0), said).get('other')?.seq).toBe(0)
})
