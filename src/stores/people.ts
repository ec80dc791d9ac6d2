import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { TraceV1 } from '@/core/events/booksV1'
import type { UserV1 } from '@/core/events/saleV1'
import { NOBODY } from '@/core/user'

/** Acts that not everybody at the till may do alone. */
type Act = 'cash-out' | 'drawer-without-sale'

/** Who serves now; nobody in particular as long as the shop has named no one. */
export const usePeopleStore = defineStore('people', () => {
  const current = shallowRef<UserV1>(NOBODY)

  /** Whether whoever serves may do it without asking: all may where the shop has named no one. */
  function may(_act: Act): boolean {
    return true
  }

  /** Who lets this one act be done; null when it is refused. */
  function approve(_act: Act, _detail: TraceV1['detail']): Promise<UserV1 | null> {
    return Promise.resolve(current.value)
  }

  return { current, may, approve }
})
