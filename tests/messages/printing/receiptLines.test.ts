import { describe, expect, it } from 'vitest'
import { aSale, aTicket, anArticle, SELLER } from '../../support/factory'
import { receiptOf, type Receipt } from '@/core/documents/receipt'
import { layOut, printable } from '@/core/printing/layOut'
import { plainText } from '@/core/printing/plainText'
import { createMessages } from '../everyLanguage'
import { formatCents } from '@/messages/format'
import { receiptLines } from '@/messages/printing/receiptLines'

const { t } = createMessages('fr', 'shop').global
const receipt: Receipt = receiptOf(
  aSale(aTicket([anArticle({ name: 'Bouilloire à col de cygne', priceCents: 123_450 })])),
)
const signs = {
  copy: 0,
  fingerprint: 'ab'.repeat(32),
  showsReasons: true,
  isPaper: false,
  toSign: false,
  foot: '',
  logo: null,
}
const at = (columns: number, of: Partial<Receipt> = {}, copy = 0) =>
  layOut(receiptLines({ ...receipt, ...of }, { ...signs, copy }, t, 'fr'), columns)

describe('a receipt as lines of a paper', () => {
  it.each([32, 42, 48])(
    'names the seller, the goods, the VAT, the payment and the seal: %i',
    columns => {
      const text = at(columns).join('\n')
      for (const said of [
        SELLER.name,
        'Bouilloire',
        '1 234,50 €',
        'Total TTC',
        '20 %',
        receipt.number,
      ])
        expect(text).toContain(said)
      expect(text.replaceAll('\n', '')).toContain(receipt.seal.slice(0, 20))
      expect(text).not.toMatch(/[\u202f\u00a0]/)
    },
  )

  it('says that it is a duplicate, or a lesson’s', () => {
    expect(at(42, {}, 2)[0]?.trim()).toBe('DUPLICATA n° 2')
    expect(at(42, { training: true })[0]?.trim()).toBe('ÉCOLE – sans valeur')
  })

  it('of a payment names the sale it pays, and what was due: not the goods again', () => {
    const text = at(42, { paymentOf: 'A-000007', lines: [], dueCents: 500 }).join('\n')
    expect(text).toContain('Règlement du ticket A-000007')
    expect(text).toContain('Restait dû')
    expect(text).toContain('Reste dû')
    expect(text).not.toContain('Total TTC')
  })

  it('says how it is handed over, the note and the discounts', () => {
    const text = at(42, {
      delivery: 'shipped',
      note: 'Emballage cadeau',
      discountCents: 1_000,
      discounts: [{ reason: 'Fidélité', amountCents: 1_000 }],
    }).join('\n')
    for (const said of [
      'Emballage cadeau',
      'Remises comprises',
      'Fidélité',
      printable(formatCents(-1_000, 'fr')),
    ])
      expect(text).toContain(said)
  })

  it('shows no rate where there is no VAT', () => {
    const text = at(42, { vatMention: 'TVA non applicable, art. 293 B du CGI' }).join('\n')
    expect(text).toContain('TVA non applicable')
    expect(text).not.toContain('20 %')
  })

  it('as a mail, puts each amount behind its name', () => {
    const text = plainText(
      receiptLines(receipt, signs, t, 'fr'),
      (name, amount) => `${name} : ${amount}`,
    )
    expect(text).toMatch(/Total TTC : 1\s234,50\s€/)
    expect(text).toMatch(/20\s% : HT .*, TVA .*, TTC /)
    expect(text).not.toMatch(/\n\n\n/)
  })
})
