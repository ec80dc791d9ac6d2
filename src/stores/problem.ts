import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { TillError } from '@/core/errors'

/**
 * A message for the person at the till, on whatever screen they are: a named error, or an
 * unexpected one. It stays until it is read, and never stops a sale.
 */
export const useProblemStore = defineStore('problem', () => {
  const error = shallowRef<TillError | null>(null)
  const isUnexpected = shallowRef(false)
  const isShown = computed(() => error.value !== null || isUnexpected.value)

  function show(next: TillError): void {
    // One cause, and the ticket comes first: it is on the screen only until the database opens.
    if (error.value?.code === 'ticket-not-written' && isLost(error.value) && isLost(next)) return
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

  /** What an error says is no longer so: it goes, if it is still shown. */
  function settle(code: TillError['code']): void {
    if (error.value?.code === code) dismiss()
  }

  return { error, isShown, show, showUnexpected, dismiss, settle }
})

const isLost = (error: TillError) => 'cause' in error && error.cause === 'storage-lost'
