import { expect, it } from 'vitest'
import { keepNumbers, keepUnits } from '@/components/ui/keepUnits'

it.each([
  ['Infusion verveine 30 g', 'Infusion verveine 30_g'],
  ['Huile 50 cl, lot de 2', 'Huile 50_cl, lot de 2'],
  ['Café 1 kg', 'Café 1_kg'],
  ['Sirop 1,5 L', 'Sirop 1,5_L'],
  ['Coton 100 %', 'Coton 100_%'],
  ['Affiche 40 cm × 60 cm', 'Affiche 40_cm × 60_cm'],
  ['Carnet 100 gommettes', 'Carnet 100 gommettes'],
  ['Lot de 3 mugs', 'Lot de 3 mugs'],
  ['Puzzle 500 pièces', 'Puzzle 500 pièces'],
])('%j keeps its numbers with their units', (name, shown) =>
  expect(keepUnits(name)).toBe(shown.replaceAll('_', '\u00A0')),
)

it.each([
  ['Rembourser le ticket A-000002', 'Rembourser le ticket A-_000002'],
  ['Facture AF-000001, avoir AWR-000003', 'Facture AF-_000001, avoir AWR-_000003'],
  ['Un T-shirt', 'Un T-shirt'],
])('%j breaks no number of a document', (sentence, shown) =>
  expect(keepNumbers(sentence)).toBe(shown.replaceAll('_', '\u2060')),
)
