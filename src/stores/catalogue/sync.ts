import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useConnectionStore } from './connection'
import { deviceLanguages } from '@/stores/settings/deviceLanguages'
import { usePeopleStore } from '@/stores/people/people'
import { useContext, useWorker } from '@/stores/useContext'
import type { SyncHow } from '@/worker/setup'
import type { TillError } from '@/core/errors'
import { syncResultOf } from '@/core/catalogue/syncResult'
import type { SyncProgress, SyncRun } from '@/core/catalogue/syncRun'
import type { ShopConnection } from '@/till/settings/settings'
import { recordSync } from '@/till/journal/recordTechnicalTraces'
import { watchSyncs, type SyncView } from '@/till/catalogue/watchCatalogue'

/** How often tiles look again for their pictures while these are being fetched. */
const PICTURES_SHOWN_EVERY_MS = 3_000

const PUT_OFF: readonly TillError['code'][] = ['sync-elsewhere', 'sync-cancelled']

/** A sync under way or just ended. It runs in the worker; selling goes on meanwhile. */
export const useSyncStore = defineStore('sync', () => {
  const context = useContext()
  const worker = useWorker()
  const connection = useConnectionStore()
  const people = usePeopleStore()
  const progress = shallowRef<SyncProgress | null>(null)
  const secondsLeft = shallowRef<number | null>(null)
  const lastReport = shallowRef<SyncRun | null>(null)
  const error = shallowRef<TillError | null>(null)
  const picturesArrived = shallowRef(0)
  const isRunning = shallowRef(false)
  const isFetchingPictures = shallowRef(false)
  const view = shallowRef<SyncView>(NOTHING_YET)
  let stepStartedAt = 0

  /** Follows the log of syncs of this tab and of others. */
  function follow(): Promise<void> {
    return new Promise((resolve, reject) => {
      watchSyncs(
        context,
        next => {
          view.value = next
          resolve()
        },
        reject,
      )
    })
  }

  /** Brings the catalogue in line with the shop; `all` reads every article again. */
  async function start(how: SyncHow = { trigger: 'hand', sweep: 'due' }): Promise<void> {
    if (isRunning.value || !connection.connection) return
    const shop = { ...connection.connection }
    isRunning.value = true
    error.value = null
    lastReport.value = null
    show({ step: 'connecting', done: 0, expected: null })
    try {
      const synced = await worker.syncCatalogue(shop, deviceLanguages(), how, Comlink.proxy(show))
      if (synced.ok) {
        tell(synced.value)
      } else if (how.trigger === 'hand' || synced.error.code !== 'sync-elsewhere') {
        error.value = synced.error
      }
    } finally {
      isRunning.value = false
      progress.value = null
    }
    if (!error.value) void fetchPictures(shop)
  }

  /** Fetches pictures after the articles; they delay neither a sale nor the next sync. */
  async function fetchPictures(shop: ShopConnection): Promise<void> {
    if (isFetchingPictures.value) return
    isFetchingPictures.value = true
    // A large shop's pictures take minutes: tiles look again meanwhile.
    const lookAgain = setInterval(() => (picturesArrived.value += 1), PICTURES_SHOWN_EVERY_MS)
    try {
      const pictures = await worker.syncPictures(shop, Comlink.proxy(show))
      // Another tab fetches them, or a new sync came first: they are fetched after it.
      const isPutOff = !pictures.ok && PUT_OFF.includes(pictures.error.code)
      if (!pictures.ok && !isPutOff) error.value = pictures.error
      picturesArrived.value += 1
    } finally {
      clearInterval(lookAgain)
      isFetchingPictures.value = false
      if (progress.value?.step === 'pictures') progress.value = null
    }
  }

  /** Applies the sync that waits for someone, who needs the right to change articles. */
  async function applyPending(): Promise<void> {
    if (!(await people.approve({ permission: 'articles' }, { import: 'applied' }))) return
    error.value = null
    const applied = await worker.applyPending(people.current)
    if (applied?.ok) tell(applied.value)
    else if (applied) error.value = applied.error
  }

  /** Shows the result of a sync at once; its trace in the journal follows. */
  function tell(run: SyncRun): void {
    lastReport.value = run
    recordSync(context, run).catch(reportError)
  }

  /** Restores the catalogue as it was before the last import: earlier prices come back. */
  async function undo(): Promise<void> {
    if (!(await people.approve({ permission: 'articles' }, { import: 'undone' }))) return
    lastReport.value = null
    const undone = await worker.undoSync(people.current)
    error.value = undone.ok ? null : undone.error
  }

  async function cancel(): Promise<void> {
    await worker.cancelSync()
  }

  /** The worker's last progress may arrive after its answer: it is then late, and not shown. */
  function show(next: SyncProgress): void {
    if (!isRunning.value && !(isFetchingPictures.value && next.step === 'pictures')) return
    if (isRunning.value && next.step === 'pictures') return
    if (next.step !== progress.value?.step) stepStartedAt = performance.now()
    progress.value = next
    const elapsed = performance.now() - stepStartedAt
    secondsLeft.value =
      next.expected && next.done > 0
        ? Math.ceil((elapsed / 1000 / next.done) * Math.max(0, next.expected - next.done))
        : null
  }

  return {
    progress,
    isRunning,
    secondsLeft,
    /** Result of the last sync, of this visit if there was one. */
    result: computed(() => syncResultOf(lastReport.value ?? view.value.lastRun, view.value.runs)),
    error,
    picturesArrived,
    isFetchingPictures,
    runs: computed(() => view.value.runs),
    lastRun: computed(() => view.value.lastRun),
    pending: computed(() => view.value.pending),
    undoable: computed(() => view.value.undoable),
    oldestCheck: computed(() => view.value.oldestCheck),
    languages: computed(() => view.value.languages),
    follow,
    start,
    applyPending,
    undo,
    cancel,
  }
})

const NOTHING_YET: SyncView = {
  runs: [],
  lastRun: null,
  pending: null,
  undoable: null,
  oldestCheck: null,
  languages: [],
}
