import type { Space } from '@/core/journal/space'

const keptAs = (space: Space) => `comptoir.user.${space}`

/**
 * User id of who serves in this tab; empty for nobody. It is in the tab's session storage: a reload
 * keeps it, and the next opening of the till asks again.
 */
export function readWhoServes(storage: Storage, space: Space): string {
  return storage.getItem(keptAs(space)) ?? ''
}

/** Stores the user id of who serves in this tab; empty for nobody. */
export function keepWhoServes(storage: Storage, space: Space, userId: string): void {
  storage.setItem(keptAs(space), userId)
}
