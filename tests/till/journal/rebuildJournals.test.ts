import { describe, expect, it } from 'vitest'
import { anotherTab } from '../../support/factory'
import { aDevice, diskOf, honey, reopened, sell, ticketOf } from '../../support/backup'
import { aCopiedTill, copyAll, dropLast, findingsOf } from '../../support/copies'
import { aMemoryCopy } from '../../support/memoryCopy'
import { NOBODY } from '@/core/people/user'
import { readRecords, recordOf, unpackRecord } from '@/core/journal/copyRecords'
import { openTill } from '@/till/openTill'
import { checkJournal } from '@/till/journal/checkJournal'
import { readLastRebuilt } from '@/till/journal/readLastRebuilt'
import { rebuildJournals } from '@/till/journal/rebuildJournals'
import { tellFindings } from '@/till/journal/tellFindings'
import { readToldFault } from '@/till/journal/toldFault'
import type { TillContext } from '@/till/context'
import type { MemoryCopy } from '../../support/memoryCopy'
import { readEntriesAfter, readEntriesOfKind } from '@/storage/journal/journal'
import { readTotals } from '../../support/perpetual'

/** Tells what the copies found, and opens the till again as a page does that reloads. */
async function told(till: TillContext, copy: MemoryCopy): Promise<TillContext> {
  await tellFindings(till, await findingsOf(till, copy), ['A'])
  return reopened(till)
}

describe('a database put back to an earlier day', () => {
  it('is told, once, and nothing is sealed under its numbers again', async () => {
    const { till, copy } = await aCopiedTill(3)
    await dropLast(till, 3)
    const next = await told(till, copy)
    expect(next.tillCode).toBe('B')
    expect(await readToldFault(next)).toMatchObject({
      kind: 'put-back',
      till: 'A',
      number: 3,
      lastEntry: 2,
      notedEntry: 4,
    })
    expect(await readEntriesAfter(till.tillDb, 'A', 0, Infinity)).toHaveLength(2)
    const [trace] = await readEntriesOfKind(till.tillDb, 'B', 'trace')
    expect(trace?.event).toMatchObject({ what: 'journal-fault', detail: { letter: 'A' } })

    expect((await told(next, copy)).tillCode).toBe('B')
    expect(await readEntriesOfKind(till.tillDb, 'B', 'trace')).toHaveLength(1)
  })

  it('gets back what the copy holds, and goes on from its true end, whose totals are closed', async () => {
    const { till, copy } = await aCopiedTill(3)
    const before = await readEntriesAfter(till.tillDb, 'A', 0, Infinity)
    const sold = await readTotals(till)
    await dropLast(till, 3)
    const next = await told(till, copy)
    const rebuilt = await rebuildJournals(next, copy, NOBODY)
    expect(rebuilt).toEqual({
      ok: true,
      value: { tillCode: 'C', entries: 2, sales: 2, totalCents: 1900 },
    })
    const after = await reopened(next)
    expect(after.tillCode).toBe('C')
    expect(await readEntriesAfter(after.tillDb, 'A', 0, Infinity)).toEqual(before)
    expect(await checkJournal(after, () => undefined)).toMatchObject({ fault: undefined })
    expect(await readTotals(after)).toEqual(sold)
    expect(await findingsOf(after, copy)).toEqual([])
    expect(await readLastRebuilt(after)).toMatchObject({ entries: 2, sales: 2, isCounted: true })
    expect(await rebuildJournals(after, copy, NOBODY)).toMatchObject({
      error: { code: 'copy-nothing-missing' },
    })
  })

  it('gets it back after it sold under the next letter, which says that no closing counts it', async () => {
    const { till, copy } = await aCopiedTill(2)
    await dropLast(till, 3)
    const next = await told(till, copy)
    await sell(next, ticketOf([honey]))
    expect(await rebuildJournals(next, copy, NOBODY)).toMatchObject({
      value: { tillCode: 'B', entries: 1, totalCents: 950 },
    })
    expect(await readLastRebuilt(next)).toMatchObject({ sales: 1, isCounted: false })
    expect(await checkJournal(next, () => undefined)).toMatchObject({ fault: undefined })
  })
})

describe('a rebuilding that is stopped at any of its writes', () => {
  it('leaves the database as it was, and can be made again', async () => {
    const { till, copy } = await aCopiedTill(3)
    await dropLast(till, 2)
    const next = await told(till, copy)
    const before = await diskOf(next.tillDb)
    let refused = 0
    for (let stop = 0; ; stop += 1) {
      let writes = 0
      const refuse = () => {
        writes += 1
        if (writes > stop) throw new DOMException('the disk is full', 'QuotaExceededError')
      }
      const tables = [next.tillDb.journal, next.tillDb.heads, next.tillDb.settings]
      for (const table of tables) table.hook('creating', refuse)
      const rebuilt = await rebuildJournals(next, copy, NOBODY)
      for (const table of tables) table.hook('creating').unsubscribe(refuse)
      if (rebuilt.ok) break
      refused += 1
      expect(rebuilt.error).toMatchObject({ code: 'backup-not-written', cause: 'disk-full' })
      expect(await diskOf(next.tillDb)).toEqual(before)
    }
    expect(refused).toBeGreaterThan(4)
    expect(await readEntriesAfter(next.tillDb, 'A', 0, Infinity)).toHaveLength(4)
  })
})

describe('a database cleared whole', () => {
  it('comes back from the copy, and goes on under a letter that was never used', async () => {
    const { till, copy } = await aCopiedTill(3)
    const before = await readEntriesAfter(till.tillDb, 'A', 0, Infinity)
    const cleared = { ...aDevice(), tillCode: 'B' }
    await openTill(cleared)
    await tellFindings(cleared, await findingsOf(cleared, copy), ['A'])
    expect(await readToldFault(cleared)).toMatchObject({ kind: 'put-back', till: 'A', to: 'B' })
    expect(await rebuildJournals(cleared, copy, NOBODY)).toMatchObject({
      value: { tillCode: 'C', entries: 4, sales: 3, totalCents: 2850 },
    })
    const after = await reopened(cleared)
    expect(await readEntriesAfter(after.tillDb, 'A', 0, Infinity)).toEqual(before)
    expect(await checkJournal(after, () => undefined)).toMatchObject({ fault: undefined })
  })
})

describe('a damaged database', () => {
  it('gets a deleted and an altered entry back; the altered one is set aside', async () => {
    const { till, copy } = await aCopiedTill(3)
    const before = await readEntriesAfter(till.tillDb, 'A', 0, Infinity)
    const altered = before[2]
    if (!altered) throw new Error('the till sold')
    await till.tillDb.journal.delete(['A', 2])
    await till.tillDb.journal.put({ ...altered, day: '2020-01-01' })
    await tellFindings(
      till,
      [
        {
          kind: 'ahead',
          till: 'A',
          opening: before[0]?.seal.slice(0, 16) ?? '',
          number: 2,
          seal: before[1]?.seal ?? '',
          held: 4,
          from: 'copy',
        },
      ],
      [],
    )
    const next = await reopened(till)
    expect(await rebuildJournals(next, copy, NOBODY)).toMatchObject({ value: { entries: 2 } })
    expect(await readEntriesAfter(next.tillDb, 'A', 0, Infinity)).toEqual(before)
    const aside = (await next.tillDb.settings.get('setAsideJournals'))?.value
    expect(aside).toMatchObject([{ entries: [{ number: 3, day: '2020-01-01' }] }])
  })
})

describe('a copy that is not what it was', () => {
  it('gives nothing back where an entry does not verify, or is not signed by the journal', async () => {
    for (const change of ['signature', 'content'] as const) {
      const { till, copy } = await aCopiedTill(2)
      const [[name, bytes] = ['', new Uint8Array()]] = [...copy.files]
      const forged = readRecords(bytes).records.flatMap(record => {
        const { entry, signature } = unpackRecord(record) ?? {}
        if (!entry) return []
        if (entry.number < 3) return [...recordOf(entry, signature as object)]
        return change === 'signature'
          ? [...recordOf(entry, { till: 'A', number: 3, signature: 'bm90aGluZw==' })]
          : [...recordOf({ ...entry, day: '2020-01-01' }, signature as object)]
      })
      copy.files.set(name, Uint8Array.from(forged))
      await dropLast(till, 3)
      const next = await told(till, copy)
      const before = await readEntriesAfter(till.tillDb, 'A', 0, Infinity)
      expect(await rebuildJournals(next, copy, NOBODY)).toEqual({
        ok: false,
        error: { code: 'copy-broken', till: 'A', number: 3 },
      })
      expect(await readEntriesAfter(till.tillDb, 'A', 0, Infinity)).toEqual(before)
    }
  })

  it('and a journal that both sealed one number are both kept', async () => {
    const { till, copy } = await aCopiedTill(2)
    await dropLast(till, 3)
    await sell(anotherTab(till), ticketOf([honey, honey]))
    const next = await told(till, copy)
    expect(await readToldFault(next)).toMatchObject({ kind: 'head-other', till: 'A', number: 3 })
    expect(await rebuildJournals(next, copy, NOBODY)).toEqual({
      ok: false,
      error: { code: 'copy-forked', till: 'A', number: 3 },
    })
    await copyAll(next, aMemoryCopy())
    expect(copy.files.size).toBe(1)
  })
})
