import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useAutomaticSyncStore } from '@/stores/catalogue/automaticSync'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { useNetworkStore } from '@/stores/network'
import { useSettingsStore } from '@/stores/settings/settings'
import { useSyncStore } from '@/stores/catalogue/sync'
import { useContext, useWorker } from '@/stores/useContext'
import { tryAgainInMs } from '@/core/tryAgain'

/** Wait before looking again whether a payment has ended or the battery is charged. */
const AGAIN_MS = 30_000

/**
 * Imports online orders after each sync, once the owner has recorded the first ones by hand. A
 * failed import is tried again, at growing intervals; catalogue and counter never wait for it. The
 * outcome of each import is stored on the device, and shown with the orders.
 */
export const useAutomaticOrdersStore = defineStore('automaticOrders', () => {
  const context = useContext()
  const worker = useWorker()
  const automaticSync = useAutomaticSyncStore()
  const connection = useConnectionStore()
  const network = useNetworkStore()
  const settings = useSettingsStore()
  const sync = useSyncStore()
  /** Imports ended since the till was opened, successful or not. */
  const ended = shallowRef(0)
  const isRunning = shallowRef(false)
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function plan(inMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look().catch(reportError), inMs)
  }

  async function look(): Promise<void> {
    const shop = connection.connection
    if (!shop || isRunning.value) return
    if (!automaticSync.mayAsk()) return plan(AGAIN_MS)
    isRunning.value = true
    const { isTraining } = context
    const request = { connection: { ...shop }, seller: { ...settings.seller }, isTraining }
    const imported = await worker
      .importOrdersByItself(
        request,
        Comlink.proxy(() => undefined),
      )
      .finally(() => {
        isRunning.value = false
      })
    if (imported === null) return
    if (imported.ok) {
      failures = 0
    } else if (imported.error.code === 'sync-elsewhere') {
      return plan(AGAIN_MS)
    } else {
      plan(tryAgainInMs(failures, Math.random()))
      failures += 1
    }
    ended.value += 1
  }

  function start(): void {
    watch(
      () => sync.isRunning,
      isRunningNow => isRunningNow || plan(0),
    )
    watch(
      () => network.isOnline,
      isOnline => isOnline && failures > 0 && plan(AGAIN_MS),
    )
  }

  return { ended, isRunning, start }
})
