import type { Till } from '@/till/context'
import type { Stamp } from '@/storage/journal/append'

/** When and where something is sealed now. The demo's books are all training (R5). */
export function stampOf(till: Till, eventId: string): Stamp {
  const { at, day } = till.now()
  return { till: till.letter, eventId, at, day, training: isTraining(till) }
}

/** Whether nothing sealed now counts as takings. */
export function isTraining(till: Till): boolean {
  return till.isTraining || till.space === 'demo'
}

/** Whether documents are numbered apart: the demo's own books keep the usual numbers. */
export function isLesson(till: Till): boolean {
  return till.isTraining && till.space === 'shop'
}
