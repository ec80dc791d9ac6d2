import { describe, expect, it } from 'vitest'
import { anArticle } from '../support/factory'
import { decodeEscPos } from '../support/printer/decodeEscPos'
import { decodeStarPrnt } from '../support/printer/decodeStarPrnt'
import { LONG_NAME, t } from '../support/printer/everyPaper'
import { linesOf, type Printed } from '../support/printer/roll'
import { inWindows1252 } from '@/core/printing/codePage'
import { labelOf, type Label } from '@/core/printing/labels/label'
import { MOST_ON_PRINTER } from '@/core/printing/labels/pages'
import { layOut } from '@/core/printing/layOut'
import { basicLines, withTexts } from '@/core/printing/paperLine'
import { USUAL_PROFILE, type PrinterProfile } from '@/core/printing/printerProfile'
import { labelLines } from '@/messages/printing/labelLines'
import { encodePaper } from '@/printing/encodePaper'

const EAN = '3760000000017'
const LABELS: Label[] = [
  labelOf(anArticle({ name: 'Miel d’été', priceCents: 1_290, barcodes: [EAN] })),
  labelOf(
    anArticle({ name: LONG_NAME, priceCents: 123_450, barcodes: [], reference: 'BOUIL-{7}' }),
  ),
  {
    articleId: 'ps-3',
    name: 'Comté « 18 mois »',
    priceCents: 2_490,
    soldBy: 'weight',
    formerCents: 2_990,
    unitPrice: { cents: 249, unit: '100 g' },
    ecotaxCents: 12,
    code: { kind: 'code-128', text: 'COMTE-18' },
  },
  labelOf(anArticle({ name: 'Sans prix', priceCents: 0, barcodes: [], reference: '' })),
]
const PROFILES = (['esc-pos', 'star-prnt'] as const).flatMap(language =>
  ([32, 42, 48] as const).map((columns): PrinterProfile => ({
    ...USUAL_PROFILE,
    language,
    columns,
  })),
)

function print(labels: readonly Label[], profile: PrinterProfile): Printed[] {
  const decode = profile.language === 'esc-pos' ? decodeEscPos : decodeStarPrnt
  return decode(encodePaper(labelLines(labels, t, 'fr'), profile), profile.columns)
}

const codesOf = (printed: readonly Printed[]) =>
  printed.flatMap(one => (one.kind === 'barcode' ? [`${one.symbology} ${one.text}`] : []))

describe.each(PROFILES.map(one => [`${one.language} ${one.columns}`, one] as const))(
  'labels on a receipt printer, %s',
  (_name, profile) => {
    it('say line for line what they are laid out to say, and are cut once, after the last', () => {
      const printed = print(LABELS, profile)
      const wanted = layOut(
        withTexts(basicLines(labelLines(LABELS, t, 'fr')), inWindows1252),
        profile.columns,
      )
      expect(linesOf(printed).slice(0, -profile.feedLines)).toEqual(wanted)
      expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(1)
      expect(printed.at(-1)?.kind).toBe('cut')
    })

    it('say each price to the cent, what it is for, and what it was', () => {
      const text = linesOf(print(LABELS, profile)).join('\n')
      expect(text).toContain('12,90 €')
      expect(text).toContain('1 234,50 €')
      expect(text).toContain('24,90 € / kg')
      expect(text).toMatch(/Ancien prix : +29,90 €/)
      expect(text).toContain('soit 2,49 € / 100 g')
      expect(text).toContain('dont éco-participation 0,12 €')
      expect(text).not.toContain('0,00')
    })

    it('have the printer’s own EAN-13 and Code 128, or pictures of them', () => {
      // The one with braces comes as a picture: Code 128 of ESC/POS takes them for an order.
      const printed = print(LABELS, profile)
      expect(codesOf(printed)).toEqual([`ean13 ${EAN}`, 'code128 COMTE-18'])
      expect(printed.filter(({ kind }) => kind === 'image')).toHaveLength(1)
      const images = print(LABELS, { ...profile, barcode: 'picture' }).filter(
        ({ kind }) => kind === 'image',
      )
      expect(images).toHaveLength(3)
      expect(codesOf(print(LABELS, { ...profile, barcode: 'none' }))).toEqual([])
    })
  },
)

it('of one job stay within what the counter’s program takes', () => {
  const [label] = LABELS
  if (!label) throw new Error('a label')
  const most = Array.from({ length: MOST_ON_PRINTER }, () => label)
  for (const barcode of ['native', 'picture'] as const) {
    const bytes = encodePaper(labelLines(most, t, 'fr'), { ...USUAL_PROFILE, barcode })
    expect(bytes.length * (4 / 3)).toBeLessThan(900_000)
  }
})
