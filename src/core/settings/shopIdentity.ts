import { NO_SELLER } from './seller'
import { frenchVatFault, isLuhn } from '@/core/customers/vatNumber'
import type { SellerV1 } from '@/core/journal/events/saleV1'

/** Settings of PrestaShop (Contact > Stores) that tell who sells; each may be empty. */
export const IDENTITY_SETTINGS = [
  'PS_SHOP_NAME',
  'PS_SHOP_ADDR1',
  'PS_SHOP_ADDR2',
  'PS_SHOP_CODE',
  'PS_SHOP_CITY',
  'PS_SHOP_DETAILS',
] as const
export type IdentitySetting = (typeof IDENTITY_SETTINGS)[number]

/**
 * Who sells, as far as the shop tells it, to be read and completed by the owner. The registration
 * numbers are in free text (`PS_SHOP_DETAILS`): only a number whose check digits are right is taken.
 */
export function sellerFromShop(
  shopName: string,
  settings: Readonly<Partial<Record<IdentitySetting, string>>>,
): SellerV1 {
  const of = (name: IdentitySetting) => settings[name]?.trim() ?? ''
  const town = [of('PS_SHOP_CODE'), of('PS_SHOP_CITY')].filter(Boolean).join(' ')
  const address = [of('PS_SHOP_ADDR1'), of('PS_SHOP_ADDR2'), town].filter(Boolean).join('\n')
  const details = of('PS_SHOP_DETAILS')
  return {
    ...NO_SELLER,
    name: of('PS_SHOP_NAME') || shopName.trim(),
    address,
    siret: numbersIn(details, /(?<!\d)(?:\d[\s.]?){13}\d(?!\d)/g).find(isLuhn) ?? '',
    vatNumber:
      numbersIn(details, /\bFR[\s.]?[0-9A-Z]{2}(?:[\s.]?\d){9}(?!\d)/gi).find(
        number => frenchVatFault(number) === undefined,
      ) ?? '',
  }
}

/** What the owner has typed stays; what is empty is filled with what the shop tells. */
export function fillSeller(typed: SellerV1, told: SellerV1): SellerV1 {
  return {
    name: typed.name.trim() === '' ? told.name : typed.name,
    address: typed.address.trim() === '' ? told.address : typed.address,
    siret: typed.siret.trim() === '' ? told.siret : typed.siret,
    vatNumber: typed.vatNumber.trim() === '' ? told.vatNumber : typed.vatNumber,
    mention: typed.mention,
  }
}

const numbersIn = (text: string, form: RegExp): string[] =>
  [...text.matchAll(form)].map(([found]) => found.replace(/[\s.]/g, '').toUpperCase())
