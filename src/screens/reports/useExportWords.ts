import type { MessageKey } from '@/messages/keys'
import { useMessages } from '@/messages/useMessages'
import type { FiguresColumn, FiguresRequest } from '@/till/reports/exportFigures'
import type { TableWord } from '@/core/reports/exports/salesTable'

const COLUMNS = [
  'document',
  'day',
  'time',
  'kind',
  'channel',
  'user',
  'gross',
  'net',
  'vat',
  'discount',
  'tenders',
  'due',
  'delivery',
  'note',
  'entry',
  'seal',
  'department',
  'article',
  'reference',
  'nature',
  'quantity',
  'unitPrice',
  'ecotax',
  'vatRate',
  'refundOf',
  'buyer',
  'count',
] as const satisfies readonly FiguresColumn[]
const WORDS = [
  'sale',
  'refund',
  'counter',
  'web',
  'goods',
  'shipping',
  'private',
  'business',
] as const satisfies readonly TableWord[]

/** Names of columns and words of cells, in the language of the screen. */
export function useExportWords(): () => Pick<FiguresRequest, 'heads' | 'words'> {
  const { t } = useMessages()
  const named = <Key extends string>(keys: readonly Key[], keyOf: (key: Key) => MessageKey) =>
    Object.fromEntries(keys.map(key => [key, t(keyOf(key))])) as Record<Key, string>
  return () => ({
    heads: named(COLUMNS, key => `reports.column.${key}`),
    words: {
      ...named(WORDS, key => `reports.word.${key}`),
      'delivery-counter': t('delivery.counter'),
      'delivery-take-away': t('delivery.take-away'),
      'delivery-delivery': t('delivery.delivery'),
      'delivery-shipped': t('delivery.shipped'),
    },
  })
}
