import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyTicket } from '../../support/anyTicket'
import { aSale, aTicket } from '../../support/factory'
import { parseShown } from '@/core/ticket/customerChannel'
import { MOST_LINES, viewOfSale, viewOfTicket } from '@/core/ticket/customerView'
import { priceTicket, totalsOf } from '@/core/ticket/pricing'

it('is never a cent different from the ticket', () =>
  fc.assert(
    fc.property(anyTicket, fc.nat(100_000), (ticket, takenCents) => {
      const priced = priceTicket(ticket)
      const view = viewOfTicket(priced, totalsOf(priced), takenCents)
      if (priced.length === 0) return expect(view).toEqual({ kind: 'idle' })
      if (view.kind !== 'ticket') throw new Error('a ticket is shown')
      expect(view.totalCents).toBe(totalsOf(priced).totalCents)
      expect(view.takenCents).toBe(takenCents)
      if (priced.length > MOST_LINES) return
      expect(view.lines.reduce((sum, { grossCents }) => sum + grossCents, 0)).toBe(view.totalCents)
    }),
  ))

it('survives the way to the other page', () =>
  fc.assert(
    fc.property(anyTicket, ticket => {
      const priced = priceTicket(ticket)
      const shown = {
        view: viewOfTicket(priced, totalsOf(priced), 0),
        shopName: 'L’Atelier',
        locale: 'fr',
      }
      expect(parseShown(structuredClone(shown))).toEqual(shown)
    }),
  ))

it('shows a sealed sale by its own amounts', () => {
  const sale = aSale(aTicket())
  const { totalCents, changeCents, dueCents } = sale.event
  expect(viewOfSale(sale, ['code'])).toMatchObject({
    kind: 'paid',
    totalCents,
    changeCents,
    dueCents,
    codes: ['code'],
  })
})

it.each([
  undefined,
  'there',
  { view: { kind: 'idle' } },
  { view: { kind: 'ticket', lines: 'all' }, shopName: 'a', locale: 'fr' },
  { view: { kind: 'paid', totalCents: 1.5 }, shopName: 'a', locale: 'fr' },
  { view: { kind: 'idle' }, shopName: 'a', locale: 'de' },
  { view: { kind: 'idle' }, shopName: 'a'.repeat(5_001), locale: 'fr' },
])('shows no other message: %o', message => {
  expect(parseShown(message)).toBeUndefined()
})
