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

/** A number of the seller that cannot be right: it is not stored. */
export interface SellerFault {
  field: 'siret' | 'vatNumber'
  key: 'siretLength' | 'siretWrong' | 'vatFormat' | 'vatWrong' | 'vatNotSiret'
  /** Number of digits typed, for a SIRET of wrong length. */
  count: number
}

/**
 * Numbers that cannot be those of a French seller. A SIRET has 14 digits and ends with a Luhn check
 * digit; a VAT number is FR, a key and the SIREN. CGI ann. II art. 242 nonies A requires both on
 * invoices. What is empty is missing, not wrong.
 */
export function sellerFaults(seller: SellerV1): SellerFault[] {
  const siret = seller.siret.replace(/\s/g, '')
  const vatNumber = compactNumber(seller.vatNumber)
  const faults: SellerFault[] = []
  const note = (field: SellerFault['field'], key: SellerFault['key'], count = 0) =>
    faults.push({ field, key, count })

  if (siret !== '' && !/^\d{14}$/.test(siret)) {
    note('siret', 'siretLength', siret.replace(/\D/g, '').length)
  } else if (siret !== '' && !isLuhn(siret)) note('siret', 'siretWrong')

  if (vatNumber === '') return faults
  const fault = frenchVatFault(vatNumber)
  const siren = parseFrenchVat(vatNumber)?.siren ?? ''
  if (fault) note('vatNumber', fault)
  else if (/^\d{14}$/.test(siret) && !siret.startsWith(siren)) note('vatNumber', 'vatNotSiret')
  return faults
}

/** A field that a receipt must show and that is still empty. */
export type MissingField = 'name' | 'address' | 'siret'

/** What a receipt must say of who sells, and does not yet (CGI art. 242 nonies A; R17). */
export function missingFields(seller: SellerV1): MissingField[] {
  return (['name', 'address', 'siret'] as const).filter(field => seller[field].trim() === '')
}

/**
 * Whether receipts can say who sells: a name, an address and a right SIRET, and no VAT number that is
 * wrong. A shop without a VAT number may still be one that needs none.
 */
export function isIdentified(seller: SellerV1): boolean {
  return missingFields(seller).length === 0 && sellerFaults(seller).length === 0
}
