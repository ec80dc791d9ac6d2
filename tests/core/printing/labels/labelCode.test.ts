import { expect, it } from 'vitest'
import { codeKeys } from '@/core/scanning/articleCode'
import { labelCodeOf } from '@/core/printing/labels/labelCode'

it.each([
  ['an EAN-13', ['3760000000017'], 'R-1', 'ean-13', '3760000000017'],
  ['an EAN-13 with hyphens', ['978-2-07-036024-6'], '', 'ean-13', '9782070360246'],
  ['an EAN-8', ['96385074'], '', 'ean-13', '0000096385074'],
  ['a UPC-A', ['036000291452'], '', 'ean-13', '0036000291452'],
  ['an ISBN-10', ['2070360245'], '', 'ean-13', '9782070360246'],
  [
    'an EAN-13 behind a code of the shop',
    ['SHOP-1', '3760000000017'],
    '',
    'ean-13',
    '3760000000017',
  ],
  ['a case of twelve', ['13760000000014'], 'R-1', 'code-128', '13760000000014'],
  ['a wrong check digit', ['3760000000018'], 'R-1', 'code-128', '3760000000018'],
  ['a code of the shop', ['SHOP 1'], 'R-1', 'code-128', 'SHOP 1'],
  ['a reference alone', [], ' CAR-1 ', 'code-128', 'CAR-1'],
  ['a code that no bars can write', ['Café'], 'CAR-1', 'code-128', 'CAR-1'],
])('of %s', (_name, barcodes, reference, kind, text) => {
  expect(labelCodeOf({ barcodes, reference })).toEqual({ kind, text })
})

it.each([
  ['nothing', [], ''],
  ['words that bars cannot write', ['é'], 'Réf'],
  ['a text that fits on no label', ['X'.repeat(40)], ''],
])('of %s is none', (_name, barcodes, reference) => {
  expect(labelCodeOf({ barcodes, reference })).toBeNull()
})

it('is read by the till as the code that the article has', () => {
  for (const code of ['96385074', '036000291452', '2070360245', '3760000000017']) {
    const printed = labelCodeOf({ barcodes: [code], reference: '' })?.text ?? ''
    expect(codeKeys(code)).toContain(codeKeys(printed)[0])
  }
})
