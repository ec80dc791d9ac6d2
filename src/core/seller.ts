import type { SellerV1 } from './events/saleV1'

/** Something that looks mistyped in who sells: said to the owner, never refused. */
export interface SellerWarning {
  field: keyof SellerV1
  key: 'nameMissing' | 'siretLength' | 'siretWrong' | 'vatFormat' | 'vatWrong' | 'vatNotSiret'
  /** Digits typed, where the length is what is wrong. */
  count: number
}

/**
 * What looks wrong of a French seller: a SIRET has 14 digits and a check digit (Luhn), a
 * VAT number is FR, a key and the SIREN (CGI ann. II art. 242 nonies A asks for both on
 * invoices). An empty VAT number is right for a shop that owes none.
 */
export function sellerWarnings(seller: SellerV1): SellerWarning[] {
  const siret = seller.siret.replace(/\s/g, '')
  const vatNumber = seller.vatNumber.replace(/\s/g, '').toUpperCase()
  const warnings: SellerWarning[] = []
  const warn = (field: keyof SellerV1, key: SellerWarning['key'], count = 0) =>
    warnings.push({ field, key, count })

  if (seller.name.trim() === '') warn('name', 'nameMissing')
  if (siret !== '' && !/^\d{14}$/.test(siret)) {
    warn('siret', 'siretLength', siret.replace(/\D/g, '').length)
  } else if (siret !== '' && !isLuhn(siret)) warn('siret', 'siretWrong')

  if (vatNumber === '') return warnings
  const [, key = '', siren = ''] = /^FR([0-9A-Z]{2})(\d{9})$/.exec(vatNumber) ?? []
  if (siren === '') warn('vatNumber', 'vatFormat')
  else if (/^\d\d$/.test(key) && Number(key) !== vatKey(siren)) warn('vatNumber', 'vatWrong')
  else if (/^\d{14}$/.test(siret) && !siret.startsWith(siren)) warn('vatNumber', 'vatNotSiret')
  return warnings
}

/** Key of a French VAT number, from the SIREN. */
const vatKey = (siren: string) => (12 + 3 * (Number(siren) % 97)) % 97

function isLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
