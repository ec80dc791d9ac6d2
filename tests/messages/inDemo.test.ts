import { expect, it } from 'vitest'
import { createMessages } from './everyLanguage'
import type { MessageKey } from '@/messages/keys'

const KEYS = ['sales.training', 'receipt.training', 'inspection.lesson'] as const

function saidIn(locale: 'fr' | 'en', space: 'shop' | 'demo'): string[] {
  const { t } = createMessages(locale, space).global
  return KEYS.map((key: MessageKey) => t(key))
}

it('calls what the demo’s books hold a demonstration, and a lesson of the shop a lesson', () => {
  expect(saidIn('fr', 'demo')).toEqual([
    'Démonstration',
    'DÉMONSTRATION – sans valeur',
    'démonstration',
  ])
  expect(saidIn('en', 'demo')).toEqual(['Demo', 'DEMONSTRATION – no value', 'demo'])
  expect(saidIn('fr', 'shop')).toEqual(['École', 'ÉCOLE – sans valeur', 'école'])
  expect(saidIn('en', 'shop')).toEqual(['Training', 'TRAINING – no value', 'training'])
})

it('leaves every other word of the demo as it is', () => {
  const { t } = createMessages('fr', 'demo').global
  expect(t('training.title')).toBe('Mode école')
  expect(t('receipt.trainingNote')).toBe('Ce ticket ne correspond à aucune vente réelle.')
})
