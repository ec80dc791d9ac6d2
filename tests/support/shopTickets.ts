import type { Chance } from './chance'
import { anArticle } from './factory'
import { giveDiscount } from '@/core/ticket/discount'
import { voucherLimit, type IsFood } from '@/core/payment/mealVouchers'
import { overridePrice } from '@/core/ticket/overridePrice'
import { SHIPPING_RULES } from '@/core/ticket/shipping'
import type { Tender, TenderKind } from '@/core/payment/tender'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { addArticle, type HowMuch } from '@/core/ticket/lines'
import type { Article } from '@/core/catalogue/article'

const article = (articleId: string, priceCents: number, vatRate: number) =>
  anArticle({ articleId, name: `Article ${articleId}`, priceCents, vatRate })

const SHELF: readonly [Article, ...Article[]] = [
  article('tea', 1_290, 550),
  article('biscuits', 475, 550),
  article('lunch', 1_150, 1000),
  article('notebook', 1_548, 2000),
  { ...article('lamp', 8_990, 2000), ecotaxCents: 36 },
  article('magazine', 690, 210),
  article('stamps', 1_433, 0),
]
const DELIVERY = article('delivery', 590, 2000)
const DEPARTMENTS = ['Épicerie', 'Papeterie', 'Maison'] as const

/** Articles of that shelf that meal vouchers may pay. */
export const isFood: IsFood = id => ['tea', 'biscuits', 'lunch'].includes(id)

/** Some goods by the piece or by weight, perhaps delivered, perhaps with a discount. */
export function anyTicketOf(chance: Chance, ticketId: string, at: string): Ticket {
  let ticket = emptyTicket(ticketId, at)
  let lineId = ''
  const add = (sold: Article, department: string, how: HowMuch) => {
    const added = addArticle(ticket, sold, department, `${ticketId}-${ticket.lines.length}`, how)
    if (!added.ok) throw new Error(added.error.code)
    ;({ ticket, lineId } = added.value)
  }
  for (let lines = chance.upTo(3); lines >= 0; lines -= 1) {
    const quantityMilli = chance.isOneIn(5) ? 1 + chance.upTo(2_999) : 1000 * (1 + chance.upTo(2))
    add(chance.of(SHELF), chance.of(DEPARTMENTS), { quantityMilli, isMeasured: true })
  }
  if (chance.isOneIn(8)) ticket = overridePrice(ticket, lineId, chance.upTo(900), 'Défaut')
  if (chance.isOneIn(6)) ticket = discounted(ticket, 'amount', chance.upTo(700), [lineId])
  if (chance.isOneIn(6)) add(DELIVERY, 'Livraison', { shipping: chance.of(SHIPPING_RULES) })
  if (chance.isOneIn(5)) ticket = discounted(ticket, 'percent', 100 * chance.upTo(40), null)
  if (chance.isOneIn(40)) ticket = discounted(ticket, 'fixed', chance.upTo(2_000), null)
  return ticket
}

function discounted(
  ticket: Ticket,
  kind: 'percent' | 'amount' | 'fixed',
  value: number,
  lineIds: string[] | null,
): Ticket {
  const discountId = `${ticket.ticketId}-${kind}`
  const reason = 'Fidélité'
  return giveDiscount(ticket, { discountId, kind, value, lineIds, reason, approvedBy: null })
}

const ACCOUNTS: Record<TenderKind, string> = {
  cash: '530',
  card: '511',
  cheque: '5112',
  'meal-voucher': '5115',
  transfer: '512',
  other: '511',
  debt: '411',
}

export const tenderOf = (kind: TenderKind, givenCents: number): Tender => ({
  kind,
  name: '',
  account: ACCOUNTS[kind],
  givenCents,
})

/**
 * Tenders that pay the exact amount, or more in cash; vouchers up to `foodCents`, where it is
 * given.
 */
export function tendersFor(
  chance: Chance,
  totalCents: number,
  foodCents: number | null = null,
): Tender[] {
  if (totalCents <= 0) return []
  const inCash = (cents: number) => tenderOf('cash', Math.ceil(cents / 500) * 500)
  switch (chance.upTo(5)) {
    case 0:
      return [tenderOf('cash', totalCents)]
    case 1:
      return [inCash(totalCents)]
    case 2:
      return [tenderOf('card', totalCents)]
    case 3:
      return [tenderOf('cheque', totalCents)]
    case 4: {
      const cardCents = 1 + chance.upTo(totalCents - 1)
      const restCents = totalCents - cardCents
      return [tenderOf('card', cardCents), ...(restCents > 0 ? [inCash(restCents)] : [])]
    }
    default: {
      const rules = { mealVoucherCeilingCents: 2_500, foodCents }
      const { mostCents } = voucherLimit(totalCents, rules)
      const restCents = totalCents - mostCents
      const vouchers = mostCents > 0 ? [tenderOf('meal-voucher', mostCents)] : []
      return [...vouchers, ...(restCents > 0 ? [inCash(restCents)] : [])]
    }
  }
}
