import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useSalesStore } from './sales'
import { useTodayStore } from '@/stores/today'
import { useContext } from '@/stores/useContext'
import { addNewest, noTakings } from '@/core/closing/dayTakings'
import { listSales } from '@/till/journal/listSales'

/**
 * What the current day took, counter and web apart. It is summed from the newest sales, which are
 * read anyway; only where these do not reach back to the day's first are more of them read, once.
 */
export const useDayTakingsStore = defineStore('dayTakings', () => {
  const context = useContext()
  const sales = useSalesStore()
  const today = useTodayStore()
  const takings = shallowRef(noTakings(today.day))
  const shown = computed(() => (takings.value.isWhole ? takings.value : null))

  function add(found: typeof sales.sales, hasMore: boolean): void {
    const before = takings.value.day === today.day ? takings.value : noTakings(today.day)
    takings.value = addNewest(before, found, hasMore, context.space)
  }

  async function complete(): Promise<void> {
    let wanted = sales.sales.length
    while (!takings.value.isWhole) {
      wanted *= 2
      const found = await listSales(context, wanted + 1)
      add(found.slice(0, wanted), found.length > wanted)
    }
  }

  watch(
    [() => sales.sales, () => today.day],
    () => {
      add(sales.sales, sales.hasMore)
      void complete().catch(reportError)
    },
    { immediate: true },
  )

  return { shown }
})
