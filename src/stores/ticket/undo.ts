import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { UNDO_MS, type TicketAction } from '@/core/ticket/lastAction'

/** The last action, in words, and how to undo it. */
export interface LastAction extends TicketAction {
  /** The ticket that was parked: it may still be named. */
  parkedId?: string
  /** False when it cannot be undone now: the offer then stays. */
  undo: () => boolean
}

/** The last action at the counter, for as long as it can be undone. */
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
