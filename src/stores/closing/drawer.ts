import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { usePrinterStore } from '@/stores/printing/printer'
import { useContext } from '@/stores/useContext'
import type { CountedCash, Drawer } from '@/core/closing/drawer'
import type { Result, SellingError, TillError } from '@/core/errors'
import type {
  CashCountedV1,
  CashMovementV1,
  DrawerOpenedV1,
} from '@/core/journal/events/drawerAndTracesV1'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import * as drawerActs from '@/till/closing/drawer'

/** The cash drawer: its state in the journal, and the actions on it. */
export const useDrawerStore = defineStore('drawer', () => {
  const context = useContext()
  const people = usePeopleStore()
  const printer = usePrinterStore()
  const drawer = shallowRef<Drawer | null>(null)
  const problem = shallowRef<TillError | null>(null)
  const sealing = shallowRef<Promise<unknown>>()
  /** The cash is being counted: nothing else may ask for attention. */
  const isCounting = shallowRef(false)

  const isSealing = computed(() => sealing.value !== undefined)
  /** A cashier counts without knowing the expected amount. */
  const maySeeExpected = computed(() => people.may({ permission: 'cash-out' }))

  /** Clears what an earlier action left. */
  function begin(): void {
    problem.value = null
    drawer.value = null
  }

  /** Notes that counting the cash begins or ends. */
  function setCounting(isNow: boolean): void {
    isCounting.value = isNow
  }

  async function read(): Promise<void> {
    drawer.value = await drawerActs.readDrawer(context)
  }

  /** Opens the drawer with its float. Its entry once it is sealed; else null, and `problem` says why. */
  const open = (counted: CountedCash): Promise<EntryOf<DrawerOpenedV1> | null> =>
    once(() => drawerActs.openDrawer(context, people.current, counted)).then(noted)

  /** Taking cash out needs the permission, or an approval. */
  async function move(
    moved: Parameters<typeof drawerActs.moveCash>[2],
  ): Promise<EntryOf<CashMovementV1> | null> {
    const { direction, amountCents, reason } = moved
    const by =
      direction === 'out'
        ? await people.approve({ permission: 'cash-out' }, { amountCents, reason })
        : people.current
    if (!by) return null
    return once(() => drawerActs.moveCash(context, people.current, moved)).then(noted)
  }

  const count = (counted: CountedCash, reason: string): Promise<EntryOf<CashCountedV1> | null> =>
    once(() => drawerActs.countCash(context, people.current, counted, reason)).then(noted)

  async function openWithoutSale(reason: string): Promise<boolean> {
    if (!(await people.approve({ permission: 'drawer-without-sale' }, { reason }))) return false
    const sealed = await once(() => drawerActs.openWithoutSale(context, people.current, reason))
    if (sealed?.ok) printer.openItsDrawer()
    return sealed?.ok === true
  }

  /** Seals one thing at a time: a second press during a write does nothing. */
  async function once<T>(
    action: () => Promise<Result<T, SellingError>>,
  ): Promise<Result<T, SellingError> | null> {
    if (sealing.value) return null
    const acting = action()
    sealing.value = acting
    try {
      const sealed = await acting
      problem.value = sealed.ok ? null : sealed.error
      return sealed
    } finally {
      sealing.value = undefined
    }
  }

  const entryOf = <T>(sealed: Result<T, SellingError> | null) => (sealed?.ok ? sealed.value : null)

  /** The entry that was sealed; the printer does what follows, where there is one. */
  function noted<T extends JournalEntry>(sealed: Result<T, SellingError> | null): T | null {
    const entry = entryOf(sealed)
    if (entry) printer.noteSealed(entry)
    return entry
  }

  return {
    drawer,
    problem,
    isSealing,
    isCounting,
    maySeeExpected,
    begin,
    setCounting,
    read,
    open,
    move,
    count,
    openWithoutSale,
  }
})
