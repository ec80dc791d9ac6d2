import { useBattery, useNetwork } from '@vueuse/core'
import { defineStore } from 'pinia'
import { watch } from 'vue'
import { useConnectionStore } from './connection'
import { useCounterStore } from '@/stores/counter'
import { useNetworkStore } from '@/stores/network'
import { useSettingsStore } from '@/stores/settings/settings'
import { useSyncStore } from './sync'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import {
  maySyncNow,
  nextPricesInMs,
  nextSyncInMs,
  type SyncMoment,
} from '@/core/catalogue/syncSchedule'

/** The till opens and sells first. */
const AFTER_OPENING_MS = 4_000
/** Wait before looking again whether a payment has ended or the battery is charged. */
const AGAIN_MS = 30_000
const LOW_BATTERY = 0.2

/**
 * Syncs with the shop on opening, when the network comes back and at the owner's interval, never in
 * the middle of a payment. A failure shows on the articles page; the counter asks nothing.
 */
export const useAutomaticSyncStore = defineStore('automaticSync', () => {
  const connection = useConnectionStore()
  const counter = useCounterStore()
  const network = useNetworkStore()
  const settings = useSettingsStore()
  const sync = useSyncStore()
  const payment = usePaymentPhaseStore()
  const battery = useBattery()
  const line = useNetwork()
  let timer: ReturnType<typeof setTimeout> | undefined

  function moment(): SyncMoment {
    const { isSupported, charging, level } = battery
    return {
      isOnline: network.isOnline,
      isPaying: payment.isPaying,
      // `saveData` is all that browsers tell of a metered connection.
      isMetered: line.saveData.value === true,
      isBatteryLow: isSupported.value && !charging.value && level.value < LOW_BATTERY,
      isRunning: sync.isRunning,
      isElsewhere: counter.isElsewhere,
    }
  }

  function plan(inMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), inMs)
  }

  async function look(): Promise<void> {
    const every = settings.syncEveryMinutes
    if (every === 0 || !connection.connection) return
    if (!mayAsk()) {
      plan(AGAIN_MS)
      return
    }
    await sync.start({ trigger: 'automatic', sweep: 'due' })
  }

  /**
   * The interval counts from the last sync, whether it was started by hand, on opening or by this
   * timer. The till does not wait for it when all prices must be read again before.
   */
  function planNext(): void {
    const every = settings.syncEveryMinutes
    if (every === 0) return
    const prices = { readAt: sync.oldestCheck, articles: sync.lastRun?.counts.articles ?? 0 }
    const pricesInMs = nextPricesInMs(prices, sync.runs, Date.now(), Math.random())
    const syncInMs = nextSyncInMs(every, sync.runs, Math.random())
    plan(pricesInMs === null ? syncInMs : Math.min(syncInMs, pricesInMs))
  }

  function start(): void {
    plan(AFTER_OPENING_MS)
    watch(
      () => sync.isRunning,
      isRunning => {
        if (!isRunning) planNext()
      },
    )
    watch(
      () => network.isOnline,
      isOnline => {
        if (isOnline) plan(AFTER_OPENING_MS)
      },
    )
    // The log of a sync reaches this page after the sync has ended.
    watch(
      () => sync.oldestCheck,
      () => {
        if (!sync.isRunning) planNext()
      },
    )
    watch([() => settings.syncEveryMinutes, () => connection.connection], () => plan(AGAIN_MS))
  }

  /** Whether a request to the shop may be made now, without a tap. */
  const mayAsk = () => maySyncNow(moment())

  return { start, mayAsk }
})
