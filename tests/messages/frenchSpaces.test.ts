import { expect, it } from 'vitest'
import { allTexts } from './everyLanguage'
import { notOpened } from '@/messages/notOpened'

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

it('keeps French punctuation on the line of its word', () => {
  const texts = [...textsIn(allTexts.fr), ...textsIn(notOpened.fr)]
  expect(texts.length).toBeGreaterThan(1_000)
  expect(texts.filter(text => /\S [?!;:»]|« /.test(text))).toEqual([])
})
