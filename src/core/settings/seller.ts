import type { SellerV1, VatShareV1 } from '@/core/journal/events/saleV1'
import { compactNumber, frenchVatFault, isLuhn, parseFrenchVat } from '@/core/customers/vatNumber'

/** The seller before the owner has entered anything. */
export const NO_SELLER: SellerV1 = {
  name: '',
  address: '',
  siret: '',
  vatNumber: '',
  mention: '',
}

/** Mention required on documents of a shop exempt from VAT (CGI art. 293 E; R17), word for word. */
export const FRANCHISE_MENTION = 'TVA non applicable, art. 293 B du CGI'

/**
 * Mention why a document shows no VAT, as sealed with it. Empty when any VAT is charged, or when
 * the shop is not exempt: 0 % is then an ordinary rate.
 */
export function vatMention(seller: SellerV1, vat: readonly VatShareV1[]): string {
  return vat.every(share => share.vatRate === 0) ? seller.mention : ''
}

/** A seller's value that is missing or mistyped, as shown to the owner. */
export interface SellerWarning {
  field: Exclude<keyof SellerV1, 'mention'>
  key: 'nameMissing' | 'siretLength' | 'siretWrong' | 'vatFormat' | 'vatWrong' | 'vatNotSiret'
  /** Number of digits typed, for a SIRET of wrong length. */
  count: number
}

/**
 * Values that cannot be true: a SIRET or a VAT number whose key is wrong, or a VAT number of another
 * company. They are not saved: they would be sealed with every receipt.
 */
export const sellerFaults = (seller: SellerV1): SellerWarning[] =>
  sellerWarnings(seller).filter(({ key }) => key !== 'nameMissing')

/**
 * Values that look wrong for a French seller. A SIRET has 14 digits and ends with a Luhn check
 * digit; a VAT number is FR, a key and the SIREN. CGI ann. II art. 242 nonies A requires both on
 * invoices. An empty VAT number is valid for an exempt shop.
 */
export function sellerWarnings(seller: SellerV1): SellerWarning[] {
  const siret = seller.siret.replace(/\s/g, '')
  const vatNumber = compactNumber(seller.vatNumber)
  const warnings: SellerWarning[] = []
  const warn = (field: SellerWarning['field'], key: SellerWarning['key'], count = 0) =>
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
