import type { ServerType } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aTender, aTicket, CONTEXT } from '../../../support/factory'
import { serveHub } from '../../../sharing/servedHub'
import { aloneTill, joinFrom, twoTills, type SharingTill } from '../twoTills'
import { NOBODY } from '@/core/people/user'
import type { MailboxServer, ReachedServer } from '@/core/sharing/mailboxServer'
import type { Ticket } from '@/core/ticket/ticket'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { sellTicket } from '@/till/payment/sellTicket'
import { claimOwnTicket, claimTicket, followTakenTickets } from '@/till/sharing/claims/claimTicket'
import { listParkedElsewhere, takeParked } from '@/till/sharing/claims/parkedElsewhere'
import { readSoldTwice } from '@/till/sharing/claims/readSoldTwice'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { removeDevice } from '@/till/sharing/rotate'
import { listParked } from '@/till/ticket/keepDraft'
import { cancelTicket, parkTicket, resumeTicket } from '@/till/ticket/parkTicket'

let server: ServerType
let hub: ReachedServer
let address: string
let first: SharingTill
let second: SharingTill

beforeEach(async () => {
  const served = await serveHub(memoryStore())
  ;({ address, server } = served)
  hub = mailboxServer(address)
  ;({ first, second } = await twoTills(address))
})
afterEach(() => {
  server.close()
})

const share = async (one: SharingTill) => {
  const done = await exchangeShop(one.sharing, hub)
  expect(done).toMatchObject({ fault: null, isCopied: false, tampered: [], refused: [] })
  await followTakenTickets(one.context, one.sharing)
}
const shareAll = async (...all: SharingTill[]) => {
  const tills = all.length > 0 ? all : [first, second]
  for (const one of [...tills, ...tills, ...tills]) await share(one)
}
const AT = '2026-01-02T10:00:00.000Z'
const park = ({ context }: SharingTill, ticket: Ticket, parkedAt = AT) =>
  parkTicket(context, NOBODY, { ticket, parkedAt })
const elsewhere = async ({ context }: SharingTill) =>
  (await listParkedElsewhere(context)).map(({ ticketId, deviceName }) => [ticketId, deviceName])
const here = async ({ context }: SharingTill) =>
  (await listParked(context)).map(({ ticket }) => ticket.ticketId)
const tracesOf = async ({ context }: SharingTill) =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' && event.what === 'ticket-moved' ? [event.detail] : [],
  )
const claim = ({ sharing }: SharingTill, turn: number, ticketId = 't1') =>
  claimTicket(sharing, hub, { ticketId, turn })

/** Resumes a ticket of another till as the counter does; the claim's outcome where it was not taken. */
async function take(at: SharingTill, how: 'claimed' | 'unreachable' = 'claimed', ticketId = 't1') {
  const found = (await listParkedElsewhere(at.context)).find(one => one.ticketId === ticketId)
  if (!found) throw new Error('it is listed')
  let turn = found.turn + 1
  if (how === 'claimed') {
    const outcome = await claim(at, turn, ticketId)
    if (outcome.kind !== 'taken') return outcome
    ;({ turn } = outcome)
  }
  const taken = await takeParked(at.context, NOBODY, { ...found, turn, how })
  expect(taken).toMatchObject({ ok: true })
  return taken.ok && taken.value
}
const sell = async ({ context }: SharingTill, ticket: Ticket) => {
  const sold = await sellTicket(context, ticket, [aTender(1548)], CONTEXT)
  expect(sold.ok).toBe(true)
}

describe('a parked ticket', () => {
  it('is listed on the other till with its device, and leaves home once it is resumed there', async () => {
    await park(first, aTicket(undefined, 't1'))
    await shareAll()
    expect(await elsewhere(second)).toEqual([['t1', 'A']])
    expect(await elsewhere(first)).toEqual([])
    expect(await take(second)).toMatchObject({ ticket: { ticketId: 't1' } })
    expect(await elsewhere(second)).toEqual([])
    expect(await here(second)).toEqual(['t1'])
    // Home has not heard of it yet.
    expect(await here(first)).toEqual(['t1'])
    await shareAll()
    expect(await here(first)).toEqual([])
    // Parked where it is now, it may be resumed from there.
    expect(await elsewhere(first)).toEqual([['t1', 'B']])
    expect(await tracesOf(second)).toEqual([
      expect.objectContaining({ ticketId: 't1', name: 'A', claim: 'claimed' }),
    ])
    expect(await tracesOf(first)).toEqual([expect.objectContaining({ ticketId: 't1', name: 'B' })])
  })

  it('comes back as often as tills want it, and leaves nothing behind', async () => {
    await park(first, aTicket(undefined, 't1'))
    for (const at of [second, first, second, first]) {
      await shareAll()
      expect(await take(at)).toMatchObject({ ticket: { ticketId: 't1' } })
    }
    await shareAll()
    expect(await here(first)).toEqual(['t1'])
    expect(await here(second)).toEqual([])
    await cancelTicket(first.context, NOBODY, aTicket(undefined, 't1'))
    await shareAll()
    for (const one of [first, second]) {
      const rows = await one.context.tillDb.sharedRows.where('key').startsWith('parked/').toArray()
      expect(rows.map(({ held }) => held[0]?.value)).toEqual(rows.map(() => null))
      // One register a device, however often it moved.
      expect(rows).toHaveLength(2)
      expect(await one.context.tillDb.sharing.where('name').startsWith('moved/').count()).toBe(0)
    }
  })

  it.each([
    ['money was taken for', (ticket: Ticket) => ({ ...ticket, taken: [aTender(500)] })],
    [
      'gives goods back',
      (ticket: Ticket) => ({
        ...ticket,
        lines: ticket.lines.map(line => ({
          ...line,
          quantityMilli: -1000,
          refund: {
            source: { till: 'A', entry: 2, line: 0, document: { series: 'AR', number: 1 } },
            grossCents: 100,
          },
        })),
      }),
    ],
  ])('that %s stays home', async (_what, changed) => {
    await park(first, changed(aTicket(undefined, 't1')))
    await park(first, aTicket(undefined, 't2'))
    await shareAll()
    expect(await elsewhere(second)).toEqual([['t2', 'A']])
  })

  it('of a lesson stays home', async () => {
    await parkTicket({ ...first.context, isTraining: true }, NOBODY, {
      ticket: aTicket(undefined, 't1'),
      parkedAt: AT,
    })
    await shareAll()
    expect(await elsewhere(second)).toEqual([])
  })

  it('is taken by one of two that ask at once; the other is told who has it', async () => {
    const third = await joinFrom(first, await aloneTill('C'), address)
    await park(first, aTicket(undefined, 't1'))
    await shareAll(first, second, third)
    const [one, other] = await Promise.all([claim(second, 1), claim(third, 1)])
    expect([one.kind, other.kind].toSorted()).toEqual(['held', 'taken'])
    const [taker, loser] = one.kind === 'taken' ? [second, other] : [third, one]
    expect(loser).toMatchObject({ by: taker.sharing.keys.device, turn: 1 })
    // Asked again by who has it: the answer may have been lost.
    expect(await claim(taker, 1)).toMatchObject({ kind: 'taken', turn: 1 })
    // The next number takes over, and who had it sees who has it now.
    const over = taker === second ? third : second
    expect(await claim(over, 2)).toMatchObject({ kind: 'taken', turn: 2 })
    expect(await claim(taker, 1)).toMatchObject({ kind: 'held', by: over.sharing.keys.device })
  })

  it('resumed at home is claimed too; whoever asks then is told', async () => {
    await park(first, aTicket(undefined, 't1'))
    await shareAll()
    await resumeTicket(first.context, NOBODY, aTicket(undefined, 't1'), [])
    expect(await claimOwnTicket(first.context, first.sharing, hub, 't1')).toMatchObject({
      kind: 'taken',
      turn: 1,
    })
    expect(await take(second)).toMatchObject({ kind: 'held', by: first.sharing.keys.device })
    await shareAll()
    expect(await elsewhere(second)).toEqual([])
    await park(first, aTicket(undefined, 't1'))
    await shareAll()
    expect(await take(second)).toMatchObject({ ticket: { ticketId: 't1' } })
    await shareAll()
    expect(await here(first)).toEqual([])
  })

  it('resumed at home after another took it: home is told, and keeps what is at its counter', async () => {
    await park(first, aTicket(undefined, 't1'))
    await shareAll()
    await take(second)
    await resumeTicket(first.context, NOBODY, aTicket(undefined, 't1'), [])
    expect(await claimOwnTicket(first.context, first.sharing, hub, 't1')).toMatchObject({
      kind: 'held',
      by: second.sharing.keys.device,
    })
    await shareAll()
    expect(await first.context.tillDb.tickets.get('t1')).toBeDefined()
  })

  it('that no other till was told of is claimed by nobody', async () => {
    await park(first, aTicket(undefined, 't1'))
    expect(await claimOwnTicket(first.context, first.sharing, hub, 't1')).toBeNull()
  })

  it('holds nobody who was erased meanwhile', async () => {
    await park(first, { ...aTicket(undefined, 't1'), customerId: 'c1' })
    await shareAll()
    expect(await take(second)).toMatchObject({ ticket: { customerId: null } })
  })
})

describe('a mailbox', () => {
  it('that cannot be reached decides nothing, and nobody waits long', async () => {
    const away: MailboxServer = {
      ...hub,
      carrier: () => ({ ...hub.carrier(''), claim: () => new Promise(() => undefined) }),
    }
    const asked = { subject: { kind: 'ticket', id: 't1' } as const, ticketId: 't1', turn: 1 }
    const outcome = claimTicket(second.sharing, away, { ...asked, patienceMs: 20 })
    expect(await outcome).toEqual({ kind: 'undecided' })
    const leaving = new AbortController()
    const left = claimTicket(second.sharing, away, { ...asked, signal: leaving.signal })
    leaving.abort()
    expect(await left).toEqual({ kind: 'undecided' })
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
    expect(await claim(second, 1)).toEqual({ kind: 'undecided' })
  })

  it('that the shop moves from decides for who has not heard of the move', async () => {
    const third = await joinFrom(first, await aloneTill('C'), address)
    const fourth = await joinFrom(first, await aloneTill('D'), address)
    await park(first, aTicket(undefined, 't1'))
    await shareAll(first, second, third, fourth)
    // Claimed before the move, and after it in the mailbox before.
    expect(await claim(second, 1)).toMatchObject({ kind: 'taken' })
    await removeDevice(first.sharing, fourth.sharing.keys.device)
    await shareAll(first, third)
    expect(await claim(third, 1)).toMatchObject({ kind: 'held', by: second.sharing.keys.device })
    expect(await claim(second, 3)).toMatchObject({ kind: 'taken' })
    expect(await claim(third, 2)).toMatchObject({ kind: 'held', by: second.sharing.keys.device })
    expect(await claim(third, 4)).toMatchObject({ kind: 'taken' })
    expect(await claim(second, 4)).toMatchObject({ kind: 'held', by: third.sharing.keys.device })
    // Who was put out holds nothing up.
    expect(await claim(fourth, 9)).toMatchObject({ kind: 'taken' })
    expect(await claim(third, 5)).toMatchObject({ kind: 'taken' })
  })
})

describe('a ticket sold on two tills', () => {
  it('is to be verified on both, once their journals met; sold once, it is not', async () => {
    for (const id of ['t1', 't2']) await park(first, aTicket(undefined, id))
    await shareAll()
    await take(second, 'unreachable')
    await take(second, 'claimed', 't2')
    await sell(second, aTicket(undefined, 't1'))
    await sell(second, aTicket(undefined, 't2'))
    await sell(first, aTicket(undefined, 't1'))
    for (const one of [first, second]) expect(await readSoldTwice(one.context)).toEqual([])
    await shareAll()
    for (const one of [first, second]) {
      const found = await readSoldTwice(one.context)
      expect(found.map(({ ticketId }) => ticketId)).toEqual(['t1'])
      expect(found[0]?.sales.map(({ sale }) => sale.till).toSorted()).toEqual(['A', 'B'])
      expect(found[0]?.sales.filter(({ journal }) => journal === null)).toHaveLength(1)
    }
  })
})

it('reads no ticket that a till could not have written', async () => {
  await park(first, aTicket(undefined, 't1'))
  await shareAll()
  const key = `parked/${first.sharing.keys.device}/0`
  const row = await second.context.tillDb.sharedRows.get(key)
  const held = row?.held[0]
  if (!row || !held) throw new Error('it was said')
  const value = held.value as unknown as { ticket: Ticket; turn: number }
  const { ticket } = value
  const [line] = ticket.lines
  const hostile = [
    null,
    'parked',
    { ...value, turn: -1 },
    { ...value, through: ['x'] },
    { ...value, more: 1 },
    { ...value, ticket: { ...ticket, ticketId: 'other' } },
    { ...value, ticket: { ...ticket, lines: [] } },
    { ...value, ticket: { ...ticket, lines: [{ ...line, unitPriceCents: 1e15 }] } },
    { ...value, ticket: { ...ticket, lines: [{ ...line, quantityMilli: 1e15 }] } },
    { ...value, ticket: { ...ticket, lines: [{ ...line, vatRate: 99_999 }] } },
    { ...value, ticket: { ...ticket, lines: [line, line] } },
    { ...value, ticket: { ...ticket, taken: [aTender(1)] } },
    { ...value, ticket: { ...ticket, name: 'x'.repeat(70_000) } },
    { ...value, ticket: { ...ticket, discounts: [{ value: -1 }] } },
  ]
  for (const one of hostile) {
    const register = { ...held, value: one as never }
    await second.context.tillDb.sharedRows.put({ ...row, held: [register] })
    expect(await elsewhere(second), JSON.stringify(one)?.slice(0, 80)).toEqual([])
  }
  await second.context.tillDb.sharedRows.put(row)
  expect(await elsewhere(second)).toEqual([['t1', 'A']])
})
