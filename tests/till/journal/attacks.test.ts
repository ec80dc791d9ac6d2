import { beforeEach, describe, expect, it } from 'vitest'
import { anOpenDevice, honey, reopened, sell, ticketOf } from '../../support/backup'
import { anotherTab, aTender, CONTEXT } from '../../support/factory'
import { checkAsCommand, checkAsPage } from '../../support/verifiers'
import { isSale, sealEvent, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { documentLabel } from '@/core/journal/series'
import { parseSignatureV2 } from '@/core/journal/sealSignature'
import { NOBODY } from '@/core/people/user'
import { headOf } from '@/storage/journal/heads'
import { makeArchive } from '@/till/archive/makeArchive'
import type { TillContext } from '@/till/context'
import { checkJournal } from '@/till/journal/checkJournal'
import { goOnAtFaults } from '@/till/journal/goOnAfterFault'
import { forgetToldFault, listFaults, readToldFault } from '@/till/journal/toldFault'
import { sellTicket } from '@/till/payment/sellTicket'

/** Entries of the attacked journal: its opening, then five sales. */
const SALES = 5
const quiet = () => undefined
const entriesOf = (context: TillContext, till = 'A') =>
  context.tillDb.journal.where('[till+number]').between([till, 0], [till, Infinity]).toArray()

async function aTillWithSales(): Promise<TillContext> {
  const context = await anOpenDevice()
  for (let sold = 0; sold < SALES; sold += 1) await sell(context, ticketOf([honey]))
  return context
}

/**
 * What someone with the device in hand can do by writes to the database alone: entries from a number
 * on are others, sealed in a whole chain; the end is noted to fit; signatures from there on are gone.
 */
async function rewrite(
  { tillDb }: TillContext,
  from: number,
  change: (rest: JournalEntry[]) => Omit<JournalEntry, 'seal' | 'previous' | 'number'>[],
): Promise<void> {
  const all = await tillDb.journal.orderBy('[till+number]').toArray()
  const entries = all.filter(({ number }) => number < from)
  for (const one of change(all.filter(({ number }) => number >= from))) {
    entries.push(sealEvent(entries.at(-1), one))
  }
  await tillDb.journal.clear()
  await tillDb.journal.bulkAdd(entries)
  await tillDb.heads.put(headOf(entries))
  for (const { number } of all) {
    if (number >= from) await tillDb.signatures.delete(['A', number])
  }
}

const cheaper = (entry: JournalEntry): JournalEntry =>
  isSale(entry) ? { ...entry, event: { ...entry.event, note: 'moins cher' } } : entry

const renumbered = (entries: readonly JournalEntry[]) =>
  entries.map((entry, index) =>
    isSale(entry)
      ? { ...entry, event: { ...entry.event, document: { series: 'A', number: index + 2 } } }
      : entry,
  )

const ATTACKS: [what: string, change: (rest: JournalEntry[]) => JournalEntry[]][] = [
  ['a sale altered', ([first, ...rest]) => (first ? [cheaper(first), ...rest] : rest)],
  ['a sale dropped', rest => renumbered(rest.slice(1))],
  [
    'a sale added',
    rest => renumbered([...rest.slice(0, 1).map(one => ({ ...one, eventId: 'added' })), ...rest]),
  ],
  ['everything after it dropped', rest => rest.slice(0, 1)],
]

/** The archive of the attacked journal, as the till saves it under its next till code. */
async function archiveOfA(context: TillContext): Promise<Uint8Array<ArrayBuffer>> {
  const options = { tillCode: 'A', verifierPage: null, onProgress: quiet }
  const made = await makeArchive(context, NOBODY, { from: null, to: null }, options)
  if (!made.ok) throw new Error(made.error.code)
  return new Uint8Array(await made.value.blob.arrayBuffer())
}

/** Codes that the page finds; the command finds them too. */
async function foundIn(context: TillContext): Promise<[string, number | null][]> {
  const bytes = await archiveOfA(context)
  const { faults } = await checkAsPage(bytes)
  expect((await checkAsCommand(bytes)).code).toBe(faults.length > 0 ? 1 : 0)
  return faults.map(({ code, entry }) => [code, entry])
}

/** The trace sealed under the next till code. */
async function traceIn(context: TillContext): Promise<Record<string, unknown>> {
  const traces = (await entriesOf(context, context.tillCode)).flatMap(({ event }) =>
    event.kind === 'trace' && event.what === 'journal-fault' ? [event.detail] : [],
  )
  expect(traces).toHaveLength(1)
  return traces[0] ?? {}
}

let context: TillContext
beforeEach(async () => {
  context = await aTillWithSales()
})

describe('a till in daily use', () => {
  it('signs every entry in the transaction that stores it, each over the one before', async () => {
    const signatures = await context.tillDb.signatures.toArray()
    expect(signatures.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(signatures.every(({ signature }) => parseSignatureV2(signature))).toBe(true)
    expect(await checkJournal(context, quiet)).toEqual({ checked: 6, fault: undefined })
    expect(await foundIn(context)).toEqual([])
  })

  it('finds nothing at its next start, and keeps its letter', async () => {
    const again = await reopened(context)
    expect(again.tillCode).toBe('A')
    expect(await readToldFault(again)).toBeNull()
    expect(await listFaults(again)).toEqual([])
  })
})

describe.each(ATTACKS)('%s by writes to the database alone', (what, change) => {
  const from = 3

  it('is never signed: the next start tells it, seals it and goes on under the next letter', async () => {
    await rewrite(context, from, change)
    const forged = await entriesOf(context)
    const next = await reopened(context)
    expect(next.tillCode).toBe('B')
    const signed = await next.tillDb.signatures
      .where('[till+number]')
      .above(['A', from - 1])
      .and(({ till }) => till === 'A')
      .toArray()
    expect(signed, 'no signature of A from there on').toEqual([])
    expect(await entriesOf(next), 'nothing of A is changed').toEqual(forged)

    const last = forged.at(-1)
    expect(await traceIn(next)).toEqual({
      fault: 'unsigned',
      letter: 'A',
      number: from,
      lastEntry: last?.number,
      lastSeal: last?.seal,
      notedEntry: last?.number,
      notedSeal: last?.seal,
    })
    expect(await readToldFault(next)).toMatchObject({ kind: 'unsigned', number: from, to: 'B' })
    expect(await listFaults(next)).toMatchObject([{ kind: 'unsigned', till: 'A', number: from }])

    const sale = await sell(next, ticketOf([honey]))
    expect(documentLabel(sale.event.document)).toBe('B-000001')
    expect((await checkJournal(next, quiet)).fault, what).toBeUndefined()
  })

  it('is found by all three verifiers', async () => {
    await rewrite(context, from, change)
    const next = await reopened(context)
    expect((await checkJournal({ ...next, tillCode: 'A' }, quiet)).fault).toEqual({
      number: from,
      fault: 'signature-missing',
    })
    expect(await foundIn(next)).toEqual([['signature-missing', from]])
  })

  it('is told in the middle of a day too: nothing is sealed over it, and the next letter sells', async () => {
    await rewrite(context, from, change)
    const forged = await entriesOf(context)
    const errors: unknown[] = []
    goOnAtFaults(context, error => errors.push(error))
    const refused = await sellTicket(context, ticketOf([honey]), [aTender(950)], CONTEXT)
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'write-failed', cause: 'journal-faulty' },
    })
    await expect.poll(() => context.tillDb.settings.get('tillLetter')).toMatchObject({ value: 'B' })
    expect(errors).toEqual([])
    expect(await entriesOf(context)).toEqual(forged)
    const next = await reopened(context)
    expect(documentLabel((await sell(next, ticketOf([honey]))).event.document)).toBe('B-000001')
  })
})

describe('the end of a journal that does not fit what was noted of it', () => {
  const cut = async ({ tillDb }: TillContext) => {
    for (const number of [5, 6]) {
      await tillDb.journal.delete(['A', number])
      await tillDb.signatures.delete(['A', number])
    }
  }
  const CASES: [
    kind: string,
    number: number,
    attack: (context: TillContext) => Promise<unknown>,
  ][] = [
    ['head-ahead', 5, cut],
    [
      'head-ahead',
      7,
      ({ tillDb }) => tillDb.signatures.add({ till: 'A', number: 9, signature: 'AAAA' }),
    ],
    ['head-missing', 6, ({ tillDb }) => tillDb.heads.clear()],
    ['head-behind', 5, ({ tillDb }) => tillDb.heads.update('A', { number: 4 })],
    ['head-other', 6, ({ tillDb }) => tillDb.heads.update('A', { seal: 'ab'.repeat(32) })],
    [
      'head-ahead',
      1,
      async ({ tillDb }) => {
        await tillDb.journal.clear()
      },
    ],
    [
      'head-ahead',
      1,
      async ({ tillDb }) => {
        for (const one of ['journal', 'heads', 'signatures'] as const) await tillDb[one].clear()
      },
    ],
  ]

  it.each(CASES)(
    'is a fault, %s at %i: nothing is rebuilt over it',
    async (kind, number, attack) => {
      await attack(context)
      const before = [await entriesOf(context), await context.tillDb.heads.get('A')]
      // The very sale that would have built over it.
      const refused = await sellTicket(context, ticketOf([honey]), [aTender(950)], CONTEXT)
      expect(refused).toMatchObject({ ok: false, error: { cause: 'journal-faulty' } })
      const next = await reopened(context)
      expect(next.tillCode).toBe('B')
      expect([await entriesOf(next), await next.tillDb.heads.get('A')]).toEqual(before)
      expect(await traceIn(next)).toMatchObject({ fault: kind, letter: 'A', number })
      const sale = await sell(next, ticketOf([honey]))
      expect(documentLabel(sale.event.document)).toBe('B-000001')
      expect((await checkJournal(next, quiet)).fault).toBeUndefined()
    },
  )
})

describe('signatures that are not the till’s own', () => {
  const signatureAt = async ({ tillDb }: TillContext, number: number) =>
    (await tillDb.signatures.get(['A', number]))?.signature ?? ''
  const put = ({ tillDb }: TillContext, number: number, signature: string) =>
    tillDb.signatures.put({ till: 'A', number, signature })

  it('are a fault where the last entry was sealed again under its old signature', async () => {
    const signature = await signatureAt(context, 6)
    await rewrite(context, 6, rest => rest.map(cheaper))
    await put(context, 6, signature)
    const next = await reopened(context)
    expect(await traceIn(next)).toMatchObject({ fault: 'signature-wrong', number: 6 })
    expect(await foundIn(next)).toEqual([['signature-wrong', 6]])
  })

  it('are a fault where one before it was changed', async () => {
    await put(context, 5, await signatureAt(context, 4))
    const next = await reopened(context)
    expect(await traceIn(next)).toMatchObject({ fault: 'not-following', number: 6 })
    expect(await foundIn(next)).toEqual(
      expect.arrayContaining([
        ['signature-wrong', 5],
        ['signature-not-following', 6],
      ]),
    )
  })

  it('are a fault where the last entry does not match its own seal', async () => {
    const last = await context.tillDb.journal.get(['A', 6])
    await context.tillDb.journal.put(cheaper(last as SaleEntry))
    const next = await reopened(context)
    expect(await traceIn(next)).toMatchObject({ fault: 'seal-wrong', number: 6 })
  })

  it('are found once the till is open too, by whoever did not seal the last entry itself', async () => {
    const other = anotherTab(context)
    const signature = await signatureAt(context, 6)
    await rewrite(context, 6, rest => rest.map(cheaper))
    await put(context, 6, signature)
    for (const tab of [context, other]) {
      const refused = await sellTicket(tab, ticketOf([honey]), [aTender(950)], CONTEXT)
      expect(refused).toMatchObject({ ok: false, error: { cause: 'journal-faulty' } })
    }
  })
})

describe('a till that was updated', () => {
  /** Signatures of format 1, as an earlier version left them. */
  async function backToV1({ tillDb }: TillContext, upTo: number): Promise<void> {
    const key = await tillDb.keys.get('A')
    const { signSeal } = await import('@/till/journal/signSeal')
    await tillDb.signatures.clear()
    for (const { till, number, seal } of await entriesOf(context)) {
      if (!key || number > upTo) continue
      await tillDb.signatures.add({ till, number, signature: await signSeal(key.privateKey, seal) })
    }
  }

  it('keeps its signatures of format 1, and signs on in format 2', async () => {
    await backToV1(context, 6)
    const next = await reopened(context)
    expect(next.tillCode).toBe('A')
    await sell(next, ticketOf([honey]))
    expect((await checkJournal(next, quiet)).fault).toBeUndefined()
    expect(await foundIn(next)).toEqual([])
    // From there on, one of format 1 is a fault.
    const signature = (await next.tillDb.signatures.get(['A', 6]))?.signature ?? ''
    await sell(next, ticketOf([honey]))
    await put1(next, 8, signature)
    expect(await foundIn(await reopened(next))).toContainEqual(['signature-not-following', 8])
  })

  const put1 = ({ tillDb }: TillContext, number: number, signature: string) =>
    tillDb.signatures.put({ till: 'A', number, signature })

  it('signs the traces that the earlier version left for the next sale, and nothing else', async () => {
    const { recordTrace } = await import('@/till/journal/recordTrace')
    await recordTrace(context, NOBODY, 'till-started', {})
    await backToV1(context, 6)
    const next = await reopened(context)
    expect(next.tillCode).toBe('A')
    expect(await next.tillDb.signatures.count()).toBe(7)
    expect((await checkJournal(next, quiet)).fault).toBeUndefined()
  })

  it('does not sign a sale that the earlier version would have signed at once', async () => {
    await backToV1(context, 5)
    const next = await reopened(context)
    expect(await traceIn(next)).toMatchObject({ fault: 'unsigned', number: 6 })
  })
})

describe('a fault that was told', () => {
  it('is told until somebody has read it, and stays in the journal', async () => {
    await context.tillDb.heads.clear()
    const next = await reopened(context)
    expect(await readToldFault(await reopened(next))).toMatchObject({ kind: 'head-missing' })
    await forgetToldFault(next)
    expect(await readToldFault(next)).toBeNull()
    expect(await listFaults(next)).toHaveLength(1)
  })

  it('never stops the till, whatever is left of the journal', async () => {
    const { journal } = context.tillDb
    const last = await journal.get(['A', 6])
    await journal.put({ ...last, event: { kind: 'sale' } } as unknown as JournalEntry)
    const next = await reopened(context)
    expect(await readToldFault(next)).toMatchObject({ kind: 'seal-wrong', number: 6 })
    await sell(next, ticketOf([honey]))
  })

  it('is gone on from once, from two tabs at once', async () => {
    await context.tillDb.heads.clear()
    const tabs = await Promise.all([reopened(context), reopened(context)])
    expect(tabs.map(({ tillCode }) => tillCode)).toEqual(['B', 'B'])
    expect((await entriesOf(tabs[0], 'B')).map(({ event }) => event.kind)).toEqual([
      'journal-opened',
      // The day that A left open.
      'closing',
      'trace',
    ])
  })

  it('moves tickets not sold yet along', async () => {
    const { keepDraft, resumeDraft } = await import('@/till/ticket/keepDraft')
    const ticket = ticketOf([honey])
    await keepDraft(context, ticket)
    await context.tillDb.heads.clear()
    expect(await resumeDraft(await reopened(context))).toEqual(ticket)
  })
})
