import { describe, expect, it } from 'vitest'
import { aDiscount } from '../../support/anyTicket'
import { anArticle, aTicket } from '../../support/factory'
import { chooseDelivery } from '@/core/ticket/delivery'
import { giveDiscount } from '@/core/ticket/discount'
import { overridePrice } from '@/core/ticket/overridePrice'
import { priceTicket } from '@/core/ticket/pricing'
import { type DeliveryMethod, type Ticket } from '@/core/ticket/ticket'
import { addArticle, setQuantity } from '@/core/ticket/lines'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const byBike = anArticle({ articleId: 'ps-61', name: 'Frais de livraison', priceCents: 690 })
const byPost = anArticle({ articleId: 'ps-62', name: 'Frais de port', priceCents: 890 })

let ids = 0
function choose(ticket: Ticket, method: DeliveryMethod, article?: typeof byBike): Ticket {
  ids += 1
  const adds = article && {
    article,
    departmentName: 'Services',
    lineId: `added-${ids}`,
    rule: 'follows-goods' as const,
  }
  const chosen = chooseDelivery(ticket, method, adds ?? null)
  if (!chosen.ok) throw new Error(chosen.error.code)
  return chosen.value
}
const names = (ticket: Ticket) => ticket.lines.map(line => line.name)

describe('the way of delivery', () => {
  it('adds its article by itself, at the rate of the goods', () => {
    const ticket = choose(aTicket([honey]), 'delivery', byBike)
    expect(ticket).toMatchObject({ delivery: 'delivery' })
    expect(priceTicket(ticket)[1]).toMatchObject({
      line: { articleId: 'ps-61', departmentName: 'Services' },
      shares: [{ vatRate: 550, grossCents: 690 }],
    })
  })

  it('never charges shipping twice', () => {
    const twice = choose(choose(aTicket([honey]), 'delivery', byBike), 'delivery', byBike)
    expect(names(twice)).toEqual(['Miel', 'Frais de livraison'])
    const byHand = addArticle(aTicket([honey]), byPost, '', 'hand', { shipping: 'own-rate' })
    if (!byHand.ok) throw new Error(byHand.error.code)
    expect(names(choose(byHand.value.ticket, 'delivery', byBike))).toEqual([
      'Miel',
      'Frais de port',
    ])
  })

  it('removes the line the previous method added, unless the new one has the same article', () => {
    const ticket = choose(aTicket([honey]), 'delivery', byBike)
    expect(names(choose(ticket, 'shipped', byPost))).toEqual(['Miel', 'Frais de port'])
    const same = choose(ticket, 'shipped', byBike)
    expect(same.lines).toEqual(ticket.lines)
    expect(names(choose(same, 'counter'))).toEqual(['Miel'])
  })

  it('leaves a line that somebody changed, or added by hand', () => {
    const ticket = choose(aTicket([honey]), 'delivery', byBike)
    const lineId = ticket.deliveryLineId ?? ''
    const touched = [
      setQuantity(ticket, lineId, 2000),
      overridePrice(ticket, lineId, 500, 'Geste commercial'),
      giveDiscount(ticket, aDiscount({ lineIds: [lineId] })),
      {
        ...ticket,
        lines: ticket.lines.map(line => ({ ...line, note: 'Avant midi' })),
      },
    ]
    for (const one of touched) {
      expect(names(choose(one, 'counter'))).toEqual(['Miel', 'Frais de livraison'])
      expect(names(choose(one, 'shipped', byPost))).toEqual(['Miel', 'Frais de livraison'])
    }
    const byHand = addArticle(aTicket([honey]), byBike, '', 'hand', { shipping: 'own-rate' })
    if (!byHand.ok) throw new Error(byHand.error.code)
    const back = choose(choose(byHand.value.ticket, 'delivery', byBike), 'counter')
    expect(names(back)).toEqual(['Miel', 'Frais de livraison'])
  })

  it('adds nothing where no article is set, and refuses one whose rate is unknown', () => {
    expect(choose(aTicket([honey]), 'take-away')).toMatchObject({
      delivery: 'take-away',
      lines: [{ name: 'Miel' }],
    })
    const unknown = {
      article: { ...byBike, vatRate: null },
      departmentName: '',
      lineId: 'x',
      rule: 'own-rate' as const,
    }
    expect(chooseDelivery(aTicket([honey]), 'delivery', unknown)).toMatchObject({
      ok: false,
      error: { code: 'vat-rate-unknown' },
    })
  })
})
