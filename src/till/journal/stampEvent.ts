import type { TillContext } from '@/till/context'
import type { Stamp } from '@/storage/journal/append'

/**
 * Till code, instant, day and mode of an event sealed now. Everything in the demo's space is
 * training (R5).
 */
export function stampEvent(context: TillContext, eventId: string): Stamp {
  const { at, day } = context.now()
  return {
    till: context.tillCode,
    eventId,
    at,
    day,
    training: isTraining(context),
    now: context.now,
  }
}

/** Whether an event sealed now counts as no takings: training is on, or this is the demo. */
export function isTraining(context: TillContext): boolean {
  return context.isTraining || context.space === 'demo'
}

/**
 * Whether documents have training numbers. The demo has a space of its own and keeps the usual
 * numbers.
 */
export function isNumberedApart(context: TillContext): boolean {
  return context.isTraining && context.space === 'shop'
}
