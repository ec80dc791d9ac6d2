/// <reference lib="dom" />
import fc from 'fast-check'
import { BYTES } from '../hostile/decoders/bytes'
import { TEXTS } from '../hostile/decoders/texts'
import { VALUES } from '../hostile/decoders/values'
import { spoiltAnswer, spoiltBytes, spoiltValue } from '../hostile/spoil'

/** The longest that reading one of a kind took, and the size of that one where it has one. */
interface Longest {
  name: string
  longestMs: number
  size: number
}

/** Runs in the page, and reads there what the tests of the hostile corpus read. */
function readSpoilt(each: number): Longest[] {
  return [
    ...VALUES.map(({ name, sample, read }) => longest(name, read, spoiltValue(sample), each)),
    ...TEXTS.map(({ name, sample, read }) => longest(name, read, spoiltAnswer(sample), each)),
    ...BYTES.map(({ name, sample, read }) => longest(name, read, spoiltBytes(sample), each)),
  ]
}

/** The machine does other things: what took long is read again, and its shortest counts. */
const [SLOWEST, AGAIN] = [8, 3]

function longest<Sample>(
  name: string,
  read: (spoilt: Sample) => unknown,
  spoilt: fc.Arbitrary<Sample>,
  each: number,
): Longest {
  const timed = (one: Sample) => {
    const startedAt = performance.now()
    read(one)
    return { one, ms: performance.now() - startedAt }
  }
  const first = fc.sample(spoilt, { numRuns: each, seed: 2_026 }).map(timed)
  const slowest = first.toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST)
  const again = slowest.map(({ one, ms }) => ({
    one,
    ms: Math.min(ms, ...Array.from({ length: AGAIN }, () => timed(one).ms)),
  }))
  const [worst] = again.toSorted((a, b) => b.ms - a.ms)
  const size = JSON.stringify(worst?.one)?.length ?? 0
  return { name, longestMs: worst?.ms ?? 0, size }
}

Object.assign(window, { readSpoilt })
