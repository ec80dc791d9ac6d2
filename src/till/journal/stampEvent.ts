import type { TillContext } from '@/till/context'
import type { Stamp } from '@/storage/journal/append'

/** When and where something is sealed now. The demo's books are all training (R5). */
export function stampEvent(context: TillContext, eventId: string): Stamp {
  const { at, day } = context.now()
  return { till: context.tillCode, eventId, at, day, training: isTraining(context) }
}

/** Whether nothing sealed now counts as takings. */
export function isTraining(context: TillContext): boolean {
  return context.isTraining || context.space === 'demo'
}

/** Whether documents are numbered apart: the demo's own books keep the usual numbers. */
export function isNumberedApart(context: TillContext): boolean {
  return context.isTraining && context.space === 'shop'
}
