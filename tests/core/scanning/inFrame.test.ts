import { describe, expect, it } from 'vitest'
import { feedFrame, NOTHING_IN_FRAME } from '@/core/scanning/inFrame'

/** Feeds pictures taken every 100 ms and returns the fresh codes of each. */
function readAll(pictures: string[][]): string[][] {
  let inFrame = NOTHING_IN_FRAME
  return pictures.map((seen, index) => {
    const step = feedFrame(inFrame, seen, index * 100)
    inFrame = step.inFrame
    return step.fresh
  })
}

const times = (count: number, seen: string[]) => Array.from({ length: count }, () => seen)

describe('feedFrame', () => {
  it('reads a code once as long as it stays, even where the camera loses it for a moment', () => {
    const pictures = [...times(20, ['A']), ...times(4, []), ...times(20, ['A'])]
    expect(readAll(pictures).flat()).toEqual(['A'])
  })

  it('reads it again once it has left and come back', () => {
    const pictures = [...times(3, ['A']), ...times(10, []), ...times(3, ['A'])]
    expect(readAll(pictures).flat()).toEqual(['A', 'A'])
  })

  it('does not believe what it saw once', () => {
    expect(readAll([['A'], ['B'], ['B'], []])).toEqual([[], [], ['B'], []])
  })

  it('reads two codes side by side, each once', () => {
    expect(readAll(times(5, ['A', 'B'])).flat()).toEqual(['A', 'B'])
  })
})
