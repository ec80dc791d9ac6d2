import { expect, it } from 'vitest'
import { SELLER } from '../../support/factory'
import { NO_SELLER } from '@/core/settings/seller'
import { fillSeller, sellerFromShop } from '@/core/settings/shopIdentity'

it('takes address and numbers from the shop’s settings', () => {
  const told = sellerFromShop('Ignored', {
    PS_SHOP_NAME: ' Atelier Colibri ',
    PS_SHOP_ADDR1: '12 rue des Lilas',
    PS_SHOP_ADDR2: '',
    PS_SHOP_CODE: '44000',
    PS_SHOP_CITY: 'Nantes',
    PS_SHOP_DETAILS: 'SIRET : 732 829 320 00074 - TVA fr 44 732 829 320',
  })
  expect(told).toEqual({
    name: 'Atelier Colibri',
    address: '12 rue des Lilas\n44000 Nantes',
    siret: '73282932000074',
    vatNumber: 'FR44732829320',
    mention: '',
  })
})

it('knows the shop’s name alone with a narrow key', () => {
  expect(sellerFromShop(' Colibri ', {})).toEqual({ ...NO_SELLER, name: 'Colibri' })
})

it.each([
  'SIRET 73282932000075, TVA FR45732829320',
  'RCS Nantes 732 829 320',
  '0673282932000074',
  'tél. 02 40 00 00 00',
])('takes no number that is not right: %s', details => {
  const { siret, vatNumber } = sellerFromShop('', { PS_SHOP_DETAILS: details })
  expect([siret, vatNumber]).toEqual(['', ''])
})

it('leaves what the owner typed', () => {
  const typed = { ...NO_SELLER, name: 'Le Colibri', mention: 'franchise' }
  expect(fillSeller(typed, SELLER)).toEqual({ ...SELLER, name: 'Le Colibri', mention: 'franchise' })
})
