import fc from 'fast-check'
import { anArticle } from './factory'
import { giveDiscount } from '@/core/ticket/discount'
import { type Discount, emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { addArticle } from '@/core/ticket/lines'

const anyLine = fc.record({
  priceCents: fc.oneof(fc.nat(3_000), fc.nat(1_000_000)),
  /** Share of the price, in hundredths. */
  ecotaxPart: fc.oneof(fc.constant(0), fc.nat(100)),
  vatRate: fc.constantFrom(0, 210, 550, 1000, 2000),
  quantityMilli: fc.oneof(
    fc.integer({ min: 1, max: 20 }).map(pieces => pieces * 1000),
    fc.integer({ min: 1, max: 9_999 }),
  ),
  shipping: fc.option(fc.constantFrom('follows-goods', 'own-rate', 'in-proportion'), {
    nil: undefined,
    freq: 6,
  }),
})

const anyDiscount = fc.record({
  kind: fc.constantFrom('percent' as const, 'amount' as const, 'fixed' as const),
  value: fc.nat(10_000),
  on: fc.option(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 4 }), { nil: null }),
})

/** Any ticket a cashier could make: weights, free goods, shipping of every rule, discounts. */
export const anyTicket: fc.Arbitrary<Ticket> = fc
  .tuple(fc.array(anyLine, { minLength: 1, maxLength: 8 }), fc.array(anyDiscount, { maxLength: 4 }))
  .map(([goods, discounts]) => {
    let ticket = emptyTicket('ticket-1', '2026-01-02T10:00:00.000+01:00')
    goods.forEach(({ priceCents, ecotaxPart, vatRate, quantityMilli, shipping }, index) => {
      const ecotaxCents = Math.floor((priceCents * ecotaxPart) / 100)
      const article = anArticle({ articleId: `ps-${index}`, priceCents, ecotaxCents, vatRate })
      const how = { quantityMilli, isMeasured: true, shipping: shipping as 'own-rate' | undefined }
      const added = addArticle(ticket, article, 'Rayon', `line-${index}`, how)
      if (!added.ok) throw new Error(added.error.code)
      ticket = added.value.ticket
    })
    discounts.forEach(({ kind, value, on }, index) => {
      ticket = giveDiscount(
        ticket,
        aDiscount({
          discountId: `discount-${index}`,
          kind,
          value,
          lineIds: on && on.map(place => `line-${place}`),
        }),
      )
    })
    return ticket
  })

export function aDiscount(over: Partial<Discount> = {}): Discount {
  return {
    discountId: 'discount',
    kind: 'percent',
    value: 1000,
    lineIds: null,
    reason: '',
    approvedBy: null,
    ...over,
  }
}
