import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { anyTicket } from '../../support/anyTicket'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { assert } from '@/core/assert'
import { type SaleEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'
import { ticketTotals } from '@/core/ticket/pricing'
import { giveBack, methodToGiveBack, refundableLines, refundSources } from '@/core/payment/refund'
import type { PaymentMethod } from '@/core/payment/tender'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import { readGivenBack, readRefundable, readVouchersPaid } from '@/till/payment/readRefundable'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const notebook = anArticle()

const send = (context: TillContext, ticket: Ticket) => {
  const { totalCents } = ticketTotals(ticket)
  return sellTicket(context, ticket, totalCents === 0 ? [] : [aTender(totalCents)], CONTEXT)
}

async function sell(context: TillContext, ticket: Ticket): Promise<SaleEntry> {
  const sale = await send(context, ticket)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

/** A ticket that gives back so many pieces of lines of a sale, as the journal is now. */
async function backOf(
  context: TillContext,
  sale: SaleEntry,
  pieces: [number, number][],
  ticketId: string,
) {
  const now = await readRefundable(context, sale)
  assert(now !== null, 'the sale is there')
  const wanted = new Map(pieces.map(([lineIndex, count]) => [lineIndex, count * 1000]))
  return giveBack(emptyTicket(ticketId, ''), now.sale, now.refunds, wanted, context.newId)
}

let context: TillContext
let sale: SaleEntry
beforeEach(async () => {
  context = aTill()
  await openTill(context)
  sale = await sell(context, aTicket([honey, honey, honey, notebook], 'sold'))
})

describe('a refund', () => {
  it('is a new entry with a number of its own; the sale is as it was', async () => {
    const refund = await sell(context, await backOf(context, sale, [[0, 1]], 'back'))
    expect(refund.event).toMatchObject({
      kind: 'refund',
      document: { series: 'AR', number: 1 },
      totalCents: -950,
      lines: [{ refundOf: { entry: 2, line: 0, document: { series: 'A', number: 1 } } }],
    })
    const now = await readRefundable(context, sale)
    expect(now).toMatchObject({ sale, refunds: [refund], givenBack: 'part' })
    expect(now?.lines.map(line => line.leftMilli)).toEqual([2000, 1000])
    const next = await sell(context, aTicket([honey], 'next'))
    expect(next.event.document).toEqual({ series: 'A', number: 2 })
    expect(firstChainFault(await context.tillDb.journal.orderBy('[till+number]').toArray())).toBe(
      undefined,
    )
  })

  it('in full leaves nothing to give back, and is marked so in the list', async () => {
    await sell(
      context,
      await backOf(
        context,
        sale,
        [
          [0, 3],
          [1, 1],
        ],
        'back',
      ),
    )
    const now = await readRefundable(context, sale)
    expect(now).toMatchObject({ givenBack: 'all', lines: [{ leftMilli: 0 }, { leftMilli: 0 }] })
    const other = await sell(context, aTicket([honey], 'other'))
    expect(await readGivenBack(context, [sale, other])).toEqual(
      new Map([
        ['A-2', 'all'],
        ['A-4', 'nothing'],
      ]),
    )
  })

  it('tells what is still owed of the sale, once goods given back have lowered it', async () => {
    const onTrust = { ...aTicket([honey, honey], 'trust'), customerId: 'zoe' }
    const owing = await sellTicket(context, onTrust, [], { ...CONTEXT, mayOwe: true })
    if (!owing.ok) throw new Error(owing.error.code)
    expect(await readRefundable(context, owing.value)).toMatchObject({ dueCents: 1_900 })
    const back = await backOf(context, owing.value, [[0, 1]], 'back')
    const lowered = [aTender(-950, 'debt')]
    const refund = await sellTicket(context, back, lowered, { ...CONTEXT, debtCents: 1_900 })
    expect(refund.ok).toBe(true)
    expect(await readRefundable(context, owing.value)).toMatchObject({ dueCents: 950 })
  })

  it('gives back no more in vouchers than they paid, whatever a screen showed before', async () => {
    const vouchers = [aTender(589, 'meal-voucher'), aTender(361, 'card')]
    const fed = await sellTicket(context, aTicket([honey], 'fed'), vouchers, CONTEXT)
    if (!fed.ok) throw new Error(fed.error.code)
    expect(await readRefundable(context, fed.value)).toMatchObject({ vouchersPaidCents: 589 })
    expect(await readVouchersPaid(context, [sale, fed.value])).toBe(589)
    expect(await readVouchersPaid(context, [])).toBe(0)
    const back = await backOf(context, fed.value, [[0, 1]], 'back')
    const shown = { ...CONTEXT, vouchersPaidCents: 950 }
    expect(await sellTicket(context, back, [aTender(-950, 'meal-voucher')], shown)).toEqual({
      ok: false,
      error: { code: 'meal-voucher-back', mostCents: 589 },
    })
    const refund = [aTender(-589, 'meal-voucher'), aTender(-361, 'card')]
    expect((await sellTicket(context, back, refund, shown)).ok).toBe(true)
    expect(await readVouchersPaid(context, [fed.value])).toBe(0)
  })

  it('is sealed once, however often it is sent and from wherever', async () => {
    const ticket = await backOf(context, sale, [[0, 1]], 'back')
    const sent = await Promise.all(
      [context, anotherTab(context), context, anotherTab(context)].map(tab => send(tab, ticket)),
    )
    expect(new Set(sent.map(one => one.ok && one.value.seal)).size).toBe(1)
    expect((await readRefundable(context, sale))?.refunds).toHaveLength(1)
  })

  it('of what another tab gave back meanwhile is refused, and its ticket kept', async () => {
    const last = await backOf(context, sale, [[1, 1]], 'late')
    const tab = anotherTab(context)
    await keepDraft(context, last)
    await sell(tab, await backOf(tab, sale, [[1, 1]], 'first'))
    expect(await send(context, last)).toEqual({
      ok: false,
      error: { code: 'refund-over', articleName: 'Carnet renard' },
    })
    expect(await resumeDraft(anotherTab(context))).toEqual(last)
    expect((await readRefundable(context, sale))?.refunds).toHaveLength(1)
  })

  it('of two tabs at once goes through in one of them only', async () => {
    const tickets = await Promise.all(
      ['a', 'b', 'c'].map(id => backOf(context, sale, [[1, 1]], id)),
    )
    const sent = await Promise.all(tickets.map(ticket => send(anotherTab(context), ticket)))
    expect(sent.filter(one => one.ok)).toHaveLength(1)
  })

  it('made in training gives back no real sale, and the other way round', async () => {
    const lesson = { ...context, isTraining: true }
    const back = await backOf(context, sale, [[0, 1]], 'back')
    expect(await send(lesson, back)).toMatchObject({ ok: false, error: { code: 'refund-over' } })
    const played = await sell(lesson, aTicket([honey], 'played'))
    const real = await backOf(context, played, [[0, 1]], 'real')
    expect(await send(context, real)).toMatchObject({ ok: false, error: { code: 'refund-over' } })
    const refund = await sell(lesson, { ...real, ticketId: 'lesson' })
    expect(refund.event.document).toEqual({ series: 'AER', number: 1 })
  })

  it('in exchange is a sale, for more, for nothing or for less', async () => {
    const back = (await backOf(context, sale, [[0, 1]], 'x')).lines
    const against = (articles: ReturnType<typeof anArticle>[], id: string) => {
      const bought = aTicket(articles, id)
      return { ...bought, lines: [...back, ...bought.lines] }
    }
    const more = await sell(context, against([notebook], 'more'))
    const even = await sell(context, against([honey], 'even'))
    const cheap = anArticle({ articleId: 'ps-9', priceCents: 50 })
    const less = await sell(context, against([cheap], 'less'))
    expect([more, even, less].map(({ event }) => [event.kind, event.totalCents])).toEqual([
      ['sale', 598],
      ['sale', 0],
      ['sale', -900],
    ])
    expect(even.event.tenders).toEqual([])
    expect(refundSources(less)).toEqual([
      { till: 'A', entry: 2, line: 0, document: { series: 'A', number: 1 } },
    ])
    expect((await readRefundable(context, sale))?.lines[0]).toMatchObject({ leftMilli: 0 })
    expect(await send(context, against([notebook], 'again'))).toMatchObject({ ok: false })
  })

  it('of a sale and in full cancels it rate by rate, in the sealed entries', async () => {
    await fc.assert(
      fc.asyncProperty(anyTicket, async ticket => {
        const sold = await sell(context, { ...ticket, ticketId: context.newId() })
        const whole = new Map(refundableLines(sold, []).map(one => [one.lineIndex, one.leftMilli]))
        const back = giveBack(emptyTicket(context.newId(), ''), sold, [], whole, context.newId)
        const refund = await sell(context, back)
        const left = new Map<number, number[]>()
        for (const { event } of [sold, refund]) {
          for (const { vatRate, netCents, vatCents, grossCents } of event.vat) {
            const [net = 0, vat = 0, gross = 0] = left.get(vatRate) ?? []
            left.set(vatRate, [net + netCents, vat + vatCents, gross + grossCents])
          }
        }
        for (const [vatRate, sums] of left) expect([vatRate, ...sums]).toEqual([vatRate, 0, 0, 0])
        expect(sold.event.totalCents + refund.event.totalCents).toBe(0)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })
})

describe('the payment method of a refund', () => {
  const means = (['cash', 'card', 'cheque'] as const).map((kind): PaymentMethod => ({
    meansId: kind,
    kind,
    name: '',
    account: '',
    isOn: true,
  }))
  const paidBy = (...tenders: [PaymentMethod['kind'], number][]): SaleEntry => ({
    ...sale,
    event: { ...sale.event, tenders: tenders.map(([kind, cents]) => aTender(cents, kind)) },
  })

  it('is the one the sale was paid with, the largest of several, else cash', () => {
    const meansOf = (...tenders: [PaymentMethod['kind'], number][]) =>
      methodToGiveBack(paidBy(...tenders), means, 0)
    expect(meansOf(['card', 4398])).toBe('card')
    expect(meansOf(['cash', 1000], ['cheque', 3398])).toBe('cheque')
    expect(meansOf(['meal-voucher', 3000], ['card', 1398])).toBe('card')
    expect(meansOf(['transfer', 4398])).toBe('cash')
    expect(meansOf()).toBe('cash')
  })

  it('is vouchers only where they may be given back', () => {
    const paid = paidBy(['meal-voucher', 3000], ['card', 1398])
    const all = [...means, { ...means[0]!, meansId: 'voucher', kind: 'meal-voucher' as const }]
    expect(methodToGiveBack(paid, all, 1)).toBe('meal-voucher')
    expect(methodToGiveBack(paid, all, 0)).toBe('card')
  })
})

it('nothing is refundable where there is no sale', async () => {
  expect(await readRefundable(context, { till: 'A', number: 1 })).toBeNull()
  expect(await readRefundable(context, { till: 'A', number: 99 })).toBeNull()
})
