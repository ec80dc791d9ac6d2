import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyActs, journalOf } from '../support/anyJournal'
import { Letters, type Fate } from '../support/letters'
import type { JournalEntry } from '@/core/journal/journal'
import { beginEventCheck } from '@/verifier/eventCheck'
import { compareWithEarlier } from '@/verifier/earlierArchive'
import { beginFindings } from '@/verifier/report'
import type { Entry, Link } from '@/verifier/shapes'

const anyFates = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>('nothing') },
    { weight: 2, arbitrary: fc.constantFrom<Fate>('opens', 'closes') },
    { weight: 1, arbitrary: fc.constant<Fate>('is-restored') },
  ),
  { minLength: 25, maxLength: 25 },
)

const journalsOf = fc.tuple(anyActs, anyFates).map(([acts, fates]) => {
  const letters = new Letters(journalOf(acts), fates)
  letters.comeInLate()
  return letters.journals
})

/** As the checker reads them: from their text. */
const read = (entries: readonly JournalEntry[]) => JSON.parse(JSON.stringify(entries)) as Entry[]
const linkOf = (entries: readonly Entry[]) => entries[0]?.event.continues ?? null

/** Every copy of a value with one number in it changed, or a name that sums go by. */
function* sumsChanged(value: unknown): Generator {
  if (typeof value === 'number') yield value + 1
  if (typeof value === 'string') yield `${value} `
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    for (const changed of sumsChanged(inner)) {
      yield Array.isArray(value)
        ? value.map((one: unknown, place) => (String(place) === key ? changed : one))
        : { ...value, [key]: changed }
    }
  }
}

/** What is found of a letter whose link is this one, alone. */
function faultsAlone(entries: readonly Entry[], link: Link | null) {
  const findings = beginFindings()
  const books = beginEventCheck(findings, true, link)
  for (const entry of entries) books.read(entry)
  return findings.reportWith(null).faults
}

/** What is found of a link beside the letter before. */
function faultsBeside(link: Link, earlier: readonly Entry[]) {
  const lines = earlier.map(entry => `${JSON.stringify({ entry, signature: null })}\n`)
  const bytes = new TextEncoder().encode(lines.join(''))
  const findings = beginFindings()
  compareWithEarlier(
    link,
    { names: [], hasHiddenBytes: false, odd: [], read: () => bytes },
    findings,
  )
  return findings.reportWith(null).faults
}

describe('letters that go on from one another', () => {
  it('are found right, each alone and beside the one before', () => {
    fc.assert(
      fc.property(journalsOf, journals => {
        for (const [index, entries] of journals.entries()) {
          const link = linkOf(read(entries))
          expect(faultsAlone(read(entries), link)).toEqual([])
          const before = journals[index - 1]
          if (link && before) expect(faultsBeside(link, read(before))).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('show any sum that is carried over and is not what was left', () => {
    const journals = fc
      .sample(journalsOf, { seed: 5, numRuns: 60 })
      .filter(([, second]) => second?.[0]?.event.kind === 'journal-opened')
    let changed = 0
    for (const [first = [], second = []] of journals.slice(0, 12)) {
      const link = linkOf(read(second))
      if (!link) throw new Error('the second letter goes on from the first')
      const altered = [
        ...[...sumsChanged(link.perpetual)].map(perpetual => ({ ...link, perpetual })),
        ...link.unclosed.flatMap((carried, index) =>
          (['totals', 'web'] as const).flatMap(part =>
            [...sumsChanged(carried[part])].map(sums => ({
              ...link,
              unclosed: link.unclosed.with(index, { ...carried, [part]: sums as never }),
            })),
          ),
        ),
        ...link.unclosed.flatMap(({ totals }, index) =>
          totals.salesCount === 0 ? [] : { ...link, unclosed: link.unclosed.toSpliced(index, 1) },
        ),
        { ...link, seal: link.seal.replaceAll(/./g, '0') },
      ] as Link[]
      for (const one of altered) {
        expect(faultsBeside(one, read(first)), JSON.stringify(one)).not.toEqual([])
        changed += 1
      }
    }
    expect(changed).toBeGreaterThan(300)
  })
})
