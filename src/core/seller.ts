import type { SellerV1 } from './events/saleV1'
import { compactNumber, frenchVatFault, isLuhn, parseFrenchVat } from './vatNumber'

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
  const vatNumber = compactNumber(seller.vatNumber)
  const warnings: SellerWarning[] = []
  const warn = (field: keyof SellerV1, key: SellerWarning['key'], count = 0) =>
    warnings.push({ field, key, count })

  if (seller.name.trim() === '') warn('name', 'nameMissing')
  if (siret !== '' && !/^\d{14}$/.test(siret)) {
    warn('siret', 'siretLength', siret.replace(/\D/g, '').length)
  } else if (siret !== '' && !isLuhn(siret)) warn('siret', 'siretWrong')

  if (vatNumber === '') return warnings
  const fault = frenchVatFault(vatNumber)
  const siren = parseFrenchVat(vatNumber)?.siren ?? ''
  if (fault) warn('vatNumber', fault)
  else if (/^\d{14}$/.test(siret) && !siret.startsWith(siren)) warn('vatNumber', 'vatNotSiret')
  return warnings
}
