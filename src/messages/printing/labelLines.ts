import { formatCents, type Locale } from '@/messages/format'
import type { Translate } from '@/messages/useMessages'
import type { Label } from '@/core/printing/labels/label'
import {
  leftLine,
  rowLine,
  RULE,
  SPACE,
  type Barcode,
  type PaperLine,
} from '@/core/printing/paperLine'

/**
 * Labels one below the other, as a receipt printer writes them: the name, the price, what it is for and
 * what the law asks beside it, and the code; between two of them, a line to cut along.
 */
export function labelLines(labels: readonly Label[], t: Translate, locale: Locale): PaperLine[] {
  return labels.flatMap((label, at) => [
    ...(at === 0 ? [] : [SPACE, RULE, SPACE]),
    ...oneLabel(label, t, locale),
  ])
}

function oneLabel(label: Label, t: Translate, locale: Locale): PaperLine[] {
  const { name, priceCents, soldBy, formerCents, unitPrice, ecotaxCents, code } = label
  const cents = (amount: number) => formatCents(amount, locale)
  const per =
    soldBy === 'piece' ? '' : ` ${t(soldBy === 'weight' ? 'labels.perKilo' : 'labels.perMetre')}`
  return [
    leftLine(name, 'strong'),
    ...(priceCents === null ? [] : [rowLine('', `${cents(priceCents)}${per}`, 'large')]),
    ...(formerCents === null ? [] : [rowLine(t('labels.former'), cents(formerCents))]),
    ...(unitPrice
      ? [
          rowLine(
            '',
            t('labels.unitPrice', { price: cents(unitPrice.cents), unit: unitPrice.unit }),
          ),
        ]
      : []),
    ...(ecotaxCents > 0 ? [rowLine('', t('labels.ecotax', { amount: cents(ecotaxCents) }))] : []),
    ...(code ? [codeLine(code)] : []),
  ]
}

const SYMBOLOGIES: Record<NonNullable<Label['code']>['kind'], Barcode['symbology']> = {
  'ean-13': 'ean13',
  'code-128': 'code128',
}

const codeLine = ({ kind, text }: NonNullable<Label['code']>): PaperLine => ({
  kind: 'code',
  symbology: SYMBOLOGIES[kind],
  text,
  caption: text,
  label: text,
})
