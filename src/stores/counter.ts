import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from './useContext'
import { holdCounter } from '@/till/holdCounter'

/** Lets one tab at a time serve the counter: two tabs would work on the same ticket. */
export const useCounterStore = defineStore('counter', () => {
  const context = useContext()
  const isElsewhere = shallowRef(false)

  /** Resolves once this tab holds the counter, or another tab is found to hold it. */
  async function start(): Promise<void> {
    isElsewhere.value = !(await holdCounter(context, 'if-free', onLost))
  }

  /** Takes the counter from the other tab; the page reloads with that tab's ticket. */
  async function takeOver(): Promise<void> {
    await holdCounter(context, 'take', onLost)
    location.reload()
  }

  function onLost(): void {
    isElsewhere.value = true
  }

  return { isElsewhere, start, takeOver }
})
