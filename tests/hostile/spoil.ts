import { concatBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'

/** What comes where a plain value was due. */
const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  1e308,
  '',
  ' ',
  '0',
  '1e999',
  '-1',
  '12,5',
  '١٢',
  '2026-02-30',
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  'javascript:alert(1)',
  '\u0000',
  '\ud800',
  '\u202egnp.exe',
  'é'.repeat(70_000),
  [],
  {},
  [[]],
  JSON.parse('{"__proto__":{"isSpoilt":true},"constructor":{"prototype":{"isSpoilt":true}}}'),
  JSON.parse(`${'['.repeat(3_000)}${']'.repeat(3_000)}`),
  Array.from({ length: 3_000 }, () => ({})),
]

const wrong = fc.constantFrom(...WRONG)
/** Chooses one of what there is, whatever its number. */
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

/** A change in one part of a value: `at` chooses which part, `how` what becomes of it. */
interface Change {
  at: number
  how: 'replace' | 'drop' | 'double' | 'wrap' | 'add'
  with: unknown
}
const change: fc.Arbitrary<Change> = fc.record({
  at: chance,
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'double', 'wrap', 'add'),
  with: wrong,
})

/** A plain value with one to three of its parts changed, dropped, doubled, wrapped or added. */
export const spoiltValue = (sample: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map(changes => changes.reduce((value, one) => changed(value, one), structuredClone(sample)))

/** A text of the same kind of value. */
export const spoiltJson = (sample: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: spoiltValue(sample).map(value => JSON.stringify(value) ?? ''), weight: 3 },
    { arbitrary: spoiltText(JSON.stringify(sample)), weight: 1 },
  )

function changed(value: unknown, one: Change): unknown {
  const paths = pathsIn(value)
  const path = paths[Math.floor(one.at * paths.length)] ?? []
  return at(value, path, one)
}

/** The path of every part of a value; its own is empty. */
function pathsIn(value: unknown, deep = 0): string[][] {
  if (value === null || typeof value !== 'object' || deep > 12) return [[]]
  const inner = Object.entries(value).slice(0, 200)
  return [
    [],
    ...inner.flatMap(([key, part]) => pathsIn(part, deep + 1).map(path => [key, ...path])),
  ]
}

function at(value: unknown, [key, ...rest]: string[], one: Change): unknown {
  if (key === undefined) return made(value, one)
  if (value === null || typeof value !== 'object') return value
  if (rest.length === 0 && one.how === 'drop') {
    return Array.isArray(value)
      ? value.filter((_, index) => String(index) !== key)
      : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  }
  const part = at((value as Record<string, unknown>)[key], rest, one)
  if (Array.isArray(value)) return (value as unknown[]).with(Number(key), part)
  return { ...value, [key]: part }
}

function made(value: unknown, { how, with: other }: Change): unknown {
  if (how === 'wrap') return [value]
  if (how === 'double' && Array.isArray(value))
    return [...(value as unknown[]), ...(value as unknown[])]
  if (how === 'double' && typeof value === 'string') return `${value}${value}`
  if (how === 'double' && typeof value === 'number') return value * 2 + 0.1
  if (how === 'add' && Array.isArray(value)) return [...(value as unknown[]), other]
  if (how === 'add' && typeof value === 'string') return `${value}${String(other).slice(0, 1_000)}`
  if (how === 'add' && value !== null && typeof value === 'object')
    return { ...value, added: other }
  return other
}

/** Bytes that are cut, flipped, doubled, or filled with what counts most. */
export function spoiltBytes(sample: Uint8Array): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const place = chance.map(share => Math.floor(share * sample.length))
  const spans = fc.tuple(place, place).map(([one, other]) => [one, other].toSorted((a, b) => a - b))
  return fc.oneof(
    place.map(length => sample.slice(0, length)),
    fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 8 }).map(flips => {
      const bytes = sample.slice()
      for (const [index, byte] of flips) bytes[index] = byte
      return bytes
    }),
    fc
      .tuple(place, fc.constantFrom(0x00, 0x7f, 0x80, 0xff), fc.integer({ min: 1, max: 8 }))
      .map(([from, byte, length]) => sample.slice().fill(byte, from, from + length)),
    spans.map(([from, to]) => concatBytes(sample.slice(0, to), sample.slice(from))),
    spans.map(([from, to]) => concatBytes(sample.slice(0, from), sample.slice(to))),
    fc
      .tuple(place, fc.uint8Array({ maxLength: 64 }))
      .map(([from, more]) => concatBytes(sample.slice(0, from), more, sample.slice(from))),
    fc.uint8Array({ maxLength: 512 }).map(bytes => bytes.slice()),
  )
}

/** Halves of pairs too: a text that no encoding has. */
const anyUnit = fc.nat(0xffff).map(code => String.fromCharCode(code))

/** A text that is cut, doubled, or holds what it should not. */
export const spoiltText = (sample: string): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: spoiltBytes(new TextEncoder().encode(sample)).map(asText), weight: 3 },
    {
      arbitrary: fc.tuple(chance, wrong).map(([share, other]) => {
        const from = Math.floor(share * sample.length)
        const text = typeof other === 'string' ? other : JSON.stringify(other).slice(0, 5_000)
        return `${sample.slice(0, from)}${text}${sample.slice(from)}`
      }),
      weight: 1,
    },
    { arbitrary: fc.string({ unit: anyUnit, maxLength: 200 }), weight: 1 },
  )

/** A text that is cut, doubled, or holds what it should not; of an object in JSON, one with parts that are wrong too. */
export const spoiltAnswer = (sample: string): fc.Arbitrary<string> =>
  sample.startsWith('{')
    ? fc.oneof(spoiltText(sample), spoiltJson(JSON.parse(sample)))
    : spoiltText(sample)

const asText = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
