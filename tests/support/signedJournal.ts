import { SELLER, SOFTWARE } from './factory'
import { closeDay, closePeriod } from '@/core/closing/closing'
import type { ClosingV1, PeriodV1 } from '@/core/journal/events/closingV1'
import {
  isSale,
  keyFingerprint,
  sealEvent,
  type JournalEntry,
  type JournalEvent,
  type UnsealedEvent,
} from '@/core/journal/journal'
import { countersText, keptFingerprint, purgeDetail, type Purge } from '@/core/journal/purge'
import { seriesOf } from '@/core/journal/series'
import { NOBODY } from '@/core/people/user'
import type { TillDatabase } from '@/storage/databases'
import { signInTransaction } from '@/storage/journal/sealSignatures'
import { publicKeyOf, signSeal } from '@/till/journal/signSeal'

/** A journal with its key, as a till stores them. */
export interface SignedJournal {
  entries: JournalEntry[]
  signatures: string[]
  pair: CryptoKeyPair
}

export function newKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
}

/** Seals the same events again from the first, under a key, and signs every seal. */
export async function signed(
  events: readonly UnsealedEvent[],
  pair?: CryptoKeyPair,
): Promise<SignedJournal> {
  const keys = pair ?? (await newKeyPair())
  const publicKey = await publicKeyOf(keys)
  const entries: JournalEntry[] = []
  for (const { till, eventId, at, day, training, event } of events) {
    const opened =
      event.kind === 'journal-opened'
        ? { ...event, publicKey, keyFingerprint: keyFingerprint(publicKey) }
        : event
    const unsealed = { till, eventId, at, day, training, event: againstSealed(opened, entries) }
    entries.push(sealEvent(entries.at(-1), unsealed))
  }
  return { entries, signatures: await signAll(entries, keys), pair: keys }
}

/** Signs entries as the till does, each at its own time or at another. */
export async function signAll(
  entries: readonly JournalEntry[],
  pair: CryptoKeyPair,
  signedAt = (entry: JournalEntry) => entry.at,
): Promise<string[]> {
  const signatures: string[] = []
  for (const entry of entries) {
    const before = signatures.at(-1)
    signatures.push(await signInTransaction(pair.privateKey, entry.seal, before, signedAt(entry)))
  }
  return signatures
}

/** Signs entries in format 1, as tills did before they signed in the transaction. */
export function signAllInV1(
  entries: readonly JournalEntry[],
  pair: CryptoKeyPair,
): Promise<string[]> {
  return Promise.all(entries.map(entry => signSeal(pair.privateKey, entry.seal)))
}

/** Updates the seals that an event names, once the journal is sealed again. */
function againstSealed(event: JournalEvent, entries: readonly JournalEntry[]): JournalEvent {
  if (event.kind === 'closing') {
    return { ...event, lastSeal: entries[event.lastEntry - 1]?.seal ?? '' }
  }
  const isPurge = event.kind === 'trace' && event.what === 'entries-purged'
  return isPurge ? { ...event, detail: purgeDetail(emptyPurge(entries)) } : event
}

/** A purge of the second entry that kept it: a journal with every trace lacks no entry. */
function emptyPurge(entries: readonly JournalEntry[]): Purge {
  const [first, second] = entries
  if (!first || !second || 'document' in second.event) throw new Error('it begins without a sale')
  return {
    firstEntry: 2,
    lastEntry: 2,
    previousSeal: first.seal,
    lastSeal: second.seal,
    keptCount: 1,
    keptSha256: keptFingerprint([second]),
    counters: countersText({}),
    archiveSha256: 'ab'.repeat(32),
  }
}

/** A journal with the closing of each of its days, and of its months and years at the end. */
export function withClosings(journal: readonly JournalEntry[]): UnsealedEvent[] {
  const events: JournalEntry[] = []
  const closings: ClosingV1[] = []
  const append = (unsealed: UnsealedEvent) => {
    events.push(sealEvent(events.at(-1), unsealed))
  }
  const closeUpTo = (day: string) => {
    const before = closings.findLast(one => one.period === 'day')
    const closed = closeDay(before, events.slice(before?.lastEntry ?? 0), day)
    append(unsealedClosing(closed, closings, day))
  }
  let latest = ''
  for (const entry of journal) {
    if (latest !== '' && entry.day > latest) closeUpTo(latest)
    latest = entry.day > latest ? entry.day : latest
    append(entry)
  }
  closeUpTo(latest)
  const days = closings.filter(one => one.period === 'day')
  for (const period of ['month', 'year'] as const) {
    for (const of of new Set(days.map(day => day.of.slice(0, period === 'month' ? 7 : 4)))) {
      const parts = days.filter(day => day.of.startsWith(of))
      append(unsealedClosing(closePeriod(period, of, parts), closings, latest))
    }
  }
  return events
}

function unsealedClosing(
  closed: ReturnType<typeof closeDay>,
  closings: ClosingV1[],
  day: string,
): UnsealedEvent {
  const number = 1 + closings.filter(one => one.period === closed.period).length
  const event: ClosingV1 = {
    kind: 'closing',
    ...closed,
    document: { series: seriesOf('A', closed.period satisfies PeriodV1, false), number },
    isLate: false,
    cash: null,
    user: NOBODY,
    seller: SELLER,
    software: SOFTWARE,
  }
  closings.push(event)
  const eventId = `closing-${closed.period}-${number}`
  return { till: 'A', eventId, at: `${day}T20:00:00.000+01:00`, day, training: false, event }
}

/** Appends one event of every kind that `journalOf` does not make. */
export function withEveryKind(journal: readonly JournalEntry[]): JournalEntry[] {
  const sale = journal.filter(isSale).find(entry => entry.event.kind === 'sale' && !entry.training)
  if (!sale) throw new Error('a journal of every kind holds a sale')
  const by = { user: NOBODY, software: SOFTWARE }
  const { totalCents, lines, vat, tenders, changeCents } = sale.event
  const about = {
    saleTill: sale.till,
    saleNumber: sale.number,
    saleDocument: sale.event.document,
    seller: SELLER,
    ...by,
  }
  const events: JournalEvent[] = [
    {
      kind: 'payment',
      document: { series: 'AP', number: 1 },
      dueBeforeCents: 500,
      tenders: [{ kind: 'cash', name: 'Espèces', account: '530', givenCents: 700 }],
      changeCents: 200,
      dueCents: 0,
      ...about,
    },
    {
      kind: 'invoice',
      document: {
        series: 'AF',
        number: 1,
      },
      credits: [],
      saleAt: sale.at,
      customer: {
        customerId: 'c-1',
        name: '=Zoé',
        company: '',
        address: '',
        vatNumber: '',
      },
      dueCents: 0,
      totalCents,
      lines,
      vat,
      tenders,
      changeCents,
      ...about,
    },
    {
      kind: 'cash-counted',
      expectedCents: 10_000,
      countedCents: 9_950,
      differenceCents: -50,
      coins: [{ valueCents: 50, count: 199 }],
      reason: 'pièce tombée',
      ...by,
    },
    { kind: 'trace', what: 'setting-changed', detail: { name: 'maxDiscountRate', to: 5 }, ...by },
  ]
  const { at, day } = journal.at(-1) ?? sale
  const all = [...journal]
  for (const [index, event] of events.entries()) {
    const place = { till: 'A', eventId: `more-${index}`, at, day, training: false }
    all.push(sealEvent(all.at(-1), { ...place, event }))
  }
  return all
}

/** Writes a journal to a till's database, as its own actions would. */
export async function store(db: TillDatabase, { entries, signatures, pair }: SignedJournal) {
  const last = entries.at(-1)
  if (!last) throw new Error('a journal has its opening')
  const counters: Record<string, number> = {}
  for (const { event } of entries) {
    if ('document' in event) counters[event.document.series] = event.document.number
  }
  await db.journal.bulkAdd(entries)
  await db.signatures.bulkAdd(
    entries.map(({ till, number }, index) => ({
      till,
      number,
      signature: signatures[index] ?? '',
    })),
  )
  await db.heads.put({ till: 'A', number: last.number, seal: last.seal, counters })
  await db.keys.put({ till: 'A', privateKey: pair.privateKey, publicKey: pair.publicKey })
}
