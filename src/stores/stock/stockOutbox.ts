import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useAutomaticSyncStore } from '@/stores/catalogue/automaticSync'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { useSyncStore } from '@/stores/catalogue/sync'
import { useNetworkStore } from '@/stores/network'
import { usePeopleStore } from '@/stores/people/people'
import { useContext, useWorker } from '@/stores/useContext'
import type { TillError } from '@/core/errors'
import { isToSend, type StockConflict, type StockToSend } from '@/core/stock/stockDeltas'
import type { StockHanded } from '@/core/stock/stockHanded'
import { tryAgainInMs } from '@/core/tryAgain'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { readSetting } from '@/till/settings/settings'
import { settleStockConflict, watchStock, watchStockSetting } from '@/till/stock/watchStock'

/** The counter comes first: a sale's change of stock is sent a little later, with the next ones. */
const AFTER_A_SALE_MS = 5_000
/** Wait before looking again whether a payment has ended or the battery is charged. */
const AGAIN_MS = 30_000

/** Changes of stock made by counter sales: waiting, sent, or left for a person to judge. */
export const useStockOutboxStore = defineStore('stockOutbox', () => {
  const context = useContext()
  const worker = useWorker()
  const automaticSync = useAutomaticSyncStore()
  const connection = useConnectionStore()
  const network = useNetworkStore()
  const people = usePeopleStore()
  const sync = useSyncStore()

  const isOn = shallowRef(false)
  /** Where there are several devices: which one sends for this one. */
  const handed = shallowRef<StockHanded | null>(null)
  const rows = shallowRef<StockToSend[]>([])
  const error = shallowRef<TillError | null>(null)
  const seesOrders = shallowRef(true)
  const isSending = shallowRef(false)
  /** Names of packs of which the till only assumes what their sale lowers. */
  const assumedPacks = shallowRef<string[]>([])
  let failures = 0
  let isMoreDue = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const waiting = computed(() => rows.value.filter(isToSend).length)

  function plan(inMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), inMs)
  }

  async function look(): Promise<void> {
    const isAnyFollowed = rows.value.some(row => row.followed?.lookAgainAt)
    const isDue = waiting.value > 0 || isAnyFollowed || isMoreDue
    if (!isOn.value || !isDue || isSending.value) return
    if (automaticSync.mayAsk()) await send()
    else plan(AGAIN_MS)
  }

  async function send(): Promise<void> {
    if (!connection.connection || isSending.value) return
    isSending.value = true
    const sent = await worker.sendStock({ ...connection.connection }).finally(() => {
      isSending.value = false
    })
    if (sent.ok) {
      failures = 0
      error.value = null
      seesOrders.value = sent.value.seesOrders
      isMoreDue = sent.value.goesOnInMs !== null
      if (sent.value.goesOnInMs !== null) plan(sent.value.goesOnInMs)
    } else if (sent.error.code === 'sync-elsewhere') {
      plan(AGAIN_MS)
    } else {
      error.value = sent.error
      plan(tryAgainInMs(failures, Math.random()))
      failures += 1
    }
  }

  async function saveIsOn(next: boolean): Promise<void> {
    const act = settingAct('sendsStock')
    if (!(await people.approve(act, act.about))) return
    await keepOwnersSetting(context, people.current, 'sendsStock', next)
    isOn.value = next
    if (next) plan(AFTER_A_SALE_MS)
  }

  async function settle(row: StockToSend, conflict: StockConflict, how: 'apply' | 'forget') {
    await settleStockConflict(context, row, conflict, how)
  }

  async function readPacks(): Promise<void> {
    const kept = await readSetting(context, 'shopPacks')
    assumedPacks.value = (kept?.packs ?? []).filter(one => one.isAssumed).map(one => one.name)
  }

  async function start(): Promise<void> {
    watch(() => sync.runs, readPacks, { immediate: true })
    isOn.value = (await readSetting(context, 'sendsStock')) ?? false
    // Another device of the shop may name this one, or another.
    watchStockSetting(context, 'sendsStock', next => (isOn.value = next ?? false), reportError)
    watchStockSetting(context, 'stockHanded', next => (handed.value = next ?? null), reportError)
    watchStock(context, next => (rows.value = next), reportError)
    // Writes that were still to be checked when the till was closed.
    plan(AGAIN_MS)
    watch(waiting, (now, before) => {
      // After a failure the shop is left alone until the next try is due.
      if (now > before && failures === 0) plan(AFTER_A_SALE_MS)
    })
    watch(
      () => network.isOnline,
      isOnline => isOnline && plan(AFTER_A_SALE_MS),
    )
  }

  return {
    isOn,
    handed,
    rows,
    waiting,
    error,
    seesOrders,
    assumedPacks,
    isSending,
    start,
    send,
    saveIsOn,
    settle,
  }
})
