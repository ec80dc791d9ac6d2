import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { alterations } from '../support/alterations'
import { anyActs, journalOf } from '../support/anyJournal'
import { pack, textIn, unpack, withFile, withLines } from '../support/archives'
import { EVERY_TRACE, eventsOfEveryKind } from '../support/everyKind'
import { aTill } from '../support/factory'
import { pathsOf, pathsOfShape } from '../support/fields'
import {
  newKeyPair,
  signAll,
  signAllInV1,
  signed,
  store,
  withClosings,
  type SignedJournal,
} from '../support/signedJournal'
import {
  archiveOf,
  checkAsCommand,
  checkAsPage,
  findingsOf,
  NOTHING_FOUND,
} from '../support/verifiers'
import { anchorOf, formatAnchor } from '@/core/closing/anchor'
import { EVENTS } from '@/core/backup/eventShapes'
import type { JournalLinkV1 } from '@/core/journal/events/v1'
import { NO_PERPETUAL } from '@/core/closing/closing'
import { isJournalOpened, isSealIntact, sealEvent, type JournalEntry } from '@/core/journal/journal'
import { beginCheck } from '@/core/journal/journalCheck'
import { purgeOf } from '@/core/journal/purge'
import { reopened } from '../support/backup'
import { signInTransaction } from '@/storage/journal/sealSignatures'
import { checkJournal } from '@/till/journal/checkJournal'
import { parseKnown } from '@/till/journal/parseKnown'
import type { TillContext } from '@/till/context'
import type { Report } from '@/verifier/report'

interface Line {
  entry: JournalEntry
  signature: string | null
}
type Files = Record<string, Uint8Array>

/** One changed field in so many goes through a till's disk: all go the same way. */
const ONE_IN = 71
const quiet = () => undefined

const linesIn = (files: Files) =>
  textIn(files, 'entries.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)

/** What was found beside the manifest, which anything changed breaks. */
const withinOf = ({ faults }: Report) =>
  faults.filter(({ code }) => code !== 'manifest-not-signed' && code !== 'file-changed')

let journal: SignedJournal
let context: TillContext
let bytes: Uint8Array<ArrayBuffer>
let files: Files
/** Stops a hung test: thousands of checks are made in it, on a machine that may be slow. */
const LONG = { timeout: 600_000 }

let lines: Line[]
/** Every copy of every entry with one field changed, dropped or added. */
let altered: JournalEntry[][]

/** A till with a journal on its disk. */
async function tillWith(held: SignedJournal): Promise<TillContext> {
  const other = aTill()
  await store(other.tillDb, held)
  return other
}

/** What a check looks up before it has checked any seal: the key, and what was purged. */
const isReadFirst = ({ number, event }: JournalEntry) =>
  number === 1 || (event.kind === 'trace' && event.what === 'entries-purged')

/** First fault of entries as the till's own check reads them; what it sealed itself is intact. */
function faultIn(entries: readonly JournalEntry[]) {
  const own = new Set(journal.entries)
  const purges = journal.entries.flatMap(entry => purgeOf(entry) ?? [])
  return beginCheck(purges, entry => own.has(entry) || isSealIntact(entry)).read(entries)
}

/** The page and the command each find something in what someone without the key made fit. */
async function expectFound(changed: readonly unknown[], what: string): Promise<Report> {
  const archive = withLines(files, changed)
  const report = await checkAsPage(archive)
  expect(report.isSound, what).toBe(false)
  expect((await checkAsCommand(archive)).code, what).toBe(1)
  return report
}

beforeAll(async () => {
  journal = await signed(eventsOfEveryKind())
  context = await tillWith(journal)
  bytes = await archiveOf(context)
  files = unpack(bytes)
  lines = linesIn(files)
  altered = journal.entries.map(entry => [...alterations(entry)] as JournalEntry[])
})

describe('the journal that is altered here', () => {
  it('holds every kind of event and every trace, each of their fields filled', () => {
    const events = journal.entries.map(({ event }) => event)
    const traces = events.flatMap(event => (event.kind === 'trace' ? [event.what] : []))
    expect(EVERY_TRACE.length).toBeGreaterThan(20)
    expect(EVERY_TRACE.filter(what => !traces.includes(what))).toEqual([])
    for (const [kind, shape] of Object.entries(EVENTS)) {
      const held = new Set(events.filter(event => event.kind === kind).flatMap(pathsOf))
      const missing = pathsOfShape(shape).filter(path => !held.has(path))
      // What another journal goes on from is changed apart, below and in links.test.ts; the web
      // leaves no traces.
      const isApart = (path: string) => /^\.(continues|carried|web\.traces)\b/.test(path)
      expect(
        missing.filter(path => !isApart(path)),
        kind,
      ).toEqual([])
    }
  })

  it('is found sound as it is by all three', async () => {
    const report = await checkAsPage(bytes)
    expect(report.faults).toEqual([])
    expect(report.facts).toMatchObject({ count: lines.length, signatures: lines.length })
    expect(await checkJournal(context, quiet)).toEqual({
      checked: journal.entries.length + 1,
      fault: undefined,
    })
    expect((await checkAsCommand(bytes)).code).toBe(0)
  })
})

describe('every field of every kind, changed, dropped or added,', () => {
  it('shows in the till at that very entry', async () => {
    const { journal: table } = context.tillDb
    let count = 0
    for (const [index, entry] of journal.entries.entries()) {
      for (const one of altered[index] ?? []) {
        count += 1
        const fault = faultIn(journal.entries.slice(0, index).concat(one))
        expect(fault?.number, JSON.stringify(one)).toBe(entry.number)
        // A changed number is another place on the disk.
        const isInPlace = one.number === entry.number && one.till === 'A'
        if (!isInPlace || (count % ONE_IN !== 0 && !isReadFirst(entry))) continue
        await table.put(one)
        const found = await checkJournal(context, quiet)
        const number = found.fault?.number ?? Infinity
        // A purge that was altered shows where it begins.
        const isThere = isReadFirst(entry) ? number <= entry.number : number === entry.number
        expect(isThere, JSON.stringify(one)).toBe(true)
        await table.put(entry)
      }
    }
    expect(count).toBeGreaterThan(2_000)
  })

  it(
    'shows in the page and in the command at that very entry, though the manifest fits',
    LONG,
    async () => {
      const most = Math.max(...altered.map(list => list.length))
      // One alteration of each entry at a time: each is told, whatever else is wrong.
      for (let which = 0; which < most; which += 1) {
        const changed = lines.map((line, index) => {
          const entry = altered[index]?.[which]
          return entry ? { ...line, entry } : line
        })
        const archive = withLines(files, changed)
        const report = await checkAsPage(archive)
        const { code, said } = await checkAsCommand(archive)
        expect([report.moreFaults, code]).toEqual([0, 1])
        // A line that is no entry has no number to be told by.
        const unreadable = report.faults.filter(fault => fault.entry === null).length
        let unread = 0
        for (const [index, line] of changed.entries()) {
          if (line === lines[index]) continue
          const { number, event } = line.entry as Partial<JournalEntry>
          const isRead = typeof number === 'number' && typeof event?.kind === 'string'
          unread += isRead ? 0 : 1
          const told = report.faults.some(
            fault => fault.entry === number && fault.code === 'seal-differs',
          )
          expect(told || !isRead, JSON.stringify(line.entry)).toBe(true)
          if (isRead) expect(said).toContain(`Entry ${number}: its content was changed`)
        }
        expect(unreadable - 1, 'beside the manifest').toBe(unread)
        expect(said.split('Entry : a line cannot be read')).toHaveLength(unread + 1)
      }
    },
  )

  it('shows where a journal tells what it goes on from', () => {
    const [opening] = journal.entries
    if (!opening || !isJournalOpened(opening)) throw new Error('a journal opens')
    const continues: JournalLinkV1 = {
      till: 'B',
      journalId: 'x',
      number: 9,
      seal: 'ab'.repeat(32),
      perpetual: NO_PERPETUAL,
      unclosed: [],
    }
    const linked = sealEvent(undefined, { ...opening, event: { ...opening.event, continues } })
    expect(faultIn([linked])).toBeUndefined()
    for (const one of alterations(linked)) {
      expect(faultIn([one as JournalEntry]), JSON.stringify(one)).toBeDefined()
    }
  })
})

describe('entries that were dropped, doubled, swapped or cut off', () => {
  it('show in the page and in the command, also where the manifest fits', LONG, async () => {
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
        const what = `entry ${index + 1}, case ${place}`
        const report = await expectFound(changed, what)
        const isNewest = index === lines.length - 1
        // The newest alone may be unsigned: there, the manifest's own signature tells.
        if (!(isNewest && place === 4)) expect(withinOf(report), what).not.toEqual([])
      }
    }
  })

  it('show in the till, on its own disk', async () => {
    const { journal: table } = context.tillDb
    const check = async () => (await checkJournal(context, quiet)).fault
    const all = await table.toArray()
    for (const [index, entry] of all.entries()) {
      const next = all[index + 1]
      const cases = next
        ? [
            [next],
            [
              { ...next, number: entry.number },
              { ...entry, number: next.number },
            ],
            [entry, { ...entry, number: next.number, eventId: 'twice' }],
          ]
        : [[], [entry, { ...entry, number: entry.number + 1, eventId: 'twice' }]]
      const own = [entry.number, entry.number + 1].map((number): [string, number] => ['A', number])
      for (const [place, rows] of cases.entries()) {
        await table.bulkDelete(own)
        await table.bulkAdd(rows)
        expect(await check(), `entry ${entry.number}, case ${place}`).toBeDefined()
      }
      await table.bulkDelete(own)
      await table.bulkAdd(next ? [entry, next] : [entry])
    }
    expect(await check()).toBeUndefined()
  })

  it('show in the till where its tail is cut, by what was noted of it', async () => {
    const cut = await tillWith(journal)
    for (const { number } of [...journal.entries].reverse().slice(0, -1)) {
      await cut.tillDb.journal.delete(['A', number])
      await cut.tillDb.signatures.delete(['A', number])
      expect((await checkJournal(cut, quiet)).fault).toEqual({ number, fault: 'tail-missing' })
    }
  })
})

describe('signatures', () => {
  it('that are missing or another’s show in the till', async () => {
    const { signatures } = context.tillDb
    const check = async () => (await checkJournal(context, quiet)).fault
    for (const { number } of journal.entries) {
      const kept = await signatures.get(['A', number])
      if (!kept) throw new Error('every entry is signed')
      if (number < journal.entries.length) {
        await signatures.delete(['A', number])
        expect(await check()).toEqual({ number, fault: 'signature-missing' })
      }
      const other = kept.signature.startsWith('z') ? 'y' : 'z'
      await signatures.put({ ...kept, signature: other + kept.signature.slice(1) })
      expect(await check()).toEqual({ number, fault: 'signature-invalid' })
      await signatures.put(kept)
    }
  })

  it('show entries that were sealed again from one on', async () => {
    const from = Math.floor(journal.entries.length / 2)
    const entries = journal.entries.slice(0, from)
    for (const [offset, old] of journal.entries.slice(from).entries()) {
      entries.push(sealEvent(entries.at(-1), { ...old, at: offset === 0 ? 'then' : old.at }))
    }
    const changed = lines.map((line, index) => ({ ...line, entry: entries[index] ?? line.entry }))
    const { faults } = await expectFound(changed, 'sealed again')
    const wrong = { entry: from + 1, detail: '' }
    expect(faults).toContainEqual({ code: 'signature-wrong', ...wrong })
    expect(faults).not.toContainEqual({ code: 'seal-differs', ...wrong })
    const other = await tillWith({ ...journal, entries })
    expect((await checkJournal(other, quiet)).fault?.number).toBe(from + 1)
  })
})

describe('a head that was rewritten with a new key', () => {
  it('alone shows in all three, as nothing follows it', async () => {
    const forged = await signed(journal.entries, await newKeyPair())
    const [opening] = forged.entries
    if (!opening) throw new Error('a journal opens')
    await context.tillDb.journal.put(opening)
    expect((await checkJournal(context, quiet)).fault?.number).toBeLessThanOrEqual(2)
    await context.tillDb.journal.bulkPut(journal.entries.slice(0, 1))
    const signature = forged.signatures[0] ?? null
    const { faults } = await expectFound(lines.with(0, { entry: opening, signature }), 'the head')
    expect(faults.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['signature-wrong', 'previous-differs']),
    )
  })

  it('with all that follows shows by the fingerprint or an anchor, in all three', async () => {
    const forged = await tillWith(await signed(journal.entries, await newKeyPair()))
    const made = await archiveOf(forged)
    // In itself it is as good as any: only what left the device tells.
    expect(await findingsOf(forged)).toEqual(NOTHING_FOUND)

    const [opening] = journal.entries
    const closing = journal.entries.findLast(({ event }) => event.kind === 'closing')
    if (!opening || !isJournalOpened(opening) || !closing) throw new Error('opened, closed')
    const fingerprint = opening.event.keyFingerprint
    const anchor = formatAnchor(anchorOf(closing, fingerprint))
    const known = parseKnown(anchor)
    const page = (given: Uint8Array<ArrayBuffer>) =>
      checkAsPage(given, { anchors: known.seals }).then(({ faults }) => faults)
    expect(await page(bytes)).toEqual([])
    expect(await page(made)).not.toEqual([])
    expect((await checkAsPage(made, { fingerprint })).faults).toEqual([
      { code: 'fingerprint-differs', entry: null, detail: '' },
    ])
    for (const paper of [{ anchor }, { fingerprint }]) {
      expect((await checkAsCommand(bytes, paper)).code).toBe(0)
      expect((await checkAsCommand(made, paper)).code).toBe(1)
      const text = Object.values(paper).join('')
      expect((await checkJournal(context, quiet, parseKnown(text))).fault).toBeUndefined()
      expect((await checkJournal(forged, quiet, parseKnown(text))).fault).toBeDefined()
    }
  })

  it('or whose end was noted anew shows in the till by its key and its anchors', async () => {
    const { tillDb } = await tillWith(journal).then(other => (context = other))
    const check = async () => (await checkJournal(context, quiet)).fault?.fault
    const head = await tillDb.heads.get('A')
    if (!head) throw new Error('a journal has a head')
    await tillDb.heads.put({ ...head, seal: '00' })
    expect(await check()).toBe('tail-missing')
    await tillDb.heads.put({ ...head, counters: { ...head.counters, A: 999 } })
    expect(await check()).toBe('tail-missing')
    await tillDb.heads.put(head)
    await tillDb.keys.put({ till: 'A', ...(await newKeyPair()) })
    expect(await check()).toBe('key-does-not-match')
    await tillDb.keys.put({ till: 'A', ...journal.pair })
    expect(await check()).toBeUndefined()
    const seal = 'ab'.repeat(32)
    const beyond = { till: 'A', number: head.number + 9, seal, keyFingerprint: '' }
    const [opening] = journal.entries
    if (opening && isJournalOpened(opening)) beyond.keyFingerprint = opening.event.keyFingerprint
    const cut = await checkJournal(context, quiet, { seals: [beyond], fingerprint: undefined })
    expect(cut.fault).toEqual({ number: beyond.number, fault: 'tail-missing' })
    expect((await checkAsPage(bytes, { anchors: [beyond] })).faults[0]?.code).toBe('anchor-beyond')
  })
})

describe('every other file of an archive', () => {
  it('shows it when it was changed, dropped, doubled or added', async () => {
    for (const name of Object.keys(files)) {
      const text = textIn(files, name)
      const { [name]: _gone, ...rest } = files
      const cases = [
        pack(rest),
        pack({ ...files, [name]: new TextEncoder().encode(`${text}AAAA`) }),
        ...(['manifest.json', 'signature.txt'].includes(name)
          ? []
          : [withFile(files, name, `${text} `)]),
      ]
      for (const [place, changed] of cases.entries()) {
        expect((await checkAsPage(changed)).isSound, `${name}, case ${place}`).toBe(false)
        expect((await checkAsCommand(changed)).code, `${name}, case ${place}`).toBe(1)
      }
    }
    const more = pack({ ...files, 'more.csv': new Uint8Array(3) })
    expect((await checkAsPage(more)).faults[0]?.code).toBe('file-not-listed')
    expect((await checkAsPage(bytes.slice(0, -40))).faults[0]?.code).toBe('zip-unreadable')
    expect((await checkAsPage(new Uint8Array(9))).faults[0]?.code).toBe('zip-unreadable')
  })
})

describe('books that do not add up', () => {
  it('show in all three though every seal and signature holds', async () => {
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
      const other = await tillWith({ entries, signatures, pair: journal.pair })
      const found = await findingsOf(other)
      expect(found.till).toEqual([{ number: day.number, fault }])
      expect(found.page.map(({ entry }) => entry)).toContain(day.number)
      expect(found.command).toHaveLength(1)
    }
  })
})

describe('a sale that took more in meal vouchers than its food', () => {
  it('shows in all three though every seal and signature holds', async () => {
    const sale = journal.entries.find(({ event }) => event.kind === 'sale')
    if (sale?.event.kind !== 'sale') throw new Error('something was sold')
    const { event, number } = sale
    const tillOf = async (vouchersCents: number) => {
      const given = { kind: 'meal-voucher', name: '', account: '5115', givenCents: vouchersCents }
      const forged = { ...event, tenders: [given], dueCents: event.totalCents - vouchersCents }
      const entries = journal.entries.slice(0, number - 1)
      entries.push(sealEvent(entries.at(-1), { ...sale, event: { ...forged, changeCents: 0 } }))
      const signatures = await signAll(entries, journal.pair)
      return findingsOf(await tillWith({ entries, signatures, pair: journal.pair }))
    }
    expect(event.foodCents).toBe(310)
    expect(await tillOf(310)).toEqual(NOTHING_FOUND)
    const found = await tillOf(311)
    expect(found.till).toEqual([{ number, fault: 'vouchers-over-food' }])
    expect(found.page).toEqual([{ code: 'vouchers-over-food', entry: number, detail: '' }])
    expect(found.command).toHaveLength(1)
  })
})

describe('a journal that was changed and made to fit', () => {
  const half = () => Math.floor(journal.entries.length / 2)
  const codesIn = ({ faults }: Report) => faults.map(({ code, entry }) => [code, entry])
  /** What each of the three finds, where the archive is made from the changed disk. */
  async function findingsIn(changed: TillContext) {
    const { fault } = await checkJournal(changed, quiet)
    // Where the till finds it itself, it archives the journal under its next letter.
    const made = await archiveOf(await reopened(changed), undefined, 'A')
    const { code, said } = await checkAsCommand(made)
    return { till: fault, page: codesIn(await checkAsPage(made)), command: code, said }
  }

  it('shows an unsigned tail, whoever archives it', async () => {
    const changed = await tillWith(journal)
    const last = journal.entries.length
    for (const from of [last, last - 1, half(), 2]) {
      await changed.tillDb.signatures.where('[till+number]').aboveOrEqual(['A', from]).delete()
      const archive = withLines(
        files,
        lines.map(line => (line.entry.number >= from ? { ...line, signature: null } : line)),
      )
      const { faults } = await checkAsPage(archive)
      expect(faults).toContainEqual({ code: 'signature-missing', entry: from, detail: '' })
      expect((await checkAsCommand(archive)).said).toContain(`Entry ${from}: its signature is miss`)
      expect((await checkJournal(changed, quiet)).fault).toEqual({
        number: from,
        fault: 'signature-missing',
      })
    }
  })

  it('shows entries that the till’s own key signed after the fact', async () => {
    const from = half() + 1
    const later = ({ number, at }: JournalEntry) =>
      number >= from ? '2027-01-01T00:00:00.000+01:00' : at
    const signatures = await signAll(journal.entries, journal.pair, later)
    const found = await findingsIn(await tillWith({ ...journal, signatures }))
    expect(found.till).toEqual({ number: from, fault: 'signed-late' })
    expect(found.page[0]).toEqual(['signed-late', from])
    expect(found.page).toHaveLength(journal.entries.length - from + 1)
    expect(found.said).toContain(`Entry ${from}: it was signed after the fact, at 2027-01-01`)
  })

  it('shows signatures of another chain, and of format 1 after format 2', async () => {
    const from = half() + 1
    const v1 = await signAllInV1(journal.entries, journal.pair)
    const anew = await signAll(journal.entries.slice(from - 1), journal.pair)
    for (const tail of [v1.slice(from - 1), anew]) {
      const signatures = [...journal.signatures.slice(0, from - 1), ...tail]
      const found = await findingsIn(await tillWith({ ...journal, signatures }))
      expect(found.till).toEqual({ number: from, fault: 'signature-not-following' })
      expect(found.page[0]).toEqual(['signature-not-following', from])
      expect(found.command).toBe(1)
    }
  })

  it('is sound with signatures of format 1 alone, or up to an update', async () => {
    const v1 = await signAllInV1(journal.entries, journal.pair)
    expect(await findingsOf(await tillWith({ ...journal, signatures: v1 }))).toEqual(NOTHING_FOUND)
    const mixed = v1.slice(0, half())
    for (const { seal, at } of journal.entries.slice(half())) {
      mixed.push(await signInTransaction(journal.pair.privateKey, seal, mixed.at(-1), at))
    }
    const updated = await tillWith({ ...journal, signatures: mixed })
    expect(await findingsOf(updated)).toEqual(NOTHING_FOUND)
  })

  it('shows in the till and in the archive where its head is ahead of it', async () => {
    const changed = await tillWith(journal)
    const last = journal.entries.length
    await changed.tillDb.journal.delete(['A', last])
    await changed.tillDb.signatures.delete(['A', last])
    expect((await checkJournal(changed, quiet)).fault).toEqual({
      number: last,
      fault: 'tail-missing',
    })
    // The till seals nothing over it: its next letter archives the journal as it is.
    const next = await reopened(changed)
    const report = await checkAsPage(await archiveOf(next, undefined, 'A'))
    expect(codesIn(report)).toEqual([['manifest-differs', last]])
  })

  it('shows times that go backwards without a trace of the clock', async () => {
    const from = half() + 1
    const early = (entry: JournalEntry) => ({ ...entry, at: '2025-06-01T10:00:00.000+02:00' })
    const entries: JournalEntry[] = []
    for (const old of journal.entries) {
      entries.push(sealEvent(entries.at(-1), old.number === from ? early(old) : old))
    }
    const signatures = await signAll(entries, journal.pair)
    const found = await findingsIn(await tillWith({ ...journal, entries, signatures }))
    expect(found.till).toEqual({ number: from, fault: 'time-backwards' })
    expect(found.page).toContainEqual(['time-backwards', from])
    expect(found.said).toContain(`Entry ${from}: its time is before that of earlier entries`)

    // An older till did not always trace it: there it is a note.
    const v1 = await signAllInV1(entries, journal.pair)
    const old = await checkAsPage(
      await archiveOf(await tillWith({ ...journal, entries, signatures: v1 })),
    )
    expect(old.notes).toContainEqual({ code: 'clock-untraced', entry: from, detail: '' })
    expect(old.faults.map(({ code }) => code)).not.toContain('time-backwards')
  })

  /**
   * What none of the three finds in what they are given, each with the evidence from outside the
   * device that shows it.
   */
  describe('and that only what left the device can show', () => {
    const closingOf = ({ entries }: SignedJournal) =>
      entries.findLast(({ event }) => event.kind === 'closing')

    it('is a whole database put back to an earlier day: by a later anchor or receipt', async () => {
      const closing = closingOf(journal)
      const [opening] = journal.entries
      if (!closing || !opening || !isJournalOpened(opening)) throw new Error('opened, closed')
      const entries = journal.entries.slice(0, closing.number - 1)
      const signatures = journal.signatures.slice(0, entries.length)
      const earlier = await tillWith({ ...journal, entries, signatures })
      expect(await findingsOf(earlier)).toEqual(NOTHING_FOUND)
      const anchor = formatAnchor(anchorOf(closing, opening.event.keyFingerprint))
      expect((await checkJournal(earlier, quiet, parseKnown(anchor))).fault).toBeDefined()
      const made = await archiveOf(await tillWith({ ...journal, entries, signatures }))
      const { faults } = await checkAsPage(made, { anchors: parseKnown(anchor).seals })
      expect(faults.map(({ code }) => code)).toContain('anchor-beyond')
      expect((await checkAsCommand(made, { anchor })).code).toBe(1)
    })
  })
})

describe('sound journals', () => {
  it('raise no alarm in any of the three, whatever happened at the till', async () => {
    await fc.assert(
      fc.asyncProperty(anyActs, async acts => {
        const other = await tillWith(await signed(withClosings(journalOf(acts))))
        expect(await findingsOf(other)).toEqual(NOTHING_FOUND)
      }),
      { numRuns: 20 },
    )
  })
})
