import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useConnectionStore } from './connection'
import { deviceLanguages } from './deviceLanguages'
import { useWorker } from './useTill'
import type { TillError } from '@/core/errors'
import type { SyncProgress, SyncRun } from '@/core/syncRun'

/** A sync under way or just ended. It runs in the worker; selling goes on meanwhile. */
export const useSyncStore = defineStore('sync', () => {
  const worker = useWorker()
  const connection = useConnectionStore()
  const progress = shallowRef<SyncProgress | null>(null)
  const secondsLeft = shallowRef<number | null>(null)
  const lastReport = shallowRef<SyncRun | null>(null)
  const error = shallowRef<TillError | null>(null)
  const picturesArrived = shallowRef(0)
  const isRunning = shallowRef(false)
  let stepStartedAt = 0

  async function start(): Promise<void> {
    if (isRunning.value || !connection.connection) return
    const shop = { ...connection.connection }
    isRunning.value = true
    error.value = null
    lastReport.value = null
    show({ step: 'connecting', done: 0, expected: null })
    try {
      const synced = await worker.syncCatalogue(shop, deviceLanguages(), Comlink.proxy(show))
      if (synced.ok) {
        lastReport.value = synced.value
        const pictures = await worker.syncPictures(shop, Comlink.proxy(show))
        if (!pictures.ok) error.value = pictures.error
        picturesArrived.value += 1
      } else error.value = synced.error
    } finally {
      isRunning.value = false
      progress.value = null
    }
  }

  async function cancel(): Promise<void> {
    await worker.cancelSync()
  }

  /** The worker's last words may come after its answer: they are then late, and not shown. */
  function show(next: SyncProgress): void {
    if (!isRunning.value) return
    if (next.step !== progress.value?.step) stepStartedAt = performance.now()
    progress.value = next
    const elapsed = performance.now() - stepStartedAt
    secondsLeft.value =
      next.expected && next.done > 0
        ? Math.ceil((elapsed / 1000 / next.done) * Math.max(0, next.expected - next.done))
        : null
  }

  return { progress, isRunning, secondsLeft, lastReport, error, picturesArrived, start, cancel }
})
