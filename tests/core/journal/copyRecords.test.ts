import { concatBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aJournal, aTicket } from '../../support/factory'
import { readRecords, recordOf, unpackRecord } from '@/core/journal/copyRecords'

const journal = aJournal([1, 2, 3, 4].map(sale => aTicket(undefined, `ticket-${sale}`)))
const signatureOf = (number: number) => ({ till: 'A', number, signature: `signature ${number}` })
const records = journal.map(entry => recordOf(entry, signatureOf(entry.number)))
const file = concatBytes(...records)
const ends = records.map((_, index) => concatBytes(...records.slice(0, index + 1)).length)
const seals = journal.map(({ seal }) => seal)

describe('the records of a copy', () => {
  it('give back each entry and its signature as they were sealed', () => {
    const read = readRecords(file)
    expect(read).toMatchObject({ end: file.length, damages: [] })
    expect(read.records.map(unpackRecord)).toEqual(
      journal.map(entry => ({ entry, signature: signatureOf(entry.number) })),
    )
  })

  it('cut at any byte are the longest true beginning, and what is left of the last one is cut off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: file.length }), length => {
        const read = readRecords(file.slice(0, length))
        const whole = ends.filter(end => end <= length)
        expect(read.records.map(({ seal }) => seal)).toEqual(seals.slice(0, whole.length))
        expect(read.end).toBe(whole.at(-1) ?? 0)
        expect(read.damages).toEqual([])
      }),
    )
  })

  it('with any byte flipped are without the record it is in, and say so where others follow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: file.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const bytes = file.slice()
          bytes[at] = (bytes[at] ?? 0) ^ flip
          const read = readRecords(bytes)
          const hit = ends.findIndex(end => at < end)
          expect(read.records.map(({ seal }) => seal)).toEqual(seals.filter((_, n) => n !== hit))
          const isLast = hit === ends.length - 1
          expect(read.damages).toEqual(
            isLast ? [] : [{ from: ends[hit - 1] ?? 0, to: ends[hit] ?? 0 }],
          )
          if (isLast) expect(read.end).toBe(ends[hit - 1])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('with bytes taken out or put in anywhere give no entry that was not sealed', () => {
    fc.assert(
      fc.property(
        fc.nat(file.length),
        fc.nat(200),
        fc.uint8Array({ maxLength: 200 }),
        (at, gone, added) => {
          const bytes = concatBytes(file.slice(0, at), added, file.slice(at + gone))
          const read = readRecords(bytes)
          for (const record of read.records) {
            expect(journal).toContainEqual(unpackRecord(record)?.entry)
          }
          const lost = seals.filter(seal => !read.records.some(record => record.seal === seal))
          const numbers = read.records.map(({ number }) => number)
          const isGap = numbers.some((number, index) => number !== index + 1)
          // What is lost is the end, a damage, or a number that shows it is missing.
          const isTail = numbers.every((number, index) => number === index + 1)
          expect(lost.length === 0 || isTail || isGap || read.damages.length > 0).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('are told in one pass where a file is full of made-up marks', () => {
    const marks = new Uint8Array(4_000_000).fill(0)
    for (let at = 0; at < marks.length; at += 60) marks.set([67, 77, 67, 49, 0, 0, 200], at)
    // Work that grows with the square of the marks would take minutes: the runner stops it.
    const read = readRecords(concatBytes(file, marks))
    expect(read.records).toHaveLength(journal.length)
    expect(read.damages).toHaveLength(1)
  })

  it('take less than half the space of what they hold', () => {
    const plain = JSON.stringify(journal.at(-1)).length
    expect(records.at(-1)?.length).toBeLessThan(plain / 2)
  })
})
