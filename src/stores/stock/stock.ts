import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useSalesStore } from '@/stores/journal/sales'
import { useOtherTillsStore } from '@/stores/sharing/otherTills'
import { useSyncStore } from '@/stores/catalogue/sync'
import { useContext } from '@/stores/useContext'
import type { StockLeft } from '@/core/stock/stock'
import { readStockLeft } from '@/till/stock/readStockLeft'

/** Stock left of each article, where the key may read the shop's stock. */
export const useStockStore = defineStore('stock', () => {
  const context = useContext()
  const sales = useSalesStore()
  const others = useOtherTillsStore()
  const sync = useSyncStore()
  const left = shallowRef<StockLeft | null>(null)

  async function read(): Promise<void> {
    left.value = await readStockLeft(context)
  }

  /** Reads the stock again after a sync or a sale, here or elsewhere, once the counter is at rest. */
  function start(): void {
    others.load().catch(reportError)
    const reasons = [() => sync.runs, () => sales.sales, () => others.knownUpTo]
    watchDebounced(reasons, read, { debounce: 800, immediate: true })
  }

  return { left, start }
})
