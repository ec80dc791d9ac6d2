import { expect, it } from 'vitest'
import { documentLabel, parseDocumentLabel, seriesOf } from '@/core/journal/series'

it('labels documents for people, and reads the label back', () => {
  expect(documentLabel({ series: 'A', number: 123 })).toBe('A-000123')
  for (const typed of ['A-000123', 'a-123', ' A000123 ']) {
    expect(parseDocumentLabel(typed)).toEqual({ series: 'A', number: 123 })
  }
  for (const other of ['3760000000017', 'A-', 'ABC', '']) {
    expect(parseDocumentLabel(other)).toBeUndefined()
  }
})

it('numbers every kind of document separately, and training separately from all', () => {
  const kinds = [
    'sale',
    'refund',
    'payment',
    'invoice',
    'web-sale',
    'day',
    'month',
    'year',
  ] as const
  const series = kinds.flatMap(kind => [seriesOf('A', kind, false), seriesOf('A', kind, true)])
  expect(new Set(series).size).toBe(series.length)
  expect(seriesOf('A', 'sale', false)).toBe('A')
})
