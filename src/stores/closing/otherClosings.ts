import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useOtherTillsStore } from '@/stores/sharing/otherTills'
import { onceMore } from '@/stores/onceMore'
import { onlyLast } from '@/stores/onlyLast'
import { useContext } from '@/stores/useContext'
import { isClosing } from '@/core/closing/closing'
import { closingPaperOf } from '@/core/closing/closingPaper'
import type { Drawer } from '@/core/closing/drawer'
import type { PeriodV1 } from '@/core/journal/events/closingV1'
import type { TillChoice } from '@/core/sharing/otherTills'
import type { CopiedEntry } from '@/till/sharing/copies/readCopiedEntry'
import type { CopiedClosing } from '@/till/sharing/copies/readOtherBooks'

const CLOSINGS_AT_ONCE = 50

/** Closings and drawers of the shop's other tills, from their copies, to be read only. */
export const useOtherClosingsStore = defineStore('otherClosings', () => {
  const context = useContext()

  const choice = shallowRef<TillChoice>('own')
  const closings = shallowRef<readonly CopiedClosing[]>([])
  const hasMore = shallowRef(false)
  /** The drawer of the chosen till, as its journal says it. */
  const drawer = shallowRef<Drawer | null>(null)
  const current = shallowRef<CopiedEntry | null>(null)
  const currentPaper = computed(() => {
    const { entry, fingerprint } = current.value ?? {}
    return entry && isClosing(entry) ? closingPaperOf(entry, fingerprint ?? '') : null
  })

  const others = useOtherTillsStore()
  const newQuery = onlyLast()
  let period: PeriodV1 = 'day'
  const readNews = onceMore(() => read(Math.max(closings.value.length, CLOSINGS_AT_ONCE)))
  watch(
    () => others.knownUpTo,
    () => readNews().catch(reportError),
  )

  /** Looks at another till; `own` looks at this one again. */
  async function choose(chosen: TillChoice): Promise<void> {
    choice.value = chosen
    closings.value = []
    hasMore.value = false
    drawer.value = null
    await read(CLOSINGS_AT_ONCE)
  }

  /** Lists the newest closings of a kind of period. */
  async function list(wanted: PeriodV1): Promise<void> {
    period = wanted
    await read(CLOSINGS_AT_ONCE)
  }

  const loadMore = () => read(closings.value.length + CLOSINGS_AT_ONCE)

  async function read(count: number): Promise<void> {
    const isLast = newQuery()
    const device = choice.value
    if (device === 'own') return
    const { listCopiedClosings, readOtherDrawer } =
      await import('@/till/sharing/copies/readOtherBooks')
    const found = await listCopiedClosings(context, device, period, count + 1)
    const cash = await readOtherDrawer(context, device)
    if (!isLast()) return
    closings.value = found.slice(0, count)
    hasMore.value = found.length > count
    drawer.value = cash
  }

  const newOpening = onlyLast()

  /** Shows a closing of a copy by its address. */
  async function show(address: string): Promise<void> {
    const isLast = newOpening()
    current.value = null
    const { readCopiedEntry } = await import('@/till/sharing/copies/readCopiedEntry')
    const found = await readCopiedEntry(context, address)
    if (isLast()) current.value = found
  }

  return { choice, closings, hasMore, drawer, current, currentPaper, choose, list, loadMore, show }
})
