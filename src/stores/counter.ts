import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useTill } from './useContext'
import { holdCounter } from '@/till/holdCounter'

/** One tab at a time serves the counter: two would work on the same ticket. */
export const useCounterStore = defineStore('counter', () => {
  const till = useTill()
  const isElsewhere = shallowRef(false)

  /** Resolves once this tab holds the counter, or another is found to hold it. */
  async function start(): Promise<void> {
    isElsewhere.value = !(await holdCounter(till, 'if-free', onLost))
  }

  /** Takes the counter from the other tab; the page loads again with its ticket. */
  async function takeOver(): Promise<void> {
    await holdCounter(till, 'take', onLost)
    location.reload()
  }

  function onLost(): void {
    isElsewhere.value = true
  }

  return { isElsewhere, start, takeOver }
})
