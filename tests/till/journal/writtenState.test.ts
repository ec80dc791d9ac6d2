import { beforeEach, describe, expect, it } from 'vitest'
import { anOpenDevice, honey, reopened, sell, ticketOf } from '../../support/backup'
import { aCopiedTill, copyAll, dropLast, findingsOf, numbersIn } from '../../support/copies'
import { aTender, CONTEXT } from '../../support/factory'
import { openingMark } from '@/core/journal/copyName'
import {
  isJournalOpened,
  sealEvent,
  type JournalEntry,
  type UnsealedEvent,
} from '@/core/journal/journal'
import { keptFingerprint } from '@/core/journal/purge'
import { signatureHash, signatureText, textToSign } from '@/core/journal/sealSignature'
import { documentLabel } from '@/core/journal/series'
import { NOBODY } from '@/core/people/user'
import { headOf } from '@/storage/journal/heads'
import { signText } from '@/storage/journal/sealSignatures'
import type { TillContext } from '@/till/context'
import { checkJournal } from '@/till/journal/checkJournal'
import { makeKeyPair } from '@/till/journal/signSeal'
import { tellFindings } from '@/till/journal/tellFindings'
import { readToldFault } from '@/till/journal/toldFault'
import { sellTicket } from '@/till/payment/sellTicket'

/**
 * What someone can write beside the journal so that the till itself vouches for a forged one: its
 * keys, its counters, its letter, its notes of what it told, and traces that explain a gap.
 */
const entriesOf = ({ tillDb }: TillContext, till = 'A') =>
  tillDb.journal.where('[till+number]').between([till, 0], [till, Infinity]).toArray()

async function write({ tillDb }: TillContext, entries: readonly JournalEntry[]): Promise<void> {
  await tillDb.journal.clear()
  await tillDb.journal.bulkAdd([...entries])
  await tillDb.heads.put(headOf(entries))
}

const again = (
  last: JournalEntry | undefined,
  entry: JournalEntry,
  event: object = {},
): JournalEntry => sealEvent(last, { ...entry, event: { ...entry.event, ...event } })

/** All sales gone, and a made-up trace that says they were archived and purged. */
async function purgeFalsely(context: TillContext): Promise<void> {
  const entries = await entriesOf(context)
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) throw new Error('the till sold')
  const detail = {
    firstEntry: 2,
    lastEntry: last.number,
    previousSeal: first.seal,
    lastSeal: last.seal,
    keptCount: 0,
    keptSha256: keptFingerprint([]),
    counters: `{"A":${last.number - 1}}`,
    archiveSha256: 'ab'.repeat(32),
  }
  const event = { kind: 'trace', what: 'entries-purged', detail, user: NOBODY }
  const trace = sealEvent(last, {
    ...last,
    eventId: 'purged',
    event: { ...event, software: last.event.software },
  } as UnsealedEvent)
  await write(context, [first, trace])
}

let till: TillContext
beforeEach(async () => {
  till = await anOpenDevice()
  for (let sold = 0; sold < 3; sold += 1) await sell(till, ticketOf([honey]))
})

describe('a made-up purge', () => {
  it('is never signed as something an earlier version left, even where every signature is gone', async () => {
    await purgeFalsely(till)
    await till.tillDb.signatures.clear()
    const next = await reopened(till)
    expect(next.tillCode).toBe('B')
    expect(await readToldFault(next)).toMatchObject({ kind: 'unsigned', number: 1 })
    expect(await next.tillDb.signatures.where('[till+number]').below(['B', 0]).count()).toBe(0)
  })

  it('neither hides from the copy what is gone, nor empties it', async () => {
    const { till: copied, copy } = await aCopiedTill(3)
    await purgeFalsely(copied)
    await copied.tillDb.signatures.clear()
    const next = await reopened(copied)
    expect(await findingsOf(next, copy)).toMatchObject([{ kind: 'ahead', till: 'A', number: 4 }])
    await copyAll(next, copy)
    expect(await numbersIn(copy)).toEqual([1, 2, 3, 4])
  })
})

describe('what an earlier version may have left unsigned', () => {
  it('is not signed once the journal has a copy, which that version never made', async () => {
    await till.tillDb.signatures.clear()
    const [first] = await entriesOf(till)
    if (first) await write(till, [first])
    const { followTillCode } = await import('@/till/journal/followTillCode')
    const next = await followTillCode(till, () => Promise.resolve(['A']))
    expect(next.tillCode).toBe('B')
  })

  it('is not signed where its seals do not follow', async () => {
    const [first, second] = await entriesOf(till)
    if (!first || !second) throw new Error('the till sold')
    const event = { kind: 'trace', what: 'till-started', detail: {}, user: NOBODY }
    const trace = sealEvent(second, { ...second, eventId: 'x', event } as unknown as UnsealedEvent)
    await write(till, [first, trace])
    await till.tillDb.signatures.clear()
    expect((await reopened(till)).tillCode).toBe('B')
  })

  it('does not get into the copy of an earlier letter where the till signed each entry', async () => {
    const { till: copied, copy } = await aCopiedTill(2)
    const last = (await entriesOf(copied)).at(-1)
    if (!last) throw new Error('the till sold')
    const forged = again(last, { ...last, eventId: 'forged' })
    await copied.tillDb.journal.add(forged)
    await copyAll(await reopened(copied), copy)
    expect(await numbersIn(copy)).toEqual([1, 2, 3])
  })
})

describe('another key beside the journal', () => {
  it('does not vouch for an end that it signed', async () => {
    const pair = await makeKeyPair()
    const row = await till.tillDb.keys.get('A')
    const entries = await entriesOf(till)
    const last = entries.at(-1)
    if (!pair || !row || !last) throw new Error('the till signs')
    await till.tillDb.keys.put({ ...row, publicKey: pair.publicKey })
    const forged = again(entries.at(-2), last, { note: 'moins cher' })
    await write(till, [...entries.slice(0, -1), forged])
    const before = (await till.tillDb.signatures.get(['A', 3]))?.signature
    const part = { signedAt: last.at, before: signatureHash(before) }
    const signature = await signText(pair.privateKey, textToSign(forged.seal, part))
    const stored = signatureText({ ...part, signature })
    await till.tillDb.signatures.put({ till: 'A', number: 4, signature: stored })
    const next = await reopened(till)
    expect(await readToldFault(next)).toMatchObject({ kind: 'signature-wrong', number: 4, to: 'B' })
  })

  it('or none: a till with cryptography never goes on with a journal that names no key', async () => {
    const entries: JournalEntry[] = []
    for (const entry of await entriesOf(till)) {
      const none = isJournalOpened(entry) ? { publicKey: null, keyFingerprint: '' } : {}
      entries.push(again(entries.at(-1), entry, none))
    }
    await write(till, entries)
    await till.tillDb.signatures.clear()
    await till.tillDb.keys.clear()
    const next = await reopened(till)
    expect(await readToldFault(next)).toMatchObject({ kind: 'key-lost', to: 'B' })
  })

  it('or none in the middle of a day: nothing is sealed without a signature', async () => {
    await till.tillDb.signatures.clear()
    await till.tillDb.keys.clear()
    const sold = await sellTicket(till, ticketOf([honey]), [aTender(950)], CONTEXT)
    expect(sold).toMatchObject({ ok: false, error: { cause: 'journal-faulty' } })
  })
})

describe.each([
  ['set back', { A: 1 }],
  ['set forward', { A: 40 }],
  ['forgotten', {}],
  ['made up for a series of which there is no document', { A: 3, AR: 2 }],
])('a number noted of a series, %s', (_what, counters) => {
  const tamper = async () => {
    const head = await till.tillDb.heads.get('A')
    if (head) await till.tillDb.heads.put({ ...head, counters })
  }

  it('is a fault at the next start', async () => {
    await tamper()
    const next = await reopened(till)
    expect(await readToldFault(next)).toMatchObject({ kind: 'counter-other', number: 4 })
    expect(documentLabel((await sell(next, ticketOf([honey]))).event.document)).toBe('B-000001')
    expect((await checkJournal(next, () => undefined)).fault).toBeUndefined()
  })

  it('gives no number to the next sale of an open page', async () => {
    await tamper()
    const sold = await sellTicket(till, ticketOf([honey]), [aTender(950)], CONTEXT)
    expect(sold).toMatchObject({ ok: false, error: { cause: 'journal-faulty' } })
  })
})

describe('the letter noted', () => {
  const setLetter = ({ tillDb }: TillContext, value: string) =>
    tillDb.settings.put({ name: 'tillLetter', value })

  it.each(['Z', 'hors série'])('as %s, which has no journal, begins none', async letter => {
    await setLetter(till, letter)
    const next = await reopened(till)
    expect(next.tillCode).toBe('B')
    expect(await readToldFault(next)).toMatchObject({ kind: 'letter-other', till: 'A', to: 'B' })
    const opening = await next.tillDb.journal.get(['B', 1])
    expect(opening?.event).toMatchObject({ continues: { till: 'A', number: 4 } })
    expect((await checkJournal(next, () => undefined)).fault).toBeUndefined()
  })

  it('as an earlier one, or forgotten, seals nothing there any more', async () => {
    await till.tillDb.signatures.delete(['A', 4])
    const onB = await reopened(till)
    await sell(onB, ticketOf([honey]))
    await till.tillDb.settings.delete('tillLetter')
    const next = await reopened({ ...onB, tillCode: 'A' })
    expect(next.tillCode).toBe('C')
    expect(await readToldFault(next)).toMatchObject({ kind: 'letter-other', till: 'B', to: 'C' })
    const opening = await next.tillDb.journal.get(['C', 1])
    expect(opening?.event).toMatchObject({ continues: { till: 'B' } })
  })
})

describe('a note that what the copy knows was told already', () => {
  it.each(['copiesTold', 'setAsideJournals'])('in %s silences nothing', async name => {
    const { till: copied, copy } = await aCopiedTill(5)
    const entries = await entriesOf(copied)
    const [first, last] = [entries[0], entries.at(-1)]
    if (!first || !last) throw new Error('the till sold')
    await dropLast(copied, 5)
    const key = `A-${openingMark(first)}-${last.seal.slice(0, 16)}`
    const value =
      name === 'copiesTold' ? { [key]: '2026-01-01' } : [{ entries: [first], signatures: [] }]
    await copied.tillDb.settings.put({ name, value })
    const next = await reopened(copied)
    const found = await findingsOf(next, copy)
    expect(found).toMatchObject([{ kind: 'ahead', till: 'A', number: 6, held: 4 }])
    await tellFindings(next, found, ['A'])
    const after = await reopened(next)
    expect(after.tillCode).toBe('B')
    expect(await readToldFault(after)).toMatchObject({ kind: 'put-back', till: 'A', to: 'B' })
    // What is sealed is not sealed again.
    await tellFindings(after, await findingsOf(after, copy), ['A', 'B'])
    const traces = (await entriesOf(after, 'B')).filter(
      ({ event }) => event.kind === 'trace' && event.what === 'journal-fault',
    )
    expect(traces).toHaveLength(1)
  })

  it('is of no account for a journal made anew under the same letter: its numbers end', async () => {
    const { till: copied, copy } = await aCopiedTill(3)
    const entries: JournalEntry[] = []
    for (const entry of await entriesOf(copied)) {
      entries.push(again(entries.at(-1), { ...entry, eventId: `${entry.eventId}-anew` }))
    }
    const found = await (async () => {
      await write(copied, entries)
      return findingsOf(copied, copy)
    })()
    expect(found).toMatchObject([{ kind: 'ahead', till: 'A', held: 0 }])
    await tellFindings(copied, found, ['A'])
    expect((await copied.tillDb.settings.get('tillLetter'))?.value).toBe('B')
  })
})

describe('a seal on paper of a letter that the till has left', () => {
  it('is compared with the journal of that letter', async () => {
    const entries = await entriesOf(till)
    const [opening] = entries
    const third = entries[2]
    if (!opening || !isJournalOpened(opening) || !third) throw new Error('the till sold')
    await till.tillDb.heads.clear()
    const next = await reopened(till)
    expect(next.tillCode).toBe('B')
    const { keyFingerprint } = opening.event
    const onPaper = { till: 'A', number: third.number, seal: third.seal, keyFingerprint }
    const check = async (seal: typeof onPaper) =>
      (await checkJournal(next, () => undefined, { seals: [seal], fingerprint: undefined })).fault
    expect(await check(onPaper)).toBeUndefined()
    const belied = { number: third.number, fault: 'anchor-does-not-match' }
    expect(await check({ ...onPaper, seal: 'ab'.repeat(32) })).toEqual(belied)
    expect(await check({ ...onPaper, keyFingerprint: 'cd'.repeat(32) })).toEqual(belied)
    expect(await check({ ...onPaper, till: 'C' })).toEqual(belied)
    expect(await check({ ...onPaper, number: 40 })).toEqual({ ...belied, number: 40 })
  })
})
