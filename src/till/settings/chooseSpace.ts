import type { Space } from '@/core/journal/space'

const SPACE_KEPT_AS = 'comptoir.space'

/** Which books this device works in; it stays so until the owner changes it. */
export function readSpace(storage: Storage): Space {
  return storage.getItem(SPACE_KEPT_AS) === 'demo' ? 'demo' : 'shop'
}

/** Changes the books; the page is loaded again, so that nothing of the others remains. */
export function chooseSpace(storage: Storage, space: Space): void {
  storage.setItem(SPACE_KEPT_AS, space)
}

const TRAINING_KEPT_AS = 'comptoir.training'

/** Whether this device is in training mode; it stays so across restarts, and says so. */
export function readTraining(storage: Storage): boolean {
  return storage.getItem(TRAINING_KEPT_AS) === 'yes'
}

/** Begins or ends training mode; the page is loaded again, with the tickets of that mode. */
export function keepTraining(storage: Storage, isOn: boolean): void {
  if (isOn) storage.setItem(TRAINING_KEPT_AS, 'yes')
  else storage.removeItem(TRAINING_KEPT_AS)
}
