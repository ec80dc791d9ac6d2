import type { SellerV1, VatShareV1 } from '@/core/journal/events/saleV1'
import { compactNumber, frenchVatFault, isLuhn, parseFrenchVat } from '@/core/customers/vatNumber'

/** Nobody has said yet who sells. */
export const NO_SELLER: SellerV1 = {
  name: '',
  address: '',
  siret: '',
  vatNumber: '',
  mention: '',
}

/** What the papers of a shop that owes no VAT must say (CGI art. 293 E; R17), word for word. */
export const FRANCHISE_MENTION = 'TVA non applicable, art. 293 B du CGI'

/**
 * Why a paper shows no VAT, as sealed with it; empty where some is charged, or where the shop
 * is not in the franchise: 0 % is then a rate like the others.
 */
export function vatMention(seller: SellerV1, vat: readonly VatShareV1[]): string {
  return vat.every(share => share.vatRate === 0) ? seller.mention : ''
}

/** Something that looks mistyped in who sells: said to the owner, never refused. */
export interface SellerWarning {
  field: Exclude<keyof SellerV1, 'mention'>
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
