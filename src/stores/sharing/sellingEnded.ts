import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import type { WhySellingEnded } from '@/core/sharing/sharingError'
import { readSellingEnded, watchSellingEnded } from '@/till/sharing/mayStillSell'

/** Whether this device sells; known before the first tap, and asked of no database after it. */
export const useSellingEndedStore = defineStore('sellingEnded', () => {
  const context = useContext()
  /** Null while it sells. */
  const why = shallowRef<WhySellingEnded | null>(null)

  /** Reads it, and follows it from then on. */
  async function start(): Promise<void> {
    why.value = await readSellingEnded(context)
    watchSellingEnded(context, now => (why.value = now))
  }

  return { why, start }
})
