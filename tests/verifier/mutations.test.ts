import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { alterations } from '../support/alterations'
import { anyActs, journalOf } from '../support/anyJournal'
import { pack, textIn, unpack, withFile, withLines } from '../support/archives'
import { aTill } from '../support/factory'
import {
  newKeyPair,
  signAll,
  signed,
  store,
  withClosings,
  withEveryKind,
  type SignedJournal,
} from '../support/signedJournal'
import { firstChainFault, sealEvent, type JournalEntry } from '@/core/journal'
import { NOBODY } from '@/core/user'
import { checkJournal } from '@/till/checkJournal'
import { makeArchive } from '@/till/makeArchive'
import type { Till } from '@/till/till'
import { isSealed, lineFrom } from '@/verifier/chain'
import { checkArchive } from '@/verifier/checkArchive'
import type { Report } from '@/verifier/report'

interface Line {
  entry: JournalEntry
  signature: string | null
}
type Files = Record<string, Uint8Array>

const ONE_IN = 17
const WHOLE = { from: null, to: null }
const OPTIONS = { verifierPage: null, onProgress: () => undefined }

/** A journal of every kind of entry, the same at each run. */
function everyKind() {
  const acts = fc.sample(anyActs, { seed: 7, numRuns: 12 }).flat()
  const journal = journalOf([{ kind: 'float', floatCents: 10_000 }, ...acts.slice(0, 30)])
  return withClosings(withEveryKind(journal))
}

async function archiveOf(till: Till): Promise<Uint8Array<ArrayBuffer>> {
  const made = await makeArchive(till, NOBODY, WHOLE, OPTIONS)
  if (!made.ok) throw new Error(made.error.code)
  return new Uint8Array(await made.value.blob.arrayBuffer())
}

const linesIn = (files: Files) =>
  textIn(files, 'entries.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)

/** What was found beside the manifest, which anything changed breaks. */
const withinOf = ({ faults }: Report) =>
  faults.filter(({ code }) => code !== 'manifest-not-signed' && code !== 'file-changed')

/** One entry of every kind, and of every period closed: what all fields are changed of. */
function oneOfEach(entries: readonly JournalEntry[]): JournalEntry[] {
  const byKind = new Map<string, JournalEntry>()
  for (const entry of entries) {
    const { event } = entry
    const of = event.kind === 'closing' ? event.period : event.kind === 'trace' ? event.what : ''
    // The richest of its kind: it has most fields to change.
    const key = `${event.kind} ${of}`
    const size = (one: JournalEntry | undefined) => (one ? JSON.stringify(one).length : 0)
    if (size(entry) > size(byKind.get(key))) byKind.set(key, entry)
  }
  return [...byKind.values()]
}

let journal: SignedJournal
let till: Till
let bytes: Uint8Array<ArrayBuffer>
let files: Files
let lines: Line[]

beforeAll(async () => {
  journal = await signed(everyKind())
  till = aTill()
  await store(till.tillDb, journal)
  bytes = await archiveOf(till)
  files = unpack(bytes)
  lines = linesIn(files)
})

describe('an untouched journal of every kind', () => {
  it('is found sound, by the till and by the checker that shares nothing with it', async () => {
    const kinds = new Set(journal.entries.map(({ event }) => event.kind))
    expect([...kinds].sort()).toEqual([
      'cash-counted',
      'cash-movement',
      'closing',
      'drawer-opened',
      'invoice',
      'journal-opened',
      'payment',
      'refund',
      'sale',
      'trace',
    ])
    const report = await checkArchive(bytes)
    expect(report.faults).toEqual([])
    expect(report.facts).toMatchObject({ count: lines.length, signatures: lines.length })
    expect(await checkJournal(till, () => undefined)).toEqual({
      checked: journal.entries.length + 1,
      fault: undefined,
    })
  })
})

describe('every field of every kind', () => {
  it('shows in the till once it is changed, dropped or added', () => {
    for (const entry of oneOfEach(journal.entries)) {
      for (const altered of alterations(entry)) {
        const before = journal.entries[entry.number - 2]
        const fault = firstChainFault([altered as JournalEntry], before)
        expect(fault?.number, JSON.stringify(altered)).toBe(entry.number)
      }
    }
  })

  it('shows in the archive, at that very entry, even where the manifest was made to fit', async () => {
    let count = 0
    for (const entry of oneOfEach(journal.entries)) {
      const index = entry.number - 1
      for (const altered of alterations(entry)) {
        const line = { entry: altered, signature: lines[index]?.signature ?? null }
        const read = lineFrom(JSON.stringify(line))
        expect(read && isSealed(read), JSON.stringify(altered)).not.toBe(true)
        count += 1
        // One in many through the whole archive: all goes the same way.
        if (count % ONE_IN !== 0) continue
        const report = await checkArchive(withLines(files, lines.with(index, line as Line)))
        const isFound = withinOf(report).some(
          fault => fault.entry === entry.number || fault.code === 'line-unreadable',
        )
        expect(isFound, `${JSON.stringify(altered)} ${JSON.stringify(report.faults)}`).toBe(true)
      }
    }
    expect(count).toBeGreaterThan(1_000)
  })
})

describe('an archive whose entries', () => {
  it('were dropped, doubled, swapped or cut off shows it, also where the manifest fits', async () => {
    for (const index of lines.keys()) {
      const [line, next] = [lines[index], lines[index + 1]]
      if (!line) continue
      const cases = [
        lines.toSpliced(index, 1),
        lines.toSpliced(index, 0, line),
        lines.slice(0, index),
        lines.with(index, { ...line, signature: next?.signature ?? 'AAAA' }),
        lines.with(index, { ...line, signature: null }),
        ...(next ? [lines.with(index, next).with(index + 1, line)] : []),
      ]
      for (const [place, changed] of cases.entries()) {
        const report = await checkArchive(withLines(files, changed))
        expect(report.isSound, `entry ${index + 1}, case ${place}`).toBe(false)
        const isNewest = index === lines.length - 1
        // The newest alone may be unsigned: there, the manifest's own signature tells.
        if (!(isNewest && place === 4)) {
          expect(withinOf(report), `entry ${index + 1}, case ${place}`).not.toEqual([])
        }
      }
    }
  })

  it('were sealed again from one on shows it by its signatures', async () => {
    const from = Math.floor(lines.length / 2)
    const entries = journal.entries.slice(0, from)
    for (const [offset, old] of journal.entries.slice(from).entries()) {
      const day = offset === 0 ? '2020-01-01' : old.day
      entries.push(sealEvent(entries.at(-1), { ...old, day }))
    }
    const changed = lines.map((line, index) => ({ ...line, entry: entries[index] }))
    const report = await checkArchive(withLines(files, changed))
    expect(report.faults.some(({ code }) => code === 'signature-wrong')).toBe(true)
    expect(report.faults.some(({ code }) => code === 'seal-differs')).toBe(false)
  })

  it('were all made anew under another key shows it by the fingerprint, or an anchor', async () => {
    const forged = await signed(
      journal.entries.map(({ event, ...rest }) => ({ ...rest, event })),
      await newKeyPair(),
    )
    const other = aTill()
    await store(other.tillDb, forged)
    const made = await archiveOf(other)
    expect((await checkArchive(made)).isSound).toBe(true)

    const opening = journal.entries[0]?.event
    const keyFingerprint = opening?.kind === 'journal-opened' ? opening.keyFingerprint : ''
    expect((await checkArchive(made, { fingerprint: keyFingerprint })).faults).toEqual([
      { code: 'fingerprint-differs', entry: null, detail: '' },
    ])
    const { number, seal } = journal.entries[9] ?? { number: 0, seal: '' }
    const anchor = { till: 'A', number, seal, keyFingerprint }
    expect((await checkArchive(made, { anchors: [anchor] })).isSound).toBe(false)
    expect((await checkArchive(bytes, { anchors: [anchor] })).isSound).toBe(true)
    expect(await checkJournal(other, () => undefined, [anchor])).toMatchObject({
      fault: { fault: 'anchor-does-not-match' },
    })
    const beyond = { ...anchor, number: lines.length + 9 }
    expect((await checkArchive(bytes, { anchors: [beyond] })).faults[0]?.code).toBe('anchor-beyond')
  })
})

describe('every other file of an archive', () => {
  it('shows it when it was changed, dropped, doubled or added', async () => {
    for (const name of Object.keys(files)) {
      const text = textIn(files, name)
      const { [name]: _gone, ...rest } = files
      expect((await checkArchive(pack(rest))).isSound, `without ${name}`).toBe(false)
      if (name !== 'manifest.json' && name !== 'signature.txt') {
        const report = await checkArchive(withFile(files, name, `${text} `))
        expect(report.isSound, `${name} and its hash changed`).toBe(false)
      }
      const changed = pack({ ...files, [name]: new TextEncoder().encode(`${text}AAAA`) })
      expect((await checkArchive(changed)).isSound, `${name} changed`).toBe(false)
    }
    const more = pack({ ...files, 'more.csv': new Uint8Array(3) })
    expect((await checkArchive(more)).faults[0]?.code).toBe('file-not-listed')
    expect((await checkArchive(bytes.slice(0, -40))).faults[0]?.code).toBe('zip-unreadable')
    expect((await checkArchive(new Uint8Array(9))).faults[0]?.code).toBe('zip-unreadable')
  })
})

describe('the till’s own check', () => {
  it('finds on the disk an entry changed, dropped, doubled, or cut off the end', async () => {
    const db = till.tillDb
    const check = () => checkJournal(till, () => undefined)
    const all = await db.journal.toArray()
    for (const entry of all) {
      const key: [string, number] = [entry.till, entry.number]
      await db.journal.put({ ...entry, day: '2020-01-01' })
      expect((await check()).fault, `entry ${entry.number} changed`).toBeDefined()
      await db.journal.delete(key)
      expect((await check()).fault, `entry ${entry.number} dropped`).toBeDefined()
      await db.journal.add(entry)
      const kept = await db.signatures.get(key)
      // What the till itself sealed since is signed with what comes next.
      if (!kept) continue
      if (entry.number < journal.entries.length) {
        await db.signatures.delete(key)
        expect((await check()).fault).toEqual({ number: entry.number, fault: 'signature-missing' })
      }
      const other = kept.signature.startsWith('z') ? 'y' : 'z'
      await db.signatures.put({ ...kept, signature: other + kept.signature.slice(1) })
      expect((await check()).fault?.fault).toBe('signature-invalid')
      await db.signatures.put(kept)
    }
    const last = all.at(-1)
    if (!last) throw new Error('a journal has entries')
    await db.journal.add({ ...last, number: last.number + 1, eventId: 'twice' })
    expect((await check()).fault).toBeDefined()
    await db.journal.delete([last.till, last.number + 1])
    expect((await check()).fault).toBeUndefined()
  })

  it('finds the head changed, the key changed, and a cut tail by what was noted of it', async () => {
    const cut = aTill()
    const { entries, signatures, pair } = journal
    await store(cut.tillDb, { pair, entries, signatures })
    const check = async () => (await checkJournal(cut, () => undefined)).fault?.fault
    const head = await cut.tillDb.heads.get('A')
    if (!head) throw new Error('a journal has a head')
    await cut.tillDb.heads.put({ ...head, seal: '00' })
    expect(await check()).toBe('tail-missing')
    await cut.tillDb.heads.put({ ...head, counters: { ...head.counters, A: 999 } })
    expect(await check()).toBe('tail-missing')
    await cut.tillDb.heads.put(head)
    expect(await check()).toBeUndefined()

    const other = await newKeyPair()
    await cut.tillDb.keys.put({ till: 'A', ...other })
    expect(await check()).toBe('key-does-not-match')
    await cut.tillDb.keys.put({ till: 'A', ...pair })

    await cut.tillDb.journal.delete(['A', entries.length])
    expect(await check()).toBe('tail-missing')
    await cut.tillDb.signatures.delete(['A', entries.length])
    expect(await check()).toBe('tail-missing')
  })

  it('finds books that do not add up though every seal and signature holds', async () => {
    const day = journal.entries.find(({ event }) => event.kind === 'closing')
    if (day?.event.kind !== 'closing') throw new Error('a day was closed')
    const { event } = day
    const wrong: [string, JournalEntry['event']][] = [
      ['closing-does-not-add-up', { ...event, totals: { ...event.totals, totalCents: 1 } }],
      ['closing-does-not-add-up', { ...event, web: { ...event.web, salesCount: 99 } }],
      ['closing-does-not-add-up', { ...event, firstEntry: 2 }],
      ['perpetual-does-not-add-up', { ...event, perpetual: { ...event.perpetual, salesCents: 1 } }],
      ['document-out-of-order', { ...event, document: { ...event.document, number: 2 } }],
    ]
    for (const [fault, forged] of wrong) {
      const entries = journal.entries.slice(0, day.number - 1)
      entries.push(sealEvent(entries.at(-1), { ...day, event: forged }))
      const signatures = await signAll(entries, journal.pair)
      const other = aTill()
      await store(other.tillDb, { entries, signatures, pair: journal.pair })
      expect((await checkJournal(other, () => undefined)).fault).toEqual({
        number: day.number,
        fault,
      })
      const { faults } = await checkArchive(await archiveOf(other))
      expect(faults.map(({ entry }) => entry)).toContain(day.number)
    }
  })
})

describe('sound journals', () => {
  it('raise no alarm, whatever happened at the till', async () => {
    await fc.assert(
      fc.asyncProperty(anyActs, async acts => {
        const other = aTill()
        await store(other.tillDb, await signed(withClosings(journalOf(acts))))
        expect((await checkArchive(await archiveOf(other))).faults).toEqual([])
        expect((await checkJournal(other, () => undefined)).fault).toBeUndefined()
      }),
      { numRuns: 25 },
    )
  })
})
