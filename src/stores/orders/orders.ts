import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useAutomaticOrdersStore } from './automaticOrders'
import { openChoices } from './openChoices'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { onlyLast } from '@/stores/onlyLast'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'
import { useContext, useWorker } from '@/stores/useContext'
import type { TillError } from '@/core/errors'
import {
  NOTHING_MET,
  type ImportHow,
  type MetInShop,
  type OrderImport,
  type OrderNote,
  type OrderRun,
} from '@/core/orders/orderImport'
import type { CounterRules } from '@/core/settings/counterRules'
import { isToPrepare, type ListedOrder } from '@/core/orders/orderPreparation'
import { TO_RECORD_ORDERS } from '@/core/people/approval'
import { isMapped } from '@/core/orders/orderTender'
import type { StateMeaning } from '@/core/orders/orderState'
import { rulesAct } from '@/till/settings/changeRules'
import type { ImportOptions } from '@/till/orders/importOrders'
import {
  handOver,
  listOrders,
  readImportState,
  readOrderNotes,
  readOrdersAgain,
} from '@/till/orders/listOrders'

const ORDERS_AT_ONCE = 100

/** Online orders: the recorded ones, a preview of the next import, and the ones to prepare. */
export const useOrdersStore = defineStore('orders', () => {
  const context = useContext()
  const worker = useWorker()
  const automatic = useAutomaticOrdersStore()
  const connection = useConnectionStore()
  const people = usePeopleStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  const orders = shallowRef<ListedOrder[]>([])
  const hasMore = shallowRef(false)
  const notes = shallowRef<OrderNote[]>([])
  const met = shallowRef<MetInShop>(NOTHING_MET)
  const lastRun = shallowRef<OrderRun | null>(null)
  const fromDay = shallowRef('')
  const isFirst = shallowRef(true)
  /** Orders read so far by the import under way; null when no import runs. */
  const running = shallowRef<number | null>(null)
  const preview = shallowRef<OrderImport | null>(null)
  const decisions = openChoices(preview)
  const done = shallowRef<OrderImport | null>(null)
  const problem = shallowRef<TillError | null>(null)
  /** The `fromDay` that was proposed: the owner may type another. */
  let offeredDay = ''
  const newQuery = onlyLast()
  const toPrepare = computed(() => orders.value.filter(isToPrepare))
  /** Payment modules that are recorded as another payment method, because nobody mapped them. */
  const unknownModules = computed(() => unmappedModules(met.value, rules.rules))

  watch(fromDay, forgetPreview)
  watch(
    () => automatic.ended,
    () => void list().catch(reportError),
  )

  const chooseFromDay = (day: string) => void (fromDay.value = day)

  /** Drops the preview, also one under way: it was made for other days or meanings of states. */
  function forgetPreview(): void {
    newQuery()
    preview.value = null
  }

  /** Reads the orders stored on the device, without a request to the shop. */
  async function list(isMore = false): Promise<void> {
    const wanted = (isMore ? orders.value.length : 0) + ORDERS_AT_ONCE
    const found = await listOrders(context, wanted + 1)
    orders.value = found.slice(0, wanted)
    hasMore.value = found.length > wanted
    notes.value = await readOrderNotes(context)
    if (!connection.connection) return
    const kept = await readImportState(context, connection.connection)
    lastRun.value = kept.run
    if (kept.state) met.value = kept.state.met
    isFirst.value = kept.state === null
    if (fromDay.value === '' || fromDay.value === offeredDay) fromDay.value = kept.fromDay
    offeredDay = kept.fromDay
  }

  const look = (names: ImportOptions['names']) => ask(names, { kind: 'look' })

  async function apply(names: ImportOptions['names']): Promise<void> {
    const seen = preview.value
    if (!seen || !(await people.approve(TO_RECORD_ORDERS, TO_RECORD_ORDERS.about))) return
    await ask(names, { kind: 'record', agreed: { ...seen.entries, ...decisions.choices.value } })
    if (done.value) offeredDay = fromDay.value
    await list()
  }

  async function ask(names: ImportOptions['names'], how: ImportHow): Promise<void> {
    const { connection: shop } = connection
    if (running.value !== null || !shop) return
    const isLast = newQuery()
    running.value = 0
    problem.value = done.value = preview.value = null
    const show = (read: number) => void (running.value = running.value === null ? null : read)
    const about = { user: people.current, names, isTraining: context.isTraining, how }
    const shops = { seller: { ...settings.seller }, connection: { ...shop } }
    const request = { ...about, ...shops, fromDay: fromDay.value }
    try {
      const imported = await worker.importOrders(request, Comlink.proxy(show))
      if (!imported.ok) problem.value = imported.error
      else {
        met.value = imported.value.met
        if (how.kind === 'record') done.value = imported.value
        else if (isLast()) preview.value = imported.value
      }
    } finally {
      running.value = null
    }
  }

  async function setHandedOver(eventId: string, isHandedOver: boolean): Promise<void> {
    await handOver(context, eventId, isHandedOver)
    await list()
  }

  /** Sets what an order state means for the journal; the next import reads all orders again. */
  async function mean(stateId: number, meaning: StateMeaning): Promise<void> {
    const orderStates = { ...rules.rules.orderStates, [stateId]: meaning }
    if (!(await decide({ orderStates }))) return
    if (connection.connection) await readOrdersAgain(context, connection.connection)
  }

  /** Sets what modules and carriers stand for, or whether orders are imported automatically. */
  async function decide(
    wanted: Partial<
      Pick<CounterRules, 'orderStates' | 'orderTenders' | 'orderCarriers' | 'importsOrders'>
    >,
  ): Promise<boolean> {
    const act = rulesAct(wanted)
    if (!(await people.approve(act, act.about))) return false
    await rules.change(wanted)
    forgetPreview()
    return true
  }

  return {
    orders,
    hasMore,
    notes,
    met,
    lastRun,
    unknownModules,
    fromDay,
    chooseFromDay,
    isFirst,
    running,
    preview,
    done,
    ...decisions,
    problem,
    toPrepare,
    list,
    look,
    apply,
    setHandedOver,
    mean,
    decide,
  }
})

const unmappedModules = ({ modules }: MetInShop, rules: CounterRules) =>
  modules.filter(({ module }) => !isMapped(module, { ...rules, modules }))
