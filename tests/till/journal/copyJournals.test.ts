import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anotherTab } from '../../support/factory'
import {
  aDevice,
  anOpenDevice,
  backUp,
  honey,
  reopened,
  restore,
  sell,
  ticketOf,
} from '../../support/backup'
import { aCopiedTill, copyAll, dropLast, findingsOf, numbersIn } from '../../support/copies'
import { aMemoryCopy } from '../../support/memoryCopy'
import { sealEvent, type JournalEntry } from '@/core/journal/journal'
import { openTill } from '@/till/openTill'
import { readEntriesAfter } from '@/storage/journal/journal'

describe('the copy of a journal', () => {
  it('holds each sealed entry once, with its signature, and grows with each sale', async () => {
    const { till, copy } = await aCopiedTill(2)
    expect(await numbersIn(copy)).toEqual([1, 2, 3])
    await sell(till, ticketOf([honey]))
    await copyAll(till, copy)
    await copyAll(till, copy)
    expect(await numbersIn(copy)).toEqual([1, 2, 3, 4])
    expect(await findingsOf(till, copy)).toEqual([])
  })

  it('killed after any byte is whole after the next start, and nothing is copied twice', async () => {
    const till = await anOpenDevice()
    for (let sold = 0; sold < 3; sold += 1) await sell(till, ticketOf([honey]))
    const whole = aMemoryCopy()
    await copyAll(till, whole)
    const [bytes] = [...whole.files.values()]
    await fc.assert(
      fc.asyncProperty(fc.nat((bytes?.length ?? 1) - 1), async stopped => {
        const copy = aMemoryCopy()
        copy.stopAfter(stopped)
        await expect(copyAll(till, copy)).rejects.toThrow('full')
        copy.stopAfter(Infinity)
        expect(await findingsOf(till, copy)).toEqual([])
        await copyAll(till, copy)
        expect([...copy.files]).toEqual([...whole.files])
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })

  it('takes no entry that does not follow, whose seal is wrong, or that the till did not sign', async () => {
    const { till, copy } = await aCopiedTill(1)
    const entries = await readEntriesAfter(till.tillDb, 'A', 0, Infinity)
    const last = entries.at(-1)
    if (!last) throw new Error('the till sold')
    const { seal: _seal, previous: _previous, number: _number, format: _format, ...event } = last
    const forged: JournalEntry = sealEvent(last, { ...event, eventId: 'forged' })
    await till.tillDb.journal.add(forged)
    await copyAll(till, copy)
    expect(await numbersIn(copy)).toEqual([1, 2])
    await till.tillDb.signatures.put({ till: 'A', number: 3, signature: 'bm90aGluZw==' })
    await copyAll(till, copy)
    expect(await numbersIn(copy)).toEqual([1, 2])
    await till.tillDb.journal.put({ ...forged, day: '2020-01-01' })
    await copyAll(till, copy)
    expect(await numbersIn(copy)).toEqual([1, 2])
  })

  it('goes on in further files, and reads back whole', async () => {
    const { till, copy } = await aCopiedTill(1)
    const [[name, bytes] = ['', new Uint8Array()]] = [...copy.files]
    const filler = new Uint8Array(1_000_000)
    copy.files.set(name, new Uint8Array([...bytes, ...filler]))
    await sell(till, ticketOf([honey]))
    await copyAll(till, copy)
    // What a kill left behind the last record was cut off: the file did not become full by it.
    expect(copy.files.size).toBe(1)
    expect(await numbersIn(copy)).toEqual([1, 2, 3])
  })
})

describe('a copy and a database that disagree', () => {
  it('show the last sales deleted, a database put back to an earlier day, and one cleared whole', async () => {
    const { till, copy } = await aCopiedTill(3)
    await dropLast(till, 4)
    expect(await findingsOf(till, copy)).toMatchObject([
      { kind: 'ahead', till: 'A', number: 4, held: 3, from: 'copy' },
    ])
    const cleared = aDevice()
    await openTill(cleared)
    expect(await findingsOf(cleared, copy)).toMatchObject([
      { kind: 'ahead', till: 'A', number: 4, held: 0 },
    ])
  })

  it('show a sale sealed a second time under the same number', async () => {
    const { till, copy } = await aCopiedTill(2)
    await dropLast(till, 3)
    await sell(anotherTab(till), ticketOf([honey, honey]))
    expect(await findingsOf(till, copy)).toMatchObject([{ kind: 'differs', till: 'A', number: 3 }])
  })

  it('are no fault where the database is ahead, or where a journal that only opened was set aside', async () => {
    const { till, copy } = await aCopiedTill(1)
    await sell(till, ticketOf([honey]))
    expect(await findingsOf(till, copy)).toEqual([])

    const other = await anOpenDevice()
    const ofOther = aMemoryCopy()
    await copyAll(other, ofOther)
    const restored = await restore(other, await backUp(till))
    expect(restored.ok).toBe(true)
    const next = await reopened(other)
    expect(await findingsOf(next, ofOther)).toEqual([])
    await copyAll(next, ofOther)
    expect(await numbersIn(ofOther, 'B')).toEqual([1, 2, 3])
    expect(await findingsOf(next, ofOther)).toEqual([])
  })
})
