import { beforeEach, describe, expect, it } from 'vitest'
import { journalOf } from '../../support/anyJournal'
import { unpack, withLines, textIn } from '../../support/archives'
import { anOpenDevice, backUp, reopened, restore } from '../../support/backup'
import { copyAll, findingsOf, numbersIn } from '../../support/copies'
import { aTicket, aTill, SELLER } from '../../support/factory'
import { aMemoryCopy } from '../../support/memoryCopy'
import { signed, store, withClosings, withEveryKind } from '../../support/signedJournal'
import type { JournalEntry } from '@/core/journal/journal'
import { purgeOf } from '@/core/journal/purge'
import { NOBODY } from '@/core/people/user'
import { appendEvent } from '@/storage/journal/append'
import { headOf } from '@/storage/journal/heads'
import { checkArchive } from '@/till/archive/checkArchive'
import { checkCopies } from '@/till/journal/checkCopies'
import { checkEntry, checkJournal } from '@/till/journal/checkJournal'
import { makeArchive, yearToArchive } from '@/till/archive/makeArchive'
import { planPurge, purgeJournal } from '@/till/journal/purgeJournal'
import { noteBuilt } from '@/till/journal/deviceClock'
import { rebuildJournals } from '@/till/journal/rebuildJournals'
import { openTill } from '@/till/openTill'
import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import type { ArchivePeriod } from '@/core/archive/manifest'

const quiet = () => undefined
const WHOLE: ArchivePeriod = { from: null, to: null }
const LATER = { at: '2027-12-31T10:00:00.000+01:00', day: '2027-12-31' }

/** Three days of sales, closed; the last float was sealed in the evening of the second. */
function acts() {
  const sale = (id: string) => ({
    kind: 'sale' as const,
    ticket: aTicket(undefined, id),
    overCents: 0,
    training: false,
    isWeb: false,
  })
  const night = { kind: 'night' as const, days: 1 }
  return [
    { kind: 'float' as const, floatCents: 5_000 },
    sale('a'),
    sale('b'),
    night,
    sale('c'),
    { kind: 'refund' as const, which: 0 },
    night,
    { kind: 'float' as const, floatCents: 5_000 },
    sale('d'),
  ]
}

async function archived(context: TillContext, period = WHOLE): Promise<Blob> {
  const made = await makeArchive(context, NOBODY, period, { verifierPage: null, onProgress: quiet })
  if (!made.ok) throw new Error(made.error.code)
  return made.value.blob
}

/** Makes the archive, reads it again, and purges what it allows. */
async function archiveAndPurge(context: TillContext) {
  const report = await checkArchive(context, NOBODY, await archived(context), '', quiet)
  const planned = await planPurge(context, report)
  if (!planned.ok) throw new Error(planned.error.code)
  expect(await purgeJournal(context, NOBODY, planned.value)).toEqual({ ok: true, value: true })
  return planned.value
}

const numbersOf = (entries: readonly JournalEntry[]) => entries.map(({ number }) => number)

let context: TillContext
let all: JournalEntry[]

beforeEach(async () => {
  const journal = await signed(withClosings(journalOf(acts())))
  context = aTill({ now: () => LATER })
  await store(context.tillDb, journal)
  all = journal.entries
  // The shop vouches for that day: a clock that nothing vouches for makes no entry a year old.
  await noteBuilt(context, LATER.day)
})

describe('a purge', () => {
  it('takes off what an archive holds and leaves closings, the opening and a chain that holds', async () => {
    const planned = await archiveAndPurge(context)
    const left = await context.tillDb.journal.toArray()
    expect(planned.firstEntry).toBe(2)
    expect(left.some(({ event }) => event.kind === 'sale')).toBe(true)
    expect(numbersOf(left).filter(number => number <= planned.lastEntry)).toEqual(
      numbersOf(
        all.filter(
          ({ number, event }) =>
            number <= planned.lastEntry && (number === 1 || event.kind === 'closing'),
        ),
      ),
    )
    expect(planned.count).toBe(all.length + 2 - (left.length - 1))
    expect((await checkJournal(context, quiet)).fault).toBeUndefined()
    const after = left.find(({ number }) => number === planned.lastEntry + 1)
    if (!after) throw new Error('what is younger stays')
    expect(await checkEntry(context, after)).toEqual({
      intact: true,
      linked: true,
      signature: 'valid',
    })
  })

  it('leaves a journal that is backed up and restored with its gaps, and still holds', async () => {
    await archiveAndPurge(context)
    const file = await backUp(context)
    const tablet = await anOpenDevice()
    expect(await restore(tablet, file)).toMatchObject({ ok: true })
    const next = { ...(await reopened(tablet)), tillCode: 'A' }
    const back = next.tillDb.journal.where('[till+number]').between(['A', 0], ['A', Infinity])
    const left = (await context.tillDb.journal.toArray()).slice(0, -1)
    expect(await back.toArray()).toEqual(left)
    expect(left.some(entry => purgeOf(entry))).toBe(true)
    expect((await checkJournal(next, quiet)).fault).toBeUndefined()
  })

  it('leaves archives that are sound, of everything and of a part, and goes on a second time', async () => {
    const first = await archiveAndPurge(context)
    const now = await checkArchive(context, NOBODY, await archived(context), '', quiet)
    expect(now.faults).toEqual([])
    expect(now.notes.map(({ code }) => code)).toContain('purged')
    const part = await archived(context, { from: '2026-01-16', to: '2026-01-31' })
    expect((await checkArchive(context, NOBODY, part, '', quiet)).faults).toEqual([])

    await appendEvent(context.tillDb, stampEvent(context, 'float'), () => ({
      kind: 'drawer-opened',
      floatCents: 0,
      coins: [],
      user: NOBODY,
      software: context.software,
    }))
    const again = await archiveAndPurge(context)
    expect(again.firstEntry).toBe(first.lastEntry + 1)
    expect(again.previousSeal).toBe(first.lastSeal)
    expect((await checkJournal(context, quiet)).fault).toBeUndefined()
    const last = await checkArchive(context, NOBODY, await archived(context), '', quiet)
    expect(last.faults).toEqual([])
  })

  it('keeps numbering documents where they were, also where its head is made again', async () => {
    await archiveAndPurge(context)
    const left = await context.tillDb.journal.orderBy('[till+number]').toArray()
    expect(headOf(left)).toEqual(await context.tillDb.heads.get('A'))
    const sealed = await appendEvent(context.tillDb, stampEvent(context, 'next'), nextOf => ({
      kind: 'payment',
      document: nextOf('AR'),
      saleTill: 'A',
      saleNumber: 2,
      dueBeforeCents: 0,
      dueCents: 0,
      saleDocument: { series: 'A', number: 1 },
      tenders: [],
      changeCents: 0,
      user: NOBODY,
      seller: SELLER,
      software: context.software,
    }))
    expect('document' in sealed.event && sealed.event.document.number).toBe(2)
  })

  it('is detected by both checks when one more entry is gone, or a kept entry differs', async () => {
    const planned = await archiveAndPurge(context)
    const archive = new Uint8Array(await (await archived(context)).arrayBuffer())
    const files = unpack(archive)
    const lines = textIn(files, 'entries.jsonl').trimEnd().split('\n')
    for (const entry of await context.tillDb.journal.toArray()) {
      await context.tillDb.journal.delete([entry.till, entry.number])
      expect((await checkJournal(context, quiet)).fault, `entry ${entry.number}`).toBeDefined()
      await context.tillDb.journal.add(entry)
    }
    for (const [index, line] of lines.entries()) {
      const without = lines.toSpliced(index, 1).map(one => JSON.parse(one) as unknown)
      const report = await checkArchive(
        context,
        NOBODY,
        new Blob([withLines(files, without)]),
        '',
        quiet,
      )
      const within = report.faults.filter(({ code }) => code !== 'manifest-not-signed')
      expect(within.length, line).toBeGreaterThan(0)
    }
    // A purged entry must not come back either.
    const back = all.find(({ number }) => number === planned.firstEntry)
    if (back) await context.tillDb.journal.add(back)
    expect((await checkJournal(context, quiet)).fault?.fault).toBe('kept-does-not-match')
  })

  it('accepts no gap without a sealed trace', async () => {
    await context.tillDb.journal.delete(['A', 3])
    expect((await checkJournal(context, quiet)).fault).toEqual({
      number: 3,
      fault: 'number-missing',
    })
  })
})

describe('a purge is refused', () => {
  const planOf = async (archive: Blob) => {
    const planned = await planPurge(
      context,
      await checkArchive(context, NOBODY, archive, '', quiet),
    )
    return planned.ok ? 'planned' : planned.error.code
  }

  it('without a sound archive of this very journal that begins where it must', async () => {
    const archive = await archived(context)
    const files = unpack(new Uint8Array(await archive.arrayBuffer()))
    const lines = textIn(files, 'entries.jsonl').trimEnd().split('\n')
    const cut = lines.slice(0, -1).map(line => JSON.parse(line) as unknown)
    expect(await planOf(new Blob([withLines(files, cut)]))).toBe('purge-archive-unsound')
    expect(await planOf(new Blob(['x']))).toBe('purge-archive-unsound')
    expect(await planOf(await archived(context, { from: '2026-01-17', to: null }))).toBe(
      'purge-not-covered',
    )
    const other = aTill()
    await store(other.tillDb, await signed(withClosings(journalOf(acts()))))
    expect(await planOf(await archived(other))).toBe('purge-not-covered')
    expect(await planOf(archive)).toBe('planned')
  })

  it('for entries younger than a year, or a sale still owed', async () => {
    context.now = () => ({ at: '2026-06-01T10:00:00.000+02:00', day: '2026-06-01' })
    expect(await planOf(await archived(context))).toBe('purge-nothing')
    context.now = () => LATER
    const owed = journalOf(acts()).map(entry =>
      entry.number === 3 ? { ...entry, event: { ...entry.event, dueCents: 1 } } : entry,
    )
    const other = aTill({ now: () => LATER })
    await store(other.tillDb, await signed(withClosings(owed)))
    await noteBuilt(other, LATER.day)
    const report = await checkArchive(other, NOBODY, await archived(other), '', quiet)
    expect(await planPurge(other, report)).toEqual({
      ok: false,
      error: { code: 'purge-owed', document: 'A-000001' },
    })
  })
})

describe('the traces of archives and purges', () => {
  it('records each archive made and checked, and each purge with the seals that join the chain', async () => {
    const planned = await archiveAndPurge(context)
    const traces = (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
      event.kind === 'trace' ? event : [],
    )
    expect(traces.slice(-3).map(({ what }) => what)).toEqual([
      'archive-made',
      'archive-checked',
      'entries-purged',
    ])
    const [made, checked] = traces.slice(-3)
    expect(made?.detail.sha256).toBe(planned.archiveSha256)
    expect(checked?.detail).toMatchObject({ sha256: planned.archiveSha256, isSound: true })
    const last = (await context.tillDb.journal.toArray()).at(-1)
    expect(last && purgeOf(last)).toMatchObject({ lastSeal: planned.lastSeal })
  })

  it('proposes the archive of a closed year until it was made', async () => {
    expect(await yearToArchive(context)).toBe('2026')
    await archived(context, { from: '2026-01-01', to: '2026-12-31' })
    expect(await yearToArchive(context)).toBeNull()
  })

  it('makes no archive of a period without an entry', async () => {
    const period = { from: '2025-01-01', to: '2025-12-31' }
    const options = { verifierPage: null, onProgress: quiet }
    expect(await makeArchive(context, NOBODY, period, options)).toEqual({
      ok: false,
      error: { code: 'archive-empty' },
    })
  })
})

describe('the tables of an archive', () => {
  it('open typed texts as text, and amounts as amounts', async () => {
    const other = aTill()
    await store(other.tillDb, await signed(withEveryKind(journalOf(acts()))))
    const files = unpack(new Uint8Array(await (await archived(other)).arrayBuffer()))
    const sales = textIn(files, 'ventes.csv')
    // The byte order mark, without which a spreadsheet reads accents wrong.
    expect([...(files['ventes.csv'] ?? [])].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf])
    expect(sales.startsWith('"Écriture";')).toBe(true)
    expect(sales).toContain(';-15,48;')
    expect(textIn(files, 'lignes.csv').split('\r\n')[1]).toContain('Carnet renard')
    expect(textIn(files, 'evenements.csv')).toContain('pièce tombée')
    expect(textIn(files, 'LISEZMOI.txt')).toContain('comptoir-archive-1')
    const cells = Object.keys(files)
      .filter(name => name.endsWith('.csv'))
      .flatMap(name => textIn(files, name).split(/[;\r\n]+/))
    expect(cells.filter(cell => /^[=+@\t]|^-(?!\d)/.test(cell))).toEqual([])
  })
})

describe('a purge, and the copy of the journal', () => {
  it('leaves the copy what stays on the till, once its trace was copied, and both agree', async () => {
    const copy = aMemoryCopy()
    await copyAll(context, copy)
    const before = copy.files.values().next().value?.length ?? 0
    await archiveAndPurge(context)
    expect(await findingsOf(context, copy)).toEqual([])
    await copyAll(context, copy)
    const left = await context.tillDb.journal.toArray()
    expect(await numbersIn(copy)).toEqual(numbersOf(left))
    expect(copy.files.size).toBe(1)
    expect(copy.files.values().next().value?.length).toBeLessThan(before)
    expect(await findingsOf(context, copy)).toEqual([])
    expect((await checkCopies(context, copy, [])).findings).toEqual([])
    await copyAll(context, copy)
    expect(await numbersIn(copy)).toEqual(numbersOf(left))

    // A device that was cleared goes on under B, and gets back what the copy has.
    const cleared = aTill({ tillCode: 'B', now: () => LATER, newId: () => crypto.randomUUID() })
    await openTill(cleared)
    expect(await rebuildJournals(cleared, copy, NOBODY)).toMatchObject({
      value: { tillCode: 'C', entries: left.length },
    })
    const back = cleared.tillDb.journal.where('[till+number]').between(['A', 0], ['A', 999])
    expect(await back.toArray()).toEqual(left)
    expect((await checkJournal({ ...cleared, tillCode: 'C' }, quiet)).fault).toBeUndefined()
  })

  it('that nobody signed empties nothing of it', async () => {
    const copy = aMemoryCopy()
    await copyAll(context, copy)
    const numbers = await numbersIn(copy)
    await archiveAndPurge(context)
    const real = (await context.tillDb.journal.toArray()).findLast(entry => purgeOf(entry))
    await context.tillDb.signatures.delete(['A', real?.number ?? 0])
    await copyAll(context, copy)
    expect(await numbersIn(copy)).toEqual(expect.arrayContaining(numbers))
  })
})
