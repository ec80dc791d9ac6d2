import { formatQuantity, type Locale } from '@/messages/format'
import type { Translate } from '@/messages/useMessages'
import type { AskedLine } from '@/core/orders/orderCustomization'
import type { ListedOrder } from '@/core/orders/orderPreparation'
import { leftLine, RULE, type BasicLine, type PaperLine } from '@/core/printing/paperLine'

/** What stands on a slip beside its order: texts, '' where there is nothing to say. */
export interface SlipNotes {
  placedAt: string
  leaves: string
}

/** A slip for whoever prepares an order: its goods and what was asked of them, without prices. */
export function slipLines(
  { sale, customerName, note }: ListedOrder,
  { placedAt, leaves }: SlipNotes,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const askedAt = (at: number) => note?.asked?.filter(({ place }) => place === at) ?? []
  const when = [placedAt, leaves].filter(Boolean).join(' · ')
  const reference = sale.event.order?.reference
  return [
    { ...leftLine(t('orders.slip'), 'large'), heading: 2 },
    ...(reference ? [leftLine(reference, 'strong')] : []),
    ...(customerName ? [leftLine(customerName)] : []),
    ...(when ? [leftLine(when)] : []),
    RULE,
    ...sale.event.lines.flatMap((line, at): BasicLine[] =>
      line.kind === 'goods'
        ? [
            leftLine(
              [`${formatQuantity(line.quantityMilli, locale)} ×`, line.name, line.reference]
                .filter(Boolean)
                .join(' '),
            ),
            ...askedAt(at).flatMap(asked => askedLines(asked, t)),
          ]
        : [],
    ),
    ...askedAt(-1).flatMap(asked => [leftLine(asked.name), ...askedLines(asked, t)]),
  ]
}

/** What the customer asked to have made of an article, or where to read it. */
const askedLines = ({ texts, isElsewhere }: AskedLine, t: Translate): BasicLine[] => {
  const hasTexts = texts.length > 0
  return [
    ...(hasTexts ? [leftLine(t('orders.asked', { texts: texts.join(' / ') }), 'strong')] : []),
    ...(isElsewhere
      ? [leftLine(t(hasTexts ? 'orders.askedFile' : 'orders.askedElsewhere'), 'strong')]
      : []),
  ]
}
