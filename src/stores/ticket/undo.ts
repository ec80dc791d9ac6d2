import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { UNDO_MS, type ActionDone } from '@/core/ticket/lastAction'

/** What was done last, in words, and how to take it back. */
export interface LastAction {
  done: ActionDone
  /** Of the line or the ticket it was done to; empty for none. */
  name: string
  /** The ticket that was parked, as it may still be given a name. */
  parkedId?: string
  /** False when it could not be taken back now: it then stays offered. */
  undo: () => boolean
}

/** The last act at the counter, for as long as it can be undone. */
export const useUndoStore = defineStore('lastAction', () => {
  const last = shallowRef<LastAction | null>(null)
  let forgetting: ReturnType<typeof setTimeout> | undefined

  function offer(change: LastAction): void {
    clearTimeout(forgetting)
    last.value = change
    forgetting = setTimeout(forget, UNDO_MS)
  }

  function forget(): void {
    clearTimeout(forgetting)
    last.value = null
  }

  function undo(): void {
    if (last.value?.undo()) forget()
  }

  return { last, offer, forget, undo }
})
