import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { TillError } from '@/core/errors'

/**
 * What the person at the till must be told, wherever they are: an error with a name, or
 * something nobody expected. It waits to be read; it never stops a sale.
 */
export const useProblemStore = defineStore('problem', () => {
  const error = shallowRef<TillError | null>(null)
  const isUnexpected = shallowRef(false)
  const isShown = computed(() => error.value !== null || isUnexpected.value)

  function show(next: TillError): void {
    isUnexpected.value = false
    error.value = next
  }

  function showUnexpected(): void {
    if (error.value === null) isUnexpected.value = true
  }

  function dismiss(): void {
    error.value = null
    isUnexpected.value = false
  }

  return { error, isShown, show, showUnexpected, dismiss }
})
