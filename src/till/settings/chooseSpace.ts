import type { Space } from '@/core/journal/space'

const SPACE_KEPT_AS = 'comptoir.space'

/**
 * The space this device works in, the shop's or the demo's; it stays until the owner changes it.
 */
export function readSpace(storage: Storage): Space {
  return storage.getItem(SPACE_KEPT_AS) === 'demo' ? 'demo' : 'shop'
}

/**
 * Changes the space. The caller reloads the page, so that nothing of the other space remains in
 * memory.
 */
export function chooseSpace(storage: Storage, space: Space): void {
  storage.setItem(SPACE_KEPT_AS, space)
}

const TRAINING_KEPT_AS = 'comptoir.training'

/** Whether this device is in training mode; it stays so across restarts. */
export function readTraining(storage: Storage): boolean {
  return storage.getItem(TRAINING_KEPT_AS) === 'yes'
}

/**
 * Stores whether training mode is on. The caller reloads the page, which then opens the tickets of
 * that mode.
 */
export function keepTraining(storage: Storage, isOn: boolean): void {
  if (isOn) storage.setItem(TRAINING_KEPT_AS, 'yes')
  else storage.removeItem(TRAINING_KEPT_AS)
}

const CONNECTED_KEPT_AS = 'comptoir.connected'

/** Whether a shop was connected here; `opening.js` reads it too, for the words of a first visit. */
export function wasConnected(storage: Storage): boolean {
  return storage.getItem(CONNECTED_KEPT_AS) === 'yes'
}

/** Notes that a shop is connected here; what is sealed or sold never depends on it. */
export function noteConnected(storage: Storage): void {
  storage.setItem(CONNECTED_KEPT_AS, 'yes')
}

/** Whether a change of the device's storage is of the space or of training mode. */
export const isAboutMode = (key: string): boolean =>
  key === SPACE_KEPT_AS || key === TRAINING_KEPT_AS
