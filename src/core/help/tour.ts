/** A control of the till that the tour points at, or what it says at the end. */
export type TourControl =
  | 'sell'
  | 'article'
  | 'ticket'
  | 'more'
  | 'pay'
  | 'amount'
  | 'validate'
  | 'next'
  | 'sales'
  | 'sale'
  | 'refund'
  | 'refundAll'
  | 'refundNow'
  | 'giveBack'
  | 'afterRefund'
  | 'evening'
  | 'closings'
  | 'openPeriod'
  | 'closeDay'
  | 'seal'

/** What was done since the tour began, whoever did it and whichever way. */
export interface TourFacts {
  /** The largest quantity of a line on the ticket, in pieces; 0 for an empty ticket. */
  mostPieces: number
  isSold: boolean
  /** What follows a payment is on the screen: the next ticket has not begun. */
  isPaidShown: boolean
  isReceiptShown: boolean
  isGivenBack: boolean
  isDayClosed: boolean
}

export interface TourStep {
  name: 'article' | 'quantity' | 'payment' | 'next' | 'receipt' | 'refund' | 'closing'
  /** Controls that lead to its end, the last one first: the first that is in reach is pointed at. */
  controls: readonly TourControl[]
  isDone: (facts: TourFacts) => boolean
}

/** The tour of the demo: a sale, its receipt, its refund, and the end of the day. */
export const TOUR_STEPS: readonly TourStep[] = [
  {
    name: 'article',
    controls: ['article', 'sell'],
    isDone: ({ mostPieces }) => mostPieces > 0,
  },
  {
    name: 'quantity',
    controls: ['more', 'ticket', 'article', 'sell'],
    isDone: ({ mostPieces }) => mostPieces > 1,
  },
  {
    name: 'payment',
    controls: ['validate', 'amount', 'pay', 'article', 'sell'],
    isDone: ({ isSold }) => isSold,
  },
  {
    name: 'next',
    controls: ['next', 'sell'],
    isDone: ({ isSold, isPaidShown }) => isSold && !isPaidShown,
  },
  {
    name: 'receipt',
    controls: ['sale', 'sales'],
    isDone: ({ isSold, isReceiptShown }) => isSold && isReceiptShown,
  },
  {
    name: 'refund',
    controls: ['giveBack', 'refundNow', 'refundAll', 'refund', 'sale', 'sales'],
    isDone: ({ isGivenBack }) => isGivenBack,
  },
  {
    name: 'closing',
    controls: ['seal', 'closeDay', 'openPeriod', 'closings', 'evening', 'afterRefund'],
    isDone: ({ isDayClosed }) => isDayClosed,
  },
]

/**
 * The step after what was done, counted from 0; the number of steps at the end. The tour never goes
 * back, and leaves out what was done another way: whoever pays at once is asked for no quantity.
 */
export function tourStepAfter(step: number, facts: TourFacts): number {
  return TOUR_STEPS.findLastIndex((one, index) => index >= step && one.isDone(facts)) + 1 || step
}
