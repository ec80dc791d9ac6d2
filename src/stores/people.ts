import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { UserV1 } from '@/core/events/saleV1'
import { NOBODY } from '@/core/user'

/** Who serves now; nobody in particular as long as the shop has named no one. */
export const usePeopleStore = defineStore('people', () => {
  const current = shallowRef<UserV1>(NOBODY)

  return { current }
})
