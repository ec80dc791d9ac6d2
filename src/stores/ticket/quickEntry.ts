import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  quickAmountCents,
  quickPriceCents,
  quickQuantityMilli,
  isLargeQuantity,
  isQuickEntryEmpty,
  NO_QUICK_ENTRY,
  pressQuickEntry,
  type QuickEntryKey,
} from '@/core/ticket/quickEntry'
import type { Article } from '@/core/catalogue/article'
import type { HowMuch } from '@/core/ticket/lines'
import { useRulesStore } from '@/stores/settings/rules'

/** Quick entry: the quantity or price typed before an article is touched. */
export const useQuickEntryStore = defineStore('quickEntry', () => {
  const rules = useRulesStore()
  const quickEntry = shallowRef(NO_QUICK_ENTRY)
  /** The keypad is on the screen; digits of a keyboard are shown without it. */
  const isPadOpen = shallowRef(false)
  /** A free price is being given to a department. */
  const isFreePrice = shallowRef(false)

  /** Some of it came from a keyboard, or from a scanner that types like one. */
  let isKeyed = false
  /** A large quantity of an article, sold only once the person has agreed. */
  const question = shallowRef<{ article: Article; how: HowMuch } | null>(null)

  const isEmpty = computed(() => isQuickEntryEmpty(quickEntry.value))
  const amountCents = computed(() => quickAmountCents(quickEntry.value))

  function press(key: QuickEntryKey): void {
    quickEntry.value = pressQuickEntry(quickEntry.value, key)
  }

  function pressOnKeyboard(key: QuickEntryKey): void {
    isKeyed = true
    press(key)
  }

  function clear(): void {
    isKeyed = false
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

  /**
   * Sells an article in the quantity typed; `more` is what its label says. A large quantity from a
   * keyboard is asked first, and nothing is sold until it is answered: then `sell` is called.
   */
  function sell(
    article: Article,
    add: (article: Article, how: HowMuch) => boolean,
    more: HowMuch = {},
  ): boolean {
    const wasKeyed = isKeyed
    const how = { ...take(), ...more }
    const isOwnMeasure = more.quantityMilli !== undefined
    const isLarge = isLargeQuantity(how.quantityMilli, rules.rules.mostUnaskedPieces)
    if (!wasKeyed || isOwnMeasure || !isLarge) return add(article, how)
    question.value = { article, how }
    return false
  }

  /** Ends the question, answered or not. */
  function endQuestion(): void {
    question.value = null
  }

  return {
    quickEntry,
    question,
    isPadOpen,
    isFreePrice,
    isEmpty,
    amountCents,
    press,
    pressOnKeyboard,
    sell,
    endQuestion,
    clear,
    togglePad,
    closePad,
    askFreePrice,
    endFreePrice,
    take,
  }
})
