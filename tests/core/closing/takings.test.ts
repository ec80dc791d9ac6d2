import { expect, it } from 'vitest'
import { aJournal, aTicket } from '../../support/factory'
import { countsAsTakings } from '@/core/closing/takings'

it('counts real sales and refunds, never training or other entries', () => {
  const [opening, sale] = aJournal([aTicket()])
  if (!opening || !sale) throw new Error('a journal has its opening and its sale')
  expect(countsAsTakings(sale)).toBe(true)
  expect(countsAsTakings({ ...sale, training: true })).toBe(false)
  expect(countsAsTakings(opening)).toBe(false)
})
