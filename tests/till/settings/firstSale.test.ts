import { beforeEach, expect, it } from 'vitest'
import { anArticle, aTender, aTicket, aTill, CONTEXT, SELLER } from '../../support/factory'
import { NOBODY } from '@/core/people/user'
import { NO_SELLER } from '@/core/settings/seller'
import { ticketTotals } from '@/core/ticket/pricing'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { changeSeller, isSellerNeeded } from '@/till/settings/changeSeller'
import { readSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

let context: TillContext
beforeEach(async () => {
  context = aTill()
  await openTill(context)
})

function sell(ticketId: string, seller = NO_SELLER, till = context) {
  const ticket = aTicket([anArticle()], ticketId)
  const tenders = [aTender(ticketTotals(ticket).totalCents)]
  return sellTicket(till, ticket, tenders, { ...CONTEXT, seller })
}

it('refuses the first real sale that does not say who sells, and writes nothing', async () => {
  const before = await context.tillDb.journal.count()
  expect(await sell('one')).toEqual({ ok: false, error: { code: 'seller-missing' } })
  expect(await sell('one', { ...SELLER, siret: '73282932000075' })).toMatchObject({ ok: false })
  expect(await context.tillDb.journal.count()).toBe(before)
  expect(await isSellerNeeded(context, NO_SELLER)).toBe(true)
  expect(await isSellerNeeded(context, SELLER)).toBe(false)

  expect(await sell('one', SELLER)).toMatchObject({ ok: true })
})

it('lets a shop that already sells go on', async () => {
  await sell('one', SELLER)
  expect(await isSellerNeeded(context, NO_SELLER)).toBe(false)
  expect(await sell('two')).toMatchObject({ ok: true })
})

it('lets training and the demo sell, and counts no training as a sale', async () => {
  for (const over of [{ isTraining: true }, { space: 'demo' as const }]) {
    const till = aTill(over)
    await openTill(till)
    expect(await isSellerNeeded(till, NO_SELLER)).toBe(false)
    expect(await sell('one', NO_SELLER, till)).toMatchObject({ ok: true })
  }
  await sell('lesson', NO_SELLER, { ...context, isTraining: true })
  expect(await sell('one')).toMatchObject({ error: { code: 'seller-missing' } })
})

it('stores no number that cannot be right', async () => {
  for (const over of [{ siret: '73282932000075' }, { vatNumber: 'FR45732829320' }]) {
    const wrong = { ...SELLER, ...over }
    expect(await changeSeller(context, NOBODY, NO_SELLER, wrong)).toEqual({
      ok: false,
      error: { code: 'seller-numbers-wrong' },
    })
  }
  expect(await readSetting(context, 'seller')).toBeUndefined()
  expect(await changeSeller(context, NOBODY, NO_SELLER, SELLER)).toMatchObject({ ok: true })
  expect(await readSetting(context, 'seller')).toEqual(SELLER)
})
