import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useCustomersStore } from '@/stores/customers/customers'
import { onlyLast } from '@/stores/onlyLast'
import { useSalesStore } from './sales'
import { useContext } from '@/stores/useContext'
import { newestFirst, type SaleEntry } from '@/core/journal/journal'
import { addressOf, referenceKey } from '@/core/journal/entryReference'
import { parseDocumentLabel } from '@/core/journal/series'
import type { GivenBack } from '@/core/payment/refund'
import {
  cluesOf,
  isAnySale,
  mayBeName,
  SALE_FILTERS,
  type SaleFilter,
  type SaleSearch,
} from '@/core/journal/saleSearch'
import {
  findByDocument,
  findSales,
  SEARCH_START,
  type SearchPosition,
} from '@/till/journal/findSales'
import { findSaleElsewhere, listTillCodes } from '@/till/journal/listSales'
import type { TillContext } from '@/till/context'
import { readGivenBack } from '@/till/payment/readRefundable'

/** What is typed or chosen to find sales. */
interface SaleWish {
  text: string
  fromDay: string
  toDay: string
  filter: SaleFilter
}

/** Search for sales in the journal; without a query, the newest sales. */
export const useSaleSearchStore = defineStore('saleSearch', () => {
  const context = useContext()
  const catalogue = useCatalogueStore()
  const customers = useCustomersStore()
  const sales = useSalesStore()

  const text = ref('')
  const fromDay = ref('')
  const toDay = ref('')
  const filter = ref<SaleFilter>('all')
  const found = shallowRef<SaleEntry[]>([])
  /** Where the search goes on; null once everything was searched. */
  const next = shallowRef<SearchPosition | null>(null)
  const isSearching = shallowRef(false)
  const givenBack = shallowRef<ReadonlyMap<string, GivenBack>>(new Map())
  /** A bare number may be a document of this till, or of a till code it goes on from. */
  const tillCodes = shallowRef<readonly string[]>([context.tillCode])
  let running = new AbortController()

  const search = computed<SaleSearch>(() => ({
    clues: cluesOf(
      text.value,
      { tills: tillCodes.value, today: context.now().day },
      code => catalogue.findByBarcode(code)?.articleId,
    ),
    fromDay: fromDay.value,
    toDay: toDay.value,
    kind: filter.value,
  }))
  const hasQuery = computed(() => !isAnySale(search.value))
  const shown = computed(() => (hasQuery.value ? found.value : sales.sales))
  const hasMore = computed(() => (hasQuery.value ? next.value !== null : sales.hasMore))
  /** Every sale of the demo is training: a filter for it would be useless there. */
  const filters = SALE_FILTERS.filter(one => one !== 'lessons' || context.space === 'shop')

  const wished = [text, fromDay, toDay, filter]
  // Shown at once, before the debounce of the next character ends.
  watch(wished, () => (isSearching.value = hasQuery.value))
  // A sale sealed meanwhile, in any tab, is found too. Values that a search itself reads must not
  // be watched: they would start another search.
  watchDebounced([...wished, () => sales.sales], begin, { debounce: 120 })
  const newQuery = onlyLast()
  watch(shown, async now => {
    const isLast = newQuery()
    const back = await readGivenBack(context, now)
    if (isLast()) givenBack.value = back
  })

  /** Changes the query; a field that is not given stays as it was. */
  function wish(wanted: Partial<SaleWish>): void {
    text.value = wanted.text ?? text.value
    fromDay.value = wanted.fromDay ?? fromDay.value
    toDay.value = wanted.toDay ?? toDay.value
    filter.value = wanted.filter ?? filter.value
  }

  async function begin(): Promise<void> {
    const signal = abortEarlier()
    await readTillCodes()
    if (signal.aborted) return
    if (hasQuery.value) await look(SEARCH_START, [], signal)
    else found.value = []
  }

  /** The query, with the customers whose names match; customers are read at the first search. */
  async function readSearch(): Promise<SaleSearch> {
    const { clues, ...others } = search.value
    if (!mayBeName(text.value, clues)) return search.value
    const typed = text.value
    await customers.load()
    const customerIds = new Set(customers.find(typed).map(one => one.customerId))
    if (customerIds.size === 0) return { clues, ...others }
    return { clues: [{ clue: 'customers', customerIds }, ...clues], ...others }
  }

  async function readTillCodes(): Promise<void> {
    const read = await listTillCodes(context)
    if (read.join() !== tillCodes.value.join()) tillCodes.value = read
  }

  async function loadMore(): Promise<void> {
    if (!hasQuery.value) await sales.loadMore()
    else if (next.value && !isSearching.value) {
      await look(next.value, found.value, abortEarlier())
    }
  }

  /** Aborts the search under way: one search runs at a time. */
  function abortEarlier(): AbortSignal {
    running.abort()
    running = new AbortController()
    return running.signal
  }

  async function look(from: SearchPosition, before: SaleEntry[], signal: AbortSignal) {
    isSearching.value = true
    const some = await findSales(context, await readSearch(), from, signal)
    const named =
      some.sales.length > 0 || before.length > 0 ? null : await findElsewhere(context, text.value)
    // A slower answer to an earlier query is not shown under a later one.
    if (signal.aborted) return
    isSearching.value = false
    next.value = some.next
    found.value = inOrder([...before, ...some.sales, ...(named ? [named] : [])])
  }

  /** Address of the one sale that the text means: the sale with that number, or the only result. */
  async function open(): Promise<string | null> {
    const named =
      (await findByDocument(context, text.value)) ?? (await findElsewhere(context, text.value))
    if (named) return addressOf(named, context.tillCode)
    await readTillCodes()
    if (!hasQuery.value) return null
    // A signal of its own: a new search on the screen does not abort this one.
    const { signal } = new AbortController()
    const [only, another] = (await findSales(context, await readSearch(), SEARCH_START, signal))
      .sales
    return only && !another ? addressOf(only, context.tillCode) : null
  }

  return {
    wish,
    text,
    fromDay,
    toDay,
    filter,
    filters,
    shown,
    hasMore,
    hasQuery,
    isSearching,
    givenBack,
    readSearch,
    loadMore,
    open,
  }
})

/** The sale of another till of the shop whose number is typed, as its receipt has it. */
async function findElsewhere(context: TillContext, typed: string): Promise<SaleEntry | null> {
  const document = parseDocumentLabel(typed)
  return document ? findSaleElsewhere(context, document) : null
}

/** Sales each once, newest first. */
const inOrder = (sales: readonly SaleEntry[]): SaleEntry[] =>
  [...new Map(sales.map(sale => [referenceKey(sale), sale])).values()].sort(newestFirst)
