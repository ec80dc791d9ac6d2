import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  quickAmountCents,
  quickPriceCents,
  quickQuantityMilli,
  isQuickEntryEmpty,
  NO_QUICK_ENTRY,
  pressQuickEntry,
  type QuickEntryKey,
} from '@/core/ticket/quickEntry'
import type { HowMuch } from '@/core/ticket/lines'

/** Quick entry: the quantity or price typed before an article is touched. */
export const useQuickEntryStore = defineStore('quickEntry', () => {
  const quickEntry = shallowRef(NO_QUICK_ENTRY)
  /** The keypad is on the screen; digits of a keyboard are shown without it. */
  const isPadOpen = shallowRef(false)
  /** A free price is being given to a department. */
  const isFreePrice = shallowRef(false)

  const isEmpty = computed(() => isQuickEntryEmpty(quickEntry.value))
  const amountCents = computed(() => quickAmountCents(quickEntry.value))

  function press(key: QuickEntryKey): void {
    quickEntry.value = pressQuickEntry(quickEntry.value, key)
  }

  function clear(): void {
    quickEntry.value = NO_QUICK_ENTRY
  }

  function togglePad(): void {
    isPadOpen.value = !isPadOpen.value
  }

  /** Closes the keypad and clears the quick entry. */
  function closePad(): void {
    isPadOpen.value = false
    clear()
  }

  function askFreePrice(): void {
    isFreePrice.value = true
  }

  /** Ends the free price, given or not, and clears the quick entry. */
  function endFreePrice(): void {
    isFreePrice.value = false
    clear()
  }

  /** Returns the quantity and price for the article touched now, and clears the quick entry. */
  function take(): HowMuch {
    const quantityMilli = quickQuantityMilli(quickEntry.value)
    const unitPriceCents = quickPriceCents(quickEntry.value)
    clear()
    return {
      ...(quantityMilli === undefined ? {} : { quantityMilli }),
      ...(unitPriceCents === undefined ? {} : { unitPriceCents }),
    }
  }

  return {
    quickEntry,
    isPadOpen,
    isFreePrice,
    isEmpty,
    amountCents,
    press,
    clear,
    togglePad,
    closePad,
    askFreePrice,
    endFreePrice,
    take,
  }
})
