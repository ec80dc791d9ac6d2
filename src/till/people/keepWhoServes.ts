import type { Space } from '@/core/journal/space'

/** Where a page keeps things: `tab` is copied with a duplicated tab, `device` is shared by all tabs. */
export interface Stores {
  tab: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  device: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

const keptAs = (space: Space) => `comptoir.serving.${space}`
const SEPARATOR = ' '

/**
 * User id of who serves, as this tab may know it; empty for nobody. Who serves is one thing on the
 * device: it is stored under a number that changes whenever somebody else serves, the till locks or
 * training begins. A tab with another number, a copy that was left open for example, knows nobody.
 * A reload keeps the tab's number, and the next opening of the till has none.
 */
export function readWhoServes({ tab, device }: Stores, space: Space): string {
  const [number, userId] = (device.getItem(keptAs(space)) ?? '').split(SEPARATOR)
  return number && number === tab.getItem(keptAs(space)) ? (userId ?? '') : ''
}

/** Lets a person serve from now on in this tab, and in no other. `number` is never used twice. */
export function keepWhoServes(
  { tab, device }: Stores,
  space: Space,
  userId: string,
  number: string,
): void {
  tab.setItem(keptAs(space), number)
  device.setItem(keptAs(space), `${number}${SEPARATOR}${userId}`)
}

/**
 * Nobody serves any more in this tab. Neither do its copies; a tab in which somebody serves since
 * goes on.
 */
export function endServing({ tab, device }: Stores, space: Space): void {
  const [number] = (device.getItem(keptAs(space)) ?? '').split(SEPARATOR)
  if (number === tab.getItem(keptAs(space))) device.removeItem(keptAs(space))
  tab.removeItem(keptAs(space))
}

/** Whether a change of the device's storage, made by another tab, is about who serves. */
export const isAboutServing = (space: Space, key: string | null): boolean =>
  key === null || key === keptAs(space)
