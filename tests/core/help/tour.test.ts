import { describe, expect, it } from 'vitest'
import { TOUR_STEPS, tourStepAfter, type TourFacts } from '@/core/help/tour'
import { en } from '@/messages/en'
import { TOUR_CONTROLS } from '@/screens/help/tourControls'

const NOTHING: TourFacts = {
  mostPieces: 0,
  isSold: false,
  isPaidShown: false,
  isReceiptShown: false,
  isGivenBack: false,
  isDayClosed: false,
}
const SOLD = { ...NOTHING, isSold: true, isPaidShown: true }

const nameAfter = (step: number, facts: Partial<TourFacts>) =>
  TOUR_STEPS[tourStepAfter(step, { ...NOTHING, ...facts })]?.name ?? 'end'
const placeOf = (name: string) => TOUR_STEPS.findIndex(one => one.name === name)

describe('the tour', () => {
  it('begins with an article, and waits for it', () => {
    expect(nameAfter(0, {})).toBe('article')
  })

  it.each([
    ['article', { mostPieces: 1 }, 'quantity'],
    ['quantity', { mostPieces: 2 }, 'payment'],
    ['payment', SOLD, 'next'],
    ['next', { isSold: true }, 'receipt'],
    ['receipt', { isSold: true, isReceiptShown: true }, 'refund'],
    ['refund', { isSold: true, isGivenBack: true, isPaidShown: true }, 'closing'],
    ['closing', { isSold: true, isGivenBack: true, isDayClosed: true }, 'end'],
  ])('goes on from %s once it is done', (step, facts, next) => {
    expect(nameAfter(placeOf(step), {})).toBe(step)
    expect(nameAfter(placeOf(step), facts)).toBe(next)
  })

  it('leaves out what was done another way', () => {
    expect(nameAfter(0, { mostPieces: 3 })).toBe('payment')
    expect(nameAfter(placeOf('quantity'), SOLD)).toBe('next')
  })

  it('never goes back', () => {
    expect(nameAfter(placeOf('payment'), {})).toBe('payment')
    expect(nameAfter(placeOf('closing'), SOLD)).toBe('closing')
  })

  it('takes a receipt that was open before its sale for no step', () => {
    expect(nameAfter(0, { isReceiptShown: true })).toBe('article')
  })
})

it('points at the controls that its steps name, and says each', () => {
  const named = new Set(TOUR_STEPS.flatMap(step => step.controls))
  expect(Object.keys(TOUR_CONTROLS).toSorted()).toEqual([...named].toSorted())
  expect(Object.keys(en.tour.at).toSorted()).toEqual([...named].toSorted())
})
