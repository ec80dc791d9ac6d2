import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  entryAmountCents,
  entryPriceCents,
  entryQuantityMilli,
  isEntryEmpty,
  NO_ENTRY,
  pressEntry,
  type EntryKey,
} from '@/core/ticket/quickEntry'
import type { HowMuch } from '@/core/ticket/ticket'

/** What is typed at the counter before an article is touched. */
export const useEntryStore = defineStore('entry', () => {
  const entry = shallowRef(NO_ENTRY)
  /** The keypad is on the screen; a keyboard's digits are shown without it. */
  const isPadOpen = shallowRef(false)
  /** A free price is being given to a department. */
  const isFreePrice = shallowRef(false)

  const isEmpty = computed(() => isEntryEmpty(entry.value))
  const amountCents = computed(() => entryAmountCents(entry.value))

  function press(key: EntryKey): void {
    entry.value = pressEntry(entry.value, key)
  }

  function clear(): void {
    entry.value = NO_ENTRY
  }

  /** How much of what is touched now, and at what price; nothing stays typed. */
  function take(): HowMuch {
    const quantityMilli = entryQuantityMilli(entry.value)
    const unitPriceCents = entryPriceCents(entry.value)
    clear()
    return {
      ...(quantityMilli === undefined ? {} : { quantityMilli }),
      ...(unitPriceCents === undefined ? {} : { unitPriceCents }),
    }
  }

  return { entry, isPadOpen, isFreePrice, isEmpty, amountCents, press, clear, take }
})
