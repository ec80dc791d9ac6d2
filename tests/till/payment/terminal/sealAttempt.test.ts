import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  anArticle,
  anotherTab,
  aMeans,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
} from '../../../support/factory'
import type { SaleEntry } from '@/core/journal/journal'
import type { CardAttempt, CertainOutcome } from '@/core/payment/terminal/attempt'
import { readByPerson } from '@/core/payment/terminal/attempt'
import { NOBODY } from '@/core/people/user'
import { emptyTicket } from '@/core/ticket/ticket'
import { readAttempt } from '@/storage/payment/cardAttempts'
import { openTill } from '@/till/openTill'
import { keepDebtTaken } from '@/till/payment/keepDebtTaken'
import { payDebt, readDebt } from '@/till/payment/payDebt'
import { readTakings } from '@/storage/payment/debtTakings'
import { beginAttempt, doubtAttempt, endAttempt } from '@/till/payment/terminal/sealAttempt'
import { sellTicket } from '@/till/payment/sellTicket'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { parkTicket } from '@/till/ticket/parkTicket'
import type { TillContext } from '@/till/context'

let context: TillContext
beforeEach(async () => {
  context = aTill()
  await openTill(context)
})
afterEach(() => vi.restoreAllMocks())

const { kind, name, account } = aMeans('card')
const method = { kind, name, account }
const ticket = aTicket([anArticle()], 'counter')
const attempt: CardAttempt = {
  attemptId: 'attempt-1',
  ticketId: 'counter',
  terminal: { terminalId: 'terminal-1', name: 'Comptoir' },
  serverId: 'server-1',
  amountCents: 1_548,
  direction: 'debit',
  method,
  askedAt: '2026-01-02T10:00:00.000+01:00',
  doubt: null,
}
const accepted = (amountCents = 1_548): CertainOutcome => ({
  state: 'accepted',
  amountCents,
  application: '00B',
  authorisation: '184117',
  contract: '1234567',
})
const end = (outcome: CertainOutcome, counter = ticket) =>
  endAttempt(context, NOBODY, { attemptId: 'attempt-1', outcome, by: 'terminal', counter })
const tracesIn = async () =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' && event.what.startsWith('card-') ? [[event.what, event.detail]] : [],
  )
const onDisk = () => resumeDraft(anotherTab(context))
const about = {
  attemptId: 'attempt-1',
  ticketId: 'counter',
  terminal: 'Comptoir',
  name: 'card',
  direction: 'debit',
  amountCents: 1_548,
}

describe('an attempt', () => {
  it('is sealed before anything is asked, and there is one at a time', async () => {
    expect(await beginAttempt(context, NOBODY, attempt)).toMatchObject({ ok: true })
    expect(await tracesIn()).toEqual([['card-asked', about]])
    const second = { ...attempt, attemptId: 'attempt-2' }
    expect(await beginAttempt(anotherTab(context), NOBODY, second)).toEqual({
      ok: false,
      error: { code: 'card-attempt-open', amountCents: 1_548 },
    })
    expect(await readAttempt(context.tillDb)).toEqual(attempt)
  })

  it('is never made in training', async () => {
    const lesson = { ...context, isTraining: true }
    await expect(beginAttempt(lesson, NOBODY, attempt)).rejects.toThrow('training asks no terminal')
  })

  it('is not begun where the disk refuses to write it', async () => {
    vi.spyOn(context.tillDb.settings, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const begun = await beginAttempt(context, NOBODY, attempt)
    expect(begun).toMatchObject({ ok: false, error: { code: 'tender-not-written' } })
    vi.restoreAllMocks()
    expect(await tracesIn()).toEqual([])
    expect(await readAttempt(context.tillDb)).toBeNull()
  })
})

describe('an accepted amount', () => {
  beforeEach(() => beginAttempt(context, NOBODY, attempt))

  it('is on the ticket, and traced, at once', async () => {
    const ended = await end(accepted())
    const tender = { ...method, givenCents: 1_548 }
    expect(ended).toMatchObject({ ok: true, value: { tender, isTicketGone: false } })
    expect((await onDisk()).taken).toEqual([tender])
    expect((await tracesIn())[1]).toEqual([
      'card-answered',
      {
        ...about,
        outcome: 'accepted',
        acceptedCents: 1_548,
        application: '00B',
        authorisation: '184117',
        contract: '1234567',
      },
    ])
  })

  it('is taken once, however often it is told', async () => {
    await end(accepted())
    const after = { ...ticket, taken: [{ ...method, givenCents: 1_548 }] }
    expect(await end(accepted(), after)).toEqual({ ok: true, value: null })
    expect((await onDisk()).taken).toHaveLength(1)
    expect(await tracesIn()).toHaveLength(2)
  })

  it('is a part of it where the terminal accepted less, beside what was taken before', async () => {
    const before = { ...ticket, taken: [aTender(500)] }
    await end(accepted(300), before)
    expect((await onDisk()).taken).toEqual([aTender(500), { ...method, givenCents: 300 }])
  })

  it('is taken with the method of what the card turned out to be', async () => {
    const { kind, name, account } = aMeans('meal-voucher')
    await endAttempt(context, NOBODY, {
      attemptId: 'attempt-1',
      outcome: accepted(),
      by: 'terminal',
      counter: ticket,
      method: { kind, name, account },
    })
    expect((await onDisk()).taken[0]).toMatchObject({ kind: 'meal-voucher', givenCents: 1_548 })
  })

  it('goes to the ticket that was parked meanwhile, and to no other', async () => {
    await keepDraft(context, ticket)
    await parkTicket(context, NOBODY, { ticket, parkedAt: attempt.askedAt })
    const other = aTicket([anArticle()], 'other')
    await keepDraft(context, other)
    await end(accepted(), other)
    const kept = await context.tillDb.tickets.toArray()
    expect(kept.map(one => [one.ticketId, one.ticket.taken.length]).toSorted()).toEqual([
      ['counter', 1],
      ['other', 0],
    ])
  })

  it('is told to be too much where the ticket was paid otherwise', async () => {
    await keepDraft(context, ticket)
    await sellTicket(context, ticket, [aTender(1_548)], CONTEXT)
    const ended = await end(accepted(), ticket)
    expect(ended).toMatchObject({ ok: true, value: { tender: null, isTicketGone: true } })
    expect((await tracesIn())[1]?.[1]).toMatchObject({ acceptedCents: 1_548, ticketGone: true })
    expect(await context.tillDb.tickets.count()).toBe(0)
  })

  it('is told to be too much where the ticket was cancelled', async () => {
    const ended = await end(accepted(), emptyTicket('next', attempt.askedAt))
    expect(ended).toMatchObject({ ok: true, value: { tender: null, isTicketGone: true } })
  })

  it('is below zero where money was given back', async () => {
    await end({ state: 'refused', why: 'abandoned' })
    await beginAttempt(context, NOBODY, { ...attempt, direction: 'credit' })
    await end(accepted())
    expect((await onDisk()).taken).toEqual([{ ...method, givenCents: -1_548 }])
  })

  it('is neither taken nor traced where the disk refuses one of them', async () => {
    vi.spyOn(context.tillDb.tickets, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(await end(accepted())).toMatchObject({ ok: false })
    vi.restoreAllMocks()
    expect(await tracesIn()).toHaveLength(1)
    expect(await readAttempt(context.tillDb)).toEqual(attempt)
    expect(await end(accepted())).toMatchObject({ ok: true, value: { isTicketGone: false } })
  })
})

describe('what only a person can say', () => {
  beforeEach(() => beginAttempt(context, NOBODY, attempt))

  it('is traced as unclear once, then as it was read', async () => {
    await doubtAttempt(context, NOBODY, 'attempt-1', 'cut')
    await doubtAttempt(context, NOBODY, 'attempt-1', 'silent')
    expect(await readAttempt(context.tillDb)).toMatchObject({ doubt: 'cut' })
    await endAttempt(context, NOBODY, {
      attemptId: 'attempt-1',
      outcome: readByPerson(1_000),
      by: 'person',
      counter: ticket,
    })
    expect((await tracesIn()).map(([what]) => what)).toEqual([
      'card-asked',
      'card-unclear',
      'card-checked',
    ])
    expect((await onDisk()).taken).toEqual([{ ...method, givenCents: 1_000 }])
  })

  it('is nothing taken where the terminal shows nothing', async () => {
    await keepDraft(context, ticket)
    await end(readByPerson(null))
    expect((await onDisk()).taken).toEqual([])
    expect(await readAttempt(context.tillDb)).toBeNull()
  })

  it('is over where it ended meanwhile', async () => {
    await end(accepted())
    expect(await doubtAttempt(context, NOBODY, 'attempt-1', 'cut')).toEqual({
      ok: true,
      value: null,
    })
    expect(await tracesIn()).toHaveLength(2)
  })
})

describe('an amount accepted for a debt', () => {
  let sale: SaleEntry
  const sealDebt = { attemptId: 'attempt-1', by: 'terminal' as const, counter: ticket }
  const takenFor = async () => (await readDebt(anotherTab(context), sale)).taken

  beforeEach(async () => {
    const sold = { ...aTicket([anArticle()], 'sold'), customerId: 'customer-1' }
    const owing = await sellTicket(context, sold, [aTender(548)], { ...CONTEXT, mayOwe: true })
    if (!owing.ok) throw new Error(owing.error.code)
    sale = owing.value
    const { till, number } = sale
    await beginAttempt(context, NOBODY, {
      ...attempt,
      ticketId: 'sold',
      debtOf: { till, number },
      amountCents: 1_000,
    })
  })

  it('is taken for it, beside what was taken before, and traced with its sale, at once', async () => {
    await keepDebtTaken(context, NOBODY, sale, [aTender(300)])
    const ended = await endAttempt(context, NOBODY, { ...sealDebt, outcome: accepted(700) })
    const tender = { ...method, givenCents: 700 }
    expect(ended).toMatchObject({ ok: true, value: { tender, isTicketGone: false } })
    expect(await takenFor()).toEqual([aTender(300), tender])
    expect(await tracesIn()).toMatchObject([
      ['card-asked', { ticketId: 'sold', saleTill: 'A', saleNumber: sale.number }],
      ['card-answered', { saleTill: 'A', saleNumber: sale.number, acceptedCents: 700 }],
    ])
    // The ticket on the counter has nothing of it.
    expect((await onDisk()).taken).toEqual([])
  })

  it('is taken once, however often it is told', async () => {
    await endAttempt(context, NOBODY, { ...sealDebt, outcome: accepted(700) })
    const again = await endAttempt(context, NOBODY, { ...sealDebt, outcome: accepted(700) })
    expect(again).toEqual({ ok: true, value: null })
    expect(await takenFor()).toHaveLength(1)
  })

  it('is told to be too much where the debt was settled otherwise', async () => {
    const paid = await payDebt(
      context,
      await readDebt(context, sale),
      [aTender(1_000)],
      CONTEXT,
      'p1',
    )
    expect(paid.ok).toBe(true)
    const ended = await endAttempt(context, NOBODY, { ...sealDebt, outcome: accepted(1_000) })
    expect(ended).toMatchObject({ ok: true, value: { tender: null, isTicketGone: true } })
    expect((await tracesIn())[1]?.[1]).toMatchObject({ acceptedCents: 1_000, ticketGone: true })
    expect(await takenFor()).toEqual([])
  })

  it('is neither taken nor traced where the disk refuses one of them', async () => {
    const put = vi.spyOn(context.tillDb.settings, 'put')
    put.mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const refused = await endAttempt(context, NOBODY, { ...sealDebt, outcome: accepted(700) })
    expect(refused).toMatchObject({ ok: false, error: { code: 'tender-not-written' } })
    vi.restoreAllMocks()
    expect(await tracesIn()).toHaveLength(1)
    expect(await takenFor()).toEqual([])
    expect(await readAttempt(context.tillDb)).toMatchObject({ attemptId: 'attempt-1' })
  })

  it('keeps with its sale what was accepted where the sale cannot be read now', async () => {
    await endAttempt(context, NOBODY, {
      ...sealDebt,
      outcome: { state: 'refused', why: 'refused' },
    })
    const unknown = { ...attempt, ticketId: 'x', debtOf: { till: 'B', number: 9 } }
    await beginAttempt(context, NOBODY, unknown)
    const ended = await endAttempt(context, NOBODY, { ...sealDebt, outcome: accepted(700) })
    expect(ended).toMatchObject({
      ok: true,
      value: { tender: { givenCents: 700 }, isTicketGone: false },
    })
    expect(await readTakings(context.tillDb)).toMatchObject({ x: [{ givenCents: 700 }] })
  })
})
