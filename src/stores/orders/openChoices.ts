import { shallowRef, watch, type Ref } from 'vue'
import type { OrderImport } from '@/core/orders/orderImport'

/**
 * What the owner chose for the undecided orders of a preview: fingerprints by event id. Another
 * preview forgets every choice.
 */
export function openChoices(preview: Readonly<Ref<OrderImport | null>>) {
  const choices = shallowRef<Readonly<Record<string, string>>>({})
  watch(preview, () => void (choices.value = {}), { flush: 'sync' })

  /** Chooses how to record an undecided order; null leaves it waiting. */
  function choose(eventId: string, fingerprint: string | null): void {
    const { [eventId]: _before, ...others } = choices.value
    choices.value = fingerprint === null ? others : { ...others, [eventId]: fingerprint }
  }

  return { choices, choose }
}
