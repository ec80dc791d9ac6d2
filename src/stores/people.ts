import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { TraceV1 } from '@/core/events/booksV1'
import type { UserV1 } from '@/core/events/saleV1'
import { NOBODY } from '@/core/user'

/** Acts that may need a manager. */
export type ApprovedAct = 'discount-above-limit' | 'price-override' | 'refund-without-ticket'

/** Who serves now; nobody in particular as long as the shop has named no one. */
export const usePeopleStore = defineStore('people', () => {
  const current = shallowRef<UserV1>(NOBODY)

  /** Who approves an act; null when it was not approved. Without any PIN, who serves may. */
  function approve(_act: ApprovedAct, _detail: TraceV1['detail']): Promise<UserV1 | null> {
    return Promise.resolve(current.value)
  }

  return { current, approve }
})
