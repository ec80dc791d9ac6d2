import { beforeEach, describe, expect, it } from 'vitest'
import { anArticle, aTicket, CONTEXT } from '../../../support/factory'
import { joinFrom, aloneTill, withServedTills, type SharingTill } from '../twoTills'
import {
  giveTicketBack,
  letTimePass,
  refund,
  sell,
  shareAll as share,
  ticketBack,
} from './actingTills'
import type { InvoicedCustomerV1 } from '@/core/journal/events/saleV1'
import { NOBODY } from '@/core/people/user'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { mailboxServer } from '@/sharing/mailboxServer'
import { findCredited, invoiceSale } from '@/till/documents/invoiceSale'
import { findSaleElsewhere } from '@/till/journal/listSales'
import { readGivenBack, readRefundable } from '@/till/payment/readRefundable'
import { claimSale } from '@/till/sharing/claims/claimSale'
import { readDoneTwice } from '@/till/sharing/claims/readDoneTwice'
import { homeOfSale, recordUnclaimed } from '@/till/sharing/claims/unclaimedSale'
import { addressElsewhere } from '@/till/sharing/copies/readElsewhere'

let hub: ReachedServer
let address: string
let first: SharingTill
let second: SharingTill

withServedTills(made => {
  ;({ address, first, second } = made)
  hub = mailboxServer(address)
})
beforeEach(() => {
  letTimePass(first, second)
})

const shareAll = (...more: SharingTill[]) => share(hub, first, second, ...more)
const threePieces = (id = 't1') => aTicket([anArticle(), anArticle(), anArticle()], id)
const claim = (
  { context, sharing }: SharingTill,
  sale: { till: string; number: number },
  turn = 1,
) => claimSale(context, sharing, hub, { act: 'refund', sale, turn })
const leftOf = async ({ context }: SharingTill, sale: { till: string; number: number }) =>
  (await readRefundable(context, sale))?.lines.map(({ leftMilli }) => leftMilli)

describe('goods sold on another till', () => {
  it('are given back here, in this till’s journal, and not again by either', async () => {
    const sale = await sell(first, threePieces())
    await shareAll()
    const back = await refund(second, sale, 2)
    expect(back).toMatchObject({ till: 'B', event: { kind: 'refund', totalCents: -3096 } })
    expect(back.event.lines[0]?.refundOf).toMatchObject({ till: 'A', entry: sale.number, line: 0 })
    expect(back.event.document.series).toBe('BR')
    // Prepared before the other till's refund was known here; refused once it is.
    const late = await ticketBack(first, sale, 3)
    await shareAll()
    expect(await leftOf(first, sale)).toEqual([1000])
    expect(await giveTicketBack(first, late)).toEqual({
      ok: false,
      error: { code: 'refund-over', articleName: 'Carnet renard' },
    })
    await refund(first, sale, 1)
    await shareAll()
    for (const till of [first, second]) {
      expect(await leftOf(till, sale)).toEqual([0])
      expect((await readGivenBack(till.context, [sale])).get(`A-${sale.number}`)).toBe('all')
    }
    expect(await giveTicketBack(second, late)).toMatchObject({ ok: false })
  })

  it('are exchanged here, too', async () => {
    const sale = await sell(first, aTicket([anArticle()], 't1'))
    await shareAll()
    const back = await ticketBack(second, sale, 1)
    const bought = aTicket([anArticle({ priceCents: 2_000 })], 'exchange')
    const exchange = await sell(second, { ...bought, lines: [...back.lines, ...bought.lines] })
    expect(exchange.event).toMatchObject({ kind: 'sale', totalCents: 452 })
    await shareAll()
    expect(await leftOf(first, sale)).toEqual([0])
  })

  it('are found by the number of their receipt', async () => {
    const sale = await sell(first, aTicket(undefined, 't1'))
    await shareAll()
    const { document } = sale.event
    expect(await findSaleElsewhere(second.context, document)).toEqual(sale)
    expect(await addressElsewhere(second.context, sale)).toMatch(/^copie-[0-9a-f]{12}-2$/)
    expect(await findSaleElsewhere(second.context, { ...document, number: 9 })).toBeNull()
    // A till's own are in no copy of its own.
    expect(await findSaleElsewhere(first.context, document)).toBeNull()
    expect(await addressElsewhere(first.context, sale)).toBeNull()
  })

  it('are not known where this device has a journal under the same letter', async () => {
    const guest = await aloneTill('A')
    const own = await sell({ ...second, context: guest }, aTicket(undefined, 'own'))
    const sale = await sell(first, aTicket([anArticle({ priceCents: 99 })], 't1'))
    const third = await joinFrom(first, guest, address)
    letTimePass(first, second, third)
    await shareAll(third)
    expect((await readRefundable(third.context, sale))?.sale.seal).toBe(own.seal)
    expect(await addressElsewhere(third.context, sale)).toBeNull()
    expect(await findSaleElsewhere(third.context, sale.event.document)).toBeNull()
  })

  it('are known to devices that opened a journal of that letter and sold nothing in it', async () => {
    const sale = await sell(first, aTicket(undefined, 't1'))
    const guests = [await aloneTill('A'), await aloneTill('A')]
    const joined: SharingTill[] = []
    for (const guest of guests) joined.push(await joinFrom(first, guest, address))
    letTimePass(first, second, ...joined)
    await shareAll(...joined)
    for (const one of joined) {
      const context = { ...one.context, tillCode: 'C' }
      expect((await readRefundable(context, sale))?.sale.seal).toBe(sale.seal)
      expect(await findSaleElsewhere(context, sale.event.document)).toEqual(sale)
    }
  })

  it('are on a credit note of the till that gives them back', async () => {
    const sale = await sell(first, aTicket(undefined, 't1'))
    const customer: InvoicedCustomerV1 = {
      customerId: 'customer-1',
      name: 'Zoé Durand',
      company: '',
      address: '3 rue du Port, 44000 Nantes',
      vatNumber: '',
    }
    const issuer = { seller: CONTEXT.seller, user: NOBODY }
    const invoice = await invoiceSale(first.context, sale, customer, issuer)
    if (!invoice.ok) throw new Error(invoice.error.code)
    await shareAll()
    const back = await refund(second, sale)
    expect(await findCredited(second.context, back)).toEqual([invoice.value])
    const credit = await invoiceSale(second.context, back, customer, issuer)
    expect(credit).toMatchObject({
      ok: true,
      value: { event: { document: { series: 'BF' }, credits: [{ till: 'A' }] } },
    })
  })
})

describe('a claim to give goods back', () => {
  it('is held until its refund is known, then another till takes the next', async () => {
    const sale = await sell(first, threePieces())
    await shareAll()
    expect(await claim(second, sale)).toMatchObject({ kind: 'taken', turn: 1 })
    const held = { kind: 'held', by: second.sharing.keys.device, turn: 1 }
    expect(await claim(first, sale)).toMatchObject(held)
    // Asked again by who has it: it is theirs.
    expect(await claim(second, sale)).toMatchObject({ kind: 'taken', turn: 1 })
    await refund(second, sale)
    expect(await claim(first, sale)).toMatchObject(held)
    await shareAll()
    expect(await claim(first, sale)).toMatchObject({ kind: 'taken', turn: 2 })
    expect(await claim(second, sale)).toMatchObject({ kind: 'held', turn: 2 })
    // Who has used its own takes a new one.
    await refund(first, sale)
    expect(await claim(first, sale)).toMatchObject({ kind: 'taken', turn: 3, isNew: true })
  })

  it('is of one sale, and not for its debt', async () => {
    const one = await sell(first, threePieces('t1'))
    const other = await sell(first, threePieces('t2'))
    await shareAll()
    expect(await claim(second, one)).toMatchObject({ kind: 'taken' })
    expect(await claim(first, other)).toMatchObject({ kind: 'taken' })
    const debt = { act: 'debt', sale: one } as const
    expect(await claimSale(first.context, first.sharing, hub, debt)).toMatchObject({
      kind: 'taken',
    })
  })

  it('is taken over by a person, who leaves a sealed trace', async () => {
    const sale = await sell(first, threePieces())
    await shareAll()
    expect(await claim(second, sale)).toMatchObject({ kind: 'taken' })
    expect(await claim(first, sale, 2)).toMatchObject({ kind: 'taken', turn: 2 })
    expect(await claim(second, sale)).toMatchObject({ kind: 'held', turn: 2 })
    expect(await homeOfSale(first.context, sale)).toBeNull()
    expect(await homeOfSale(second.context, sale)).toMatchObject({ letter: 'A', name: 'A' })
    const traced = await recordUnclaimed(second.context, NOBODY, {
      act: 'refund',
      sale,
      how: 'taken-over',
      name: 'A',
    })
    expect(traced).toEqual({ ok: true, value: true })
    const entries = await second.context.tillDb.journal.toArray()
    expect(entries.at(-1)?.event).toMatchObject({
      what: 'refund-unclaimed',
      detail: { sale: `A-${sale.number}`, document: 'A-000001', name: 'A', claim: 'taken-over' },
    })
  })

  it('stays undecided where nobody answers, and for a sale that is not known', async () => {
    const sale = await sell(first, threePieces())
    await shareAll()
    const silent = { carrier: () => ({ swap: () => new Promise<never>(() => undefined) }) }
    const asked = { act: 'refund', sale } as const
    expect(await claimSale(second.context, second.sharing, silent, asked)).toEqual({
      kind: 'undecided',
    })
    expect(await claim(second, { till: 'Z', number: 2 })).toEqual({ kind: 'undecided' })
  })
})

describe('a sale that two tills refunded without hearing of each other', () => {
  it('is to be verified on every till, and what each gave back within it is not', async () => {
    const sale = await sell(first, aTicket(undefined, 't1'))
    const part = await sell(first, threePieces('t2'))
    await shareAll()
    const backs = [await refund(second, sale), await refund(first, sale)]
    await refund(first, part)
    await refund(second, part, 2)
    expect(await readDoneTwice(first.context)).toEqual({ refunded: [], paid: [] })
    const third = await joinFrom(first, await aloneTill('C'), address)
    letTimePass(first, second, third)
    await shareAll(third)
    for (const till of [first, second, third]) {
      const { refunded, paid } = await readDoneTwice(till.context)
      expect(paid).toEqual([])
      const back = await readGivenBack(till.context, [sale, part])
      expect([...back.values()]).toEqual(['all', 'all'])
      expect(refunded.map(one => one.sale.sale.seal)).toEqual([sale.seal])
      expect(refunded[0]?.refunds.map(one => one.sale.seal)).toEqual(backs.map(({ seal }) => seal))
    }
  })
})

it('a device that is alone asks no copies', async () => {
  const alone = await aloneTill('A')
  const till = { ...first, context: alone }
  const sale = await sell(till, aTicket(undefined, 't1'))
  await refund(till, sale)
  expect(await leftOf(till, sale)).toEqual([0])
  expect(await readDoneTwice(alone)).toEqual({ refunded: [], paid: [] })
  const names = (await indexedDB.databases()).map(({ name }) => name)
  expect(names).not.toContain(alone.tillDb.name.replace('-till', '-others'))
})
