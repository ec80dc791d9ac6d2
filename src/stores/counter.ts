import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from './useContext'
import { holdCounter } from '@/till/holdCounter'

/** One tab at a time serves the counter: two would work on the same ticket. */
export const useCounterStore = defineStore('counter', () => {
  const context = useContext()
  const isElsewhere = shallowRef(false)

  /** Resolves once this tab holds the counter, or another is found to hold it. */
  async function start(): Promise<void> {
    isElsewhere.value = !(await holdCounter(context, 'if-free', onLost))
  }

  /** Takes the counter from the other tab; the page loads again with its ticket. */
  async function takeOver(): Promise<void> {
    await holdCounter(context, 'take', onLost)
    location.reload()
  }

  function onLost(): void {
    isElsewhere.value = true
  }

  return { isElsewhere, start, takeOver }
})
