import { expect, it } from 'vitest'
import { aDiscount } from '../support/anyTicket'
import { aSale, aTicket, anArticle } from '../support/factory'
import { receiptOf, type ReceiptLine } from '@/core/documents/receipt'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { giveDiscount } from '@/core/ticket/discount'
import { emptyTicket } from '@/core/ticket/ticket'
import { createMessages } from './everyLanguage'
import { formatCents, formatQuantity } from '@/messages/format'
import { priceChangeText } from '@/messages/priceChangeText'
import { plainText } from '@/core/printing/plainText'
import { receiptLines } from '@/messages/printing/receiptLines'

const { t } = createMessages('fr', 'shop').global
const euros = (cents: number) => formatCents(cents, 'fr')
const said = (line: ReceiptLine) => priceChangeText(line, t, 'fr')
/** Quantity times price, then what the paper says between, is the amount: as a person adds it up. */
function addsUp(line: ReceiptLine): void {
  const amount = /([+−])(.*)/.exec(said(line))
  const cents = amount ? Number(amount[2]!.replace(/\D/g, '')) * (amount[1] === '+' ? 1 : -1) : 0
  expect((line.unitPriceCents * line.quantityMilli) / 1000 + cents).toBe(line.grossCents)
}

const kettle = anArticle({ articleId: 'ps-1', name: 'Bouilloire', priceCents: 3000 })
const tea = anArticle({ articleId: 'ps-2', name: 'Thé', priceCents: 1200, vatRate: 550 })
const own = aDiscount({ lineIds: ['ticket-1-line-0'], kind: 'amount', value: 500 })
const ofTicket = aDiscount({ discountId: 'all', lineIds: null, kind: 'percent', value: 1000 })

it('a line with its own discount and a share of the ticket’s adds up, sold and given back', () => {
  const ticket = giveDiscount(giveDiscount(aTicket([kettle, tea]), own), ofTicket)
  const sale = aSale(ticket)
  const sold = receiptOf(sale).lines
  expect(sold.map(said)).toEqual([`Remise −${euros(750)}`, `Remise −${euros(120)}`])
  sold.forEach(addsUp)

  const wanted = new Map(refundableLines(sale, []).map(one => [one.lineIndex, one.leftMilli]))
  const back = receiptOf(
    aSale(
      giveBack(emptyTicket('back', ''), sale, [], wanted, () => 'id'),
      3,
    ),
  )
  expect(back.lines.map(line => line.grossCents)).toEqual([-2250, -1080])
  expect(back.lines.map(said)).toEqual([
    `Remises de la vente +${euros(750)}`,
    `Remises de la vente +${euros(120)}`,
  ])
  back.lines.forEach(addsUp)
  const signs = {
    copy: 0,
    fingerprint: '',
    showsReasons: false,
    isPaper: false,
    toSign: false,
    foot: '',
    logo: null,
  }
  const text = plainText(
    receiptLines(back, signs, t, 'fr'),
    (name, amount) => `${name} : ${amount}`,
  )
  expect(text).toContain(`${formatQuantity(-1000, 'fr')} × ${euros(3000)}`)
  expect(text).toContain(`Remises de la vente +${euros(750)}`)
})

it('what a web line was billed beside quantity times price is said too', () => {
  const [line] = receiptOf(aSale(aTicket([tea]))).lines
  const billed = { ...line!, quantityMilli: 3000, grossCents: 3601, discountCents: -1 }
  expect(said(billed)).toBe(`Ajustement +${euros(1)}`)
  addsUp(billed)
})

it('a line without any change of price says nothing', () => {
  expect(receiptOf(aSale(aTicket([tea]))).lines.map(said)).toEqual([''])
})
