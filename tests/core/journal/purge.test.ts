import { describe, expect, it } from 'vitest'
import { anEntry, SOFTWARE } from '../../support/factory'
import type { JournalEntry } from '@/core/journal/journal'
import { purgeDetail, purgedCounters, purgeOf, type Purge } from '@/core/journal/purge'
import { NOBODY } from '@/core/people/user'
import { lineFrom } from '@/verifier/chain'
import { purgeIn } from '@/verifier/purges'

const PURGE: Purge = {
  firstEntry: 2,
  lastEntry: 5,
  previousSeal: 'aa',
  lastSeal: 'bb',
  keptCount: 0,
  keptSha256: 'cc',
  counters: '{"A":3}',
  archiveSha256: 'dd',
}

const traced = (over: object): JournalEntry =>
  anEntry(
    {
      kind: 'trace',
      what: 'entries-purged',
      detail: { ...purgeDetail(PURGE), ...over },
      user: NOBODY,
      software: SOFTWARE,
    },
    { number: 9 },
  )

/** The purge as the verifier reads it from an archive. */
const readAgain = (entry: JournalEntry) => {
  const line = lineFrom(JSON.stringify({ entry, signature: null }))
  return line && purgeIn(line.entry)
}

describe('the trace of a purge', () => {
  it('is read back as the purge', () => {
    expect(purgeOf(traced({}))).toEqual(PURGE)
    expect(purgedCounters(PURGE)).toEqual({ A: 3 })
    expect(readAgain(traced({}))).toMatchObject({ firstEntry: 2, counters: { A: 3 } })
  })

  it.each<object>([
    { firstEntry: 2.5 },
    { firstEntry: 1 },
    { lastEntry: 1 },
    { lastEntry: 9 },
    { lastEntry: Infinity },
    { keptCount: NaN },
    { counters: '' },
    { counters: '{"A":3' },
    { counters: 'null' },
    { counters: '[3]' },
    { counters: '{"A":"3"}' },
    { counters: '{"A":null}' },
  ])('explains nothing where it makes no sense: %j', over => {
    expect(purgeOf(traced(over))).toBeUndefined()
    expect(readAgain(traced(over))).toBeUndefined()
  })

  it.each(['previousSeal', 'lastSeal', 'keptSha256', 'archiveSha256'])(
    'explains nothing without its %s',
    name => {
      expect(purgeOf(traced({ [name]: '' }))).toBeUndefined()
      expect(purgeOf(traced({ [name]: 0 }))).toBeUndefined()
    },
  )
})
