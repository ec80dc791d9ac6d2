import { fail, type Result } from '@/core/errors'
import type { Space } from '@/core/journal/space'

/** What only one tab may do at a time. */
export type OneAtATime = 'sync' | 'pictures' | 'orders' | 'stock'

/** Runs something unless another tab of this space does it already: it then says so. */
export async function runAlone<T>(
  what: OneAtATime,
  space: Space,
  run: () => Promise<T>,
): Promise<T | Result<never>> {
  // Typed as always there, but absent outside https and localhost.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return run()
  return locks.request(`comptoir-${what}-${space}`, { ifAvailable: true }, lock =>
    lock ? run() : fail({ code: 'sync-elsewhere' }),
  )
}

/** Runs something once no other tab of this space does it any more. */
export async function runInTurn<T>(
  what: 'copies' | 'sharing' | 'sharing-step',
  space: Space,
  run: () => Promise<T>,
): Promise<T> {
  const locks = navigator.locks as LockManager | undefined
  return locks ? locks.request(`comptoir-${what}-${space}`, run) : run()
}
