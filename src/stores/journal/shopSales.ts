import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useSaleSearchStore } from './saleSearch'
import { useOtherTillsStore } from '@/stores/sharing/otherTills'
import { onceMore } from '@/stores/onceMore'
import { onlyLast } from '@/stores/onlyLast'
import { useContext } from '@/stores/useContext'
import type { GivenBack } from '@/core/payment/refund'
import type { TillChoice } from '@/core/sharing/otherTills'
import type { ShopSale } from '@/core/sharing/shopSales'
import type { CopiedEntry } from '@/till/sharing/copies/readCopiedEntry'

const SALES_AT_ONCE = 50

/** Sales of the shop's other tills, from their copies. */
export const useShopSalesStore = defineStore('shopSales', () => {
  const context = useContext()
  const search = useSaleSearchStore()
  const others = useOtherTillsStore()

  const choice = shallowRef<TillChoice>('own')
  const sales = shallowRef<readonly ShopSale[]>([])
  /** By entry reference. */
  const givenBack = shallowRef<ReadonlyMap<string, GivenBack>>(new Map())
  const hasMore = shallowRef(false)
  const isReading = shallowRef(false)
  /** The sale of another till that is shown; null where it is not here. */
  const current = shallowRef<CopiedEntry | null>(null)

  const newQuery = onlyLast()
  watchDebounced(
    [() => search.text, () => search.fromDay, () => search.toDay, () => search.filter],
    () => read(SALES_AT_ONCE),
    { debounce: 120 },
  )
  const readNews = onceMore(() => read(Math.max(sales.value.length, SALES_AT_ONCE)))
  watch(
    () => others.knownUpTo,
    () => readNews().catch(reportError),
  )

  async function choose(chosen: TillChoice): Promise<void> {
    choice.value = chosen
    sales.value = []
    hasMore.value = false
    await read(SALES_AT_ONCE)
  }

  const loadMore = () => read(sales.value.length + SALES_AT_ONCE)

  async function read(count: number): Promise<void> {
    const isLast = newQuery()
    if (choice.value === 'own') return
    isReading.value = true
    try {
      const { listShopSales, readShopGivenBack } =
        await import('@/till/sharing/copies/listShopSales')
      const found = await listShopSales(context, choice.value, await search.readSearch(), count)
      const back = await readShopGivenBack(context, found.sales)
      if (!isLast()) return
      givenBack.value = back
      sales.value = found.sales
      hasMore.value = found.hasMore
    } finally {
      if (isLast()) isReading.value = false
    }
  }

  const newOpening = onlyLast()

  /** Opens the sale of a copy by its address. */
  async function open(address: string): Promise<void> {
    const isLast = newOpening()
    current.value = null
    const { readCopiedEntry } = await import('@/till/sharing/copies/readCopiedEntry')
    const found = await readCopiedEntry(context, address)
    if (isLast()) current.value = found
  }

  return { choice, sales, givenBack, hasMore, isReading, current, choose, loadMore, open }
})
