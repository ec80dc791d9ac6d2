import { beforeEach, describe, expect, it } from 'vitest'
import {
  anOpenDevice,
  backUp,
  diskOf,
  honey,
  reopened,
  restore,
  sell,
  ticketOf,
} from '../../support/backup'
import { anArticle, anotherTab, aTender, aTicket, CONTEXT } from '../../support/factory'
import type { SaleEntry } from '@/core/journal/journal'
import { giveBack } from '@/core/payment/refund'
import { documentLabel } from '@/core/journal/series'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { TillDatabase } from '@/storage/databases'
import { checkJournal } from '@/till/journal/checkJournal'
import { findByDocument } from '@/till/journal/findSales'
import { invoiceSale } from '@/till/documents/invoiceSale'
import { openTill } from '@/till/openTill'
import { listDebts, payDebt, readDebt } from '@/till/payment/payDebt'
import { readGivenBack, readRefundable } from '@/till/payment/readRefundable'
import { sellTicket } from '@/till/payment/sellTicket'
import { makeKeyPair } from '@/till/journal/signSeal'
import type { TillContext } from '@/till/context'
import { followTillCode } from '@/till/journal/followTillCode'
import { listFaults } from '@/till/journal/toldFault'

/** The same till on another device: everything a copied profile holds, its key included. */
async function cloned(context: TillContext): Promise<TillContext> {
  const tillDb = new TillDatabase(`clone-${crypto.randomUUID()}`)
  for (const { name } of context.tillDb.tables) {
    await tillDb.table(name).bulkAdd(await context.tillDb.table(name).toArray())
  }
  return { ...context, tillDb }
}

async function backOf(context: TillContext, sale: SaleEntry): Promise<Ticket> {
  const now = await readRefundable(context, sale)
  if (!now) throw new Error('the sale is there')
  const wanted = new Map(now.lines.map(line => [line.lineIndex, line.leftMilli]))
  return giveBack(emptyTicket(context.newId(), ''), now.sale, now.refunds, wanted, context.newId)
}

describe('a till whose key is not the one its journal opened with', () => {
  let context: TillContext
  beforeEach(async () => {
    context = await anOpenDevice()
    await sell(context, ticketOf([honey]))
  })

  it('goes on under the next till code, with a link, and never signs with a wrong key', async () => {
    const signed = await context.tillDb.signatures.toArray()
    const stolen = await makeKeyPair()
    await context.tillDb.keys.put({ till: 'A', ...stolen! })
    const next = await reopened(context)
    expect(next.tillCode).toBe('B')
    const opened = await next.tillDb.journal.get(['B', 1])
    const last = await next.tillDb.journal.get(['A', 2])
    expect(opened?.event).toMatchObject({ continues: { till: 'A', number: 2, seal: last?.seal } })
    const sale = await sell(next, ticketOf([honey]))
    expect(documentLabel(sale.event.document)).toBe('B-000001')
    // What A signed stays as it is: nothing of A is signed by a key that is not A's.
    expect(await next.tillDb.signatures.filter(({ till }) => till === 'A').toArray()).toEqual(
      signed,
    )
    expect(await listFaults(next)).toMatchObject([{ kind: 'key-lost', till: 'A', to: 'B' }])
    expect((await checkJournal(next, () => undefined)).fault).toBeUndefined()
    expect((await reopened(next)).tillCode).toBe('B')
  })

  it('does the same when the key is gone, even from two tabs at once', async () => {
    await context.tillDb.keys.clear()
    const tabs = await Promise.all([
      followTillCode(anotherTab(context)),
      followTillCode(anotherTab(context)),
    ])
    expect(tabs.map(({ tillCode }) => tillCode)).toEqual(['B', 'B'])
    expect(await context.tillDb.journal.where('[till+number]').equals(['B', 1]).count()).toBe(1)
    expect(await context.tillDb.keys.toArray()).toHaveLength(1)
  })

  it('keeps its till code with its own key', async () => {
    const before = await diskOf(context.tillDb)
    const again = await followTillCode(anotherTab(context))
    expect(again.tillCode).toBe('A')
    expect(await diskOf(again.tillDb)).toEqual(before)
  })
})

describe('two devices that go on from the same journal', () => {
  it('are detected when one restores a backup of the other: same number, another seal', async () => {
    const context = await anOpenDevice()
    await sell(context, ticketOf([honey]))
    const copy = await cloned(context)
    await sell(context, ticketOf([honey]))
    await sell(copy, ticketOf([anArticle()]))
    await sell(copy, ticketOf([anArticle()]))
    const before = await diskOf(context.tillDb)
    expect(await restore(context, await backUp(copy))).toEqual({
      ok: false,
      error: { code: 'backup-forked', till: 'A', number: 3 },
    })
    expect(await diskOf(context.tillDb)).toEqual(before)
  })

  it('are detected on a tablet that was restored from the other, too', async () => {
    const context = await anOpenDevice()
    await sell(context, ticketOf([honey]))
    const copy = await cloned(context)
    const tablet = await anOpenDevice()
    await sell(context, ticketOf([honey]))
    await restore(tablet, await backUp(context))
    await sell(copy, ticketOf([anArticle()]))
    expect(await restore(await reopened(tablet), await backUp(copy))).toEqual({
      ok: false,
      error: { code: 'backup-forked', till: 'A', number: 3 },
    })
  })
})

describe('what was sold before a restore', () => {
  let next: TillContext
  let sold: SaleEntry
  let owed: SaleEntry
  beforeEach(async () => {
    const context = await anOpenDevice()
    sold = await sell(context, ticketOf([honey, honey]))
    await sell(context, ticketOf([honey]))
    const ticket = { ...aTicket([honey], crypto.randomUUID()), customerId: 'customer-1' }
    const due = await sellTicket(context, ticket, [aTender(350)], { ...CONTEXT, mayOwe: true })
    if (!due.ok) throw new Error(due.error.code)
    owed = due.value
    const tablet = await anOpenDevice()
    await restore(tablet, await backUp(context))
    next = await reopened(tablet)
  })

  it('is found, and given back once, under the new till code', async () => {
    expect(await findByDocument(next, 'A-000001')).toEqual(sold)
    const refund = await sell(next, await backOf(next, sold))
    expect(documentLabel(refund.event.document)).toBe('BR-000001')
    expect(refund.event.lines[0]?.refundOf).toMatchObject({ till: 'A', entry: sold.number })
    expect(await readRefundable(next, sold)).toMatchObject({ givenBack: 'all', refunds: [refund] })

    const again = giveBack(emptyTicket('again', ''), sold, [], new Map([[0, 1000]]), next.newId)
    expect(await sellTicket(next, again, [aTender(-950)], CONTEXT)).toMatchObject({
      ok: false,
      error: { code: 'refund-over' },
    })
  })

  it('is not confused with the sale of the same number in the new journal', async () => {
    const same = await sell(next, ticketOf([honey, honey]))
    // Its number in B equals the number of the sale left due in A.
    expect(same.number).toBe(owed.number)
    await sell(next, await backOf(next, same))
    expect(await readGivenBack(next, [same, owed, sold])).toEqual(
      new Map([
        [`B-${same.number}`, 'all'],
        [`A-${owed.number}`, 'nothing'],
        [`A-${sold.number}`, 'nothing'],
      ]),
    )
  })

  it('is paid and invoiced under the new till code, where it was left due', async () => {
    expect(await listDebts(next)).toMatchObject([{ sale: owed, stillDueCents: 600 }])
    const paid = await payDebt(next, await readDebt(next, owed), [aTender(600)], CONTEXT, 'pay')
    expect(paid).toMatchObject({
      ok: true,
      value: { till: 'B', event: { saleTill: 'A', saleNumber: owed.number, dueCents: 0 } },
    })
    expect(await listDebts(next)).toEqual([])
    const customer = { customerId: '', name: 'Zoé', company: '', address: 'Nantes', vatNumber: '' }
    const { seller, user } = CONTEXT
    const invoice = await invoiceSale(next, owed, customer, { seller, user })
    expect(invoice).toMatchObject({
      ok: true,
      value: { event: { document: { series: 'BF', number: 1 }, saleTill: 'A', dueCents: 0 } },
    })
    await openTill(next)
    expect((await checkJournal(next, () => undefined)).fault).toBeUndefined()
  })
})
