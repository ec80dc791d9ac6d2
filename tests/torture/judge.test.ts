import { beforeAll, expect, it } from 'vitest'
import { aJournal, anArticle, aTicket } from '../support/factory'
import { signed } from '../support/signedJournal'
import type { Disk, SealedEntry, StoredTicket } from './disk'
import { faultsIn, openAttempts, type Evidence } from './judge'

let sound: Disk

beforeAll(async () => {
  const tickets = ['t-1', 't-2', 't-3'].map(id => aTicket([anArticle()], id))
  const { entries, signatures } = await signed(aJournal(tickets))
  const last = entries.at(-1)
  sound = {
    journal: structuredClone(entries) as unknown as SealedEntry[],
    signatures: signatures.map((signature, at) => ({ till: 'A', number: at + 1, signature })),
    heads: [{ till: 'A', number: last?.number ?? 0, seal: last?.seal ?? '' }],
    tickets: [aStored('t-9')],
    names: { 'ps-1': 'Torture 4 · 1', 'ps-2': 'Torture 4 · 2', 'ps-3': 'Café' },
    syncs: 1,
  }
})

const aStored = (ticketId: string, over: Partial<StoredTicket> = {}): StoredTicket => ({
  ticketId,
  keptAt: '2026-01-02T10:00:00.000+01:00',
  parkedAt: null,
  lines: { one: 'ps-1 1000' },
  takenCents: 0,
  cardCents: 0,
  ...over,
})

/** What the judge finds where the till has become so, everything else being sound. */
function found(spoil: (after: Disk) => void, over: Partial<Evidence> = {}): Promise<string[]> {
  const after = structuredClone(sound)
  spoil(after)
  const ledger = sound.journal
    .filter(({ event }) => event.kind === 'sale')
    .map(({ event }) => ({
      number: `A-00000${event.document?.number}`,
      cents: event.totalCents ?? 0,
    }))
  return faultsIn({
    before: sound,
    after,
    ledger,
    mostSales: 1,
    changesTicket: false,
    isReopened: true,
    terminal: { requests: 0, movedCents: 0 },
    ...over,
  })
}

const lastSale = (disk: Disk) => {
  const last = disk.journal.at(-1)
  if (!last) throw new Error('three were sold')
  return last
}

it('finds nothing where nothing is wrong', async () => {
  expect(await found(() => undefined)).toEqual([])
})

it('a sale that was called paid and is gone, or has another total', async () => {
  expect(await found(after => void after.journal.pop())).toContain(
    'A-000003 was called paid, and is sealed 0 times',
  )
  const ledger = [{ number: 'A-000003', cents: 1 }]
  expect(await found(() => undefined, { ledger })).toEqual([
    expect.stringMatching(/^A-000003 was paid 1, and is sealed as \d+$/),
  ])
})

it('a changed entry, a wrong link, a missing signature, a head that lags', async () => {
  const texts = async (spoil: (after: Disk) => void) => (await found(spoil)).join('\n')
  expect(await texts(after => void (lastSale(after).event.totalCents = 1))).toContain(
    'seal-differs',
  )
  expect(await texts(after => void (lastSale(after).previous = '0'.repeat(64)))).toContain(
    'previous-differs',
  )
  expect(await texts(after => void after.signatures.splice(2, 1))).toContain(
    'A-3: signature-missing',
  )
  expect(await texts(after => void after.signatures.pop())).toContain('A-4: signature-missing')
  expect(await texts(after => void (after.heads[0]!.number -= 1))).toContain('manifest-differs')
  expect(await texts(after => void (after.heads = []))).toContain('no head of the journal A')
})

it('a number that is missing or given twice, an event sealed twice, an entry that is another', async () => {
  const twice = (after: Disk) => {
    const { event } = lastSale(after)
    if (event.document) event.document.number = 2
  }
  expect(await found(twice)).toContain('the series A is 1 2 2')
  const again = (after: Disk) => void (lastSale(after).eventId = after.journal[1]!.eventId)
  expect(await found(again)).toContain('an event is sealed twice')
  expect(await found(after => void (lastSale(after).seal = 'f'.repeat(64)))).toContain(
    'A-4 is gone or other',
  )
})

it('more sales than were made', async () => {
  const before = { ...sound, journal: sound.journal.slice(0, -2), tickets: [] }
  expect(await found(after => void (after.tickets = []), { before })).toEqual([
    '2 sales were sealed where 1 was made',
  ])
})

it('a ticket that is nowhere, or both sold and there', async () => {
  expect(await found(after => void (after.tickets = []))).toEqual(['the ticket t-9 is nowhere'])
  const sold = (after: Disk) => void after.tickets.push(aStored(lastSale(after).eventId))
  expect(await found(sold)).toEqual([expect.stringMatching(/is sold, and still there$/)])
})

it('a ticket that lost a line, gained one, or forgot a tender', async () => {
  const now = (over: Partial<StoredTicket>) => (after: Disk) =>
    void (after.tickets = [aStored('t-9', over)])
  expect(await found(now({ lines: {} }))).toEqual(['t-9 lost 1 of its lines'])
  expect(await found(now({ lines: {} }), { changesTicket: true })).toHaveLength(1)
  const more = now({ lines: { one: 'ps-1 1000', two: 'ps-2 1000' } })
  expect(await found(more)).toEqual(['t-9 gained lines'])
  expect(await found(more, { changesTicket: true })).toEqual([])
  const before = { ...sound, tickets: [aStored('t-9', { takenCents: 100 })] }
  expect(await found(() => undefined, { before })).toEqual(['t-9 forgot a tender'])
})

it('a catalogue of two versions, of an older one, or with articles missing', async () => {
  const named = (names: Record<string, string>) => (after: Disk) =>
    void Object.assign(after.names, names)
  expect(await found(named({ 'ps-2': 'Torture 5 · 2' }))).toEqual([
    'the catalogue is of the versions 4 and 5',
  ])
  expect(await found(named({ 'ps-1': 'Torture 3 · 1', 'ps-2': 'Torture 3 · 2' }))).toEqual([
    'the catalogue went back to version 3',
  ])
  expect(await found(named({ 'ps-1': 'Torture 5 · 1', 'ps-2': 'Torture 5 · 2' }))).toEqual([])
  expect(await found(after => void (after.names = {}))).toEqual(['3 articles are gone'])
})

it('money that a card moved and no book has, and a request that was not sealed first', async () => {
  expect(await found(() => undefined, { terminal: { requests: 0, movedCents: 700 } })).toEqual([
    'cards moved 700, and the books have 0 and tickets 0',
  ])
  expect(await found(() => undefined, { terminal: { requests: 1, movedCents: 0 } })).toEqual([
    'the terminal was asked 1 times, of which 0 are sealed',
  ])
})

it('a request stays open until it is answered', () => {
  const trace = (what: string) =>
    ({ event: { kind: 'trace', what, detail: { attemptId: 'one' } } }) as unknown as SealedEntry
  const withTraces = (...whats: string[]) => ({ ...sound, journal: whats.map(trace) })
  expect(openAttempts(withTraces('card-asked'))).toBe(1)
  expect(openAttempts(withTraces('card-asked', 'card-unclear'))).toBe(1)
  expect(openAttempts(withTraces('card-asked', 'card-checked'))).toBe(0)
})
