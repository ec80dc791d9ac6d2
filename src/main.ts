import './styles/index.css'
import * as Comlink from 'comlink'
import { createPinia } from 'pinia'
import { computed, createApp, watch, type App as VueApp } from 'vue'
import App from './App.vue'
import {
  PICTURE_FOLDER,
  PICTURE_SHOWN,
  PICTURES_ARRIVED,
} from './components/catalogue/pictureFolder'
import { prepareSound } from './components/ui/sounds'
import type { OpeningFault } from './core/errors'
import type { Space } from './core/journal/space'
import { isCoveredBy, type VisitPermission } from './core/people/permissions'
import { createMessages, detectLocale } from './messages'
import { makeRouter } from './router'
import { watchLeaving } from './stores/afterPaint'
import { useAppearanceStore } from './stores/settings/appearance'
import { useAutoLockStore } from './stores/people/autoLock'
import { useAutomaticOrdersStore } from './stores/orders/automaticOrders'
import { useAutomaticSyncStore } from './stores/catalogue/automaticSync'
import { useBackupStore } from './stores/backup/backup'
import { useCatalogueStore } from './stores/catalogue/catalogue'
import { useClosingStore } from './stores/closing/closing'
import { useConnectionStore } from './stores/catalogue/connection'
import { useCounterStore } from './stores/counter'
import { useInspectionStore } from './stores/journal/inspection'
import { useJournalFaultStore } from './stores/journal/journalFault'
import { useNetworkStore } from './stores/network'
import { useParkingStore } from './stores/ticket/parking'
import { usePaymentMethodsStore } from './stores/payment/paymentMethods'
import { usePeopleStore } from './stores/people/people'
import { usePictureStore } from './stores/catalogue/pictures'
import { useProblemStore } from './stores/problem'
import { useRulesStore } from './stores/settings/rules'
import { useSalesStore } from './stores/journal/sales'
import { useScannerStore } from './stores/scanning/scanner'
import { useSettingsStore } from './stores/settings/settings'
import { useSoundStore } from './stores/scanning/sounds'
import { useStockStore } from './stores/stock/stock'
import { useStockOutboxStore } from './stores/stock/stockOutbox'
import { useSyncStore } from './stores/catalogue/sync'
import { useTechnicalStore } from './stores/journal/technical'
import { useTicketStore } from './stores/ticket/ticket'
import { isMissingPart, useUpdateStore } from './stores/update'
import { provideContext } from './stores/useContext'
import { makeContext } from './till/makeContext'
import {
  faultOfOpening,
  NotOpened,
  openDeviceStorage,
  openStorage,
  storageFailure,
} from './till/openStorage'
import { openTill } from './till/openTill'
import { readSpace, readTraining } from './till/settings/chooseSpace'
import { followTillCode } from './till/journal/followTillCode'
import type { TillWorker } from './worker/worker'

/** The page that says why the till does not open is shown once nothing answers for so long. */
const ANSWER_WITHIN_MS = 10_000

void start()

/** Opens the till, or shows why it does not open and what still works. */
async function start(): Promise<void> {
  const { dataset } = document.documentElement
  // `opening.js` has told why: a browser too old, or a file that is missing.
  if ('stopped' in dataset) return
  dataset.started = ''
  const opening = showOpening()
  try {
    await open(opening)
  } catch (error) {
    const fault = faultOfOpening(error)
    if (fault.cause === 'unexpected') reportError(error)
    await opening.tell(fault)
  }
}

/** Opens the till, then mounts it: the page never shows another ticket than the stored one. */
async function open(opening: Opening): Promise<void> {
  const device = openDeviceStorage(() => localStorage)
  const space = readSpace(device)
  // Everything in the demo is training already: it has no training mode of its own.
  const isTraining = space === 'shop' && readTraining(device)
  const closed = makeContext(space, __TILL_VERSION__, isTraining)
  await openStorage(closed, fault => void opening.tell(fault))
  const context = await followTillCode(closed)
  const beside = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' })
  const worker = Comlink.wrap<TillWorker>(beside)
  const { tillCode } = context
  await Promise.race([worker.open(setupOf(space, tillCode)), untilBroken(beside)])

  const app = createApp(App)
  provideContext(app, context, worker)
  app.provide(PICTURE_FOLDER, `pictures/${space}/`)
  app.use(createPinia())

  useAppearanceStore()
  const settings = useSettingsStore()
  const counter = useCounterStore()
  const people = usePeopleStore()
  await openTill(context)
  await Promise.all([
    settings.start(),
    counter.start(),
    useConnectionStore().load(),
    useRulesStore().start(),
    people.start(),
    useAutoLockStore().start(),
    useScannerStore().start(),
    useSoundStore().start(),
    useInspectionStore().start(),
    useJournalFaultStore().start(),
  ])
  const sync = useSyncStore()
  await Promise.all([
    useTicketStore().start(),
    useParkingStore().start(),
    useCatalogueStore().start(),
    sync.follow(),
  ])
  useSalesStore().start()

  const pictures = usePictureStore()
  app.provide(PICTURE_SHOWN, pictures.note)
  const update = useUpdateStore()
  // On a first visit no picture can come before the service worker serves the page: what tiles
  // asked for until then was missing for that reason alone.
  app.provide(
    PICTURES_ARRIVED,
    computed(() => sync.picturesArrived + (update.opensOffline ? 1 : 0)),
  )
  const messages = createMessages(settings.locale ?? detectLocale(navigator.languages), space)
  app.use(messages)
  usePaymentMethodsStore().giveUsualNames(kind => messages.global.t(`tender.${kind}`))
  const mayVisit = async (permission: VisitPermission) =>
    (await people.approve({ permission }, {})) !== null
  const inspection = useInspectionStore()
  const router = makeRouter(
    () => settings.isFirstRun,
    () => inspection.isOn,
    mayVisit,
    (permission, approved) => isCoveredBy(people.rights, permission, approved),
  )
  app.use(router)
  watch(
    () => inspection.isOn,
    isOn => {
      // An inspection begun in another tab also closes the screen shown here.
      if (isOn) router.push('/inspection').catch(reportError)
    },
  )
  tellUnexpected(app, beside)
  opening.end()
  app.mount('#app')
  startBesideSelling(space)
}

const setupOf = (space: Space, tillCode: string) => ({
  space,
  tillCode,
  pageAddress: new URL('./', document.baseURI).href,
  version: __TILL_VERSION__,
})

/** Rejects when the worker's file does not come: nothing else would ever answer. */
function untilBroken(beside: Worker): Promise<never> {
  return new Promise((_resolve, reject) => {
    beside.addEventListener('error', event => {
      reject(new NotOpened({ cause: 'part-missing', detail: event.message || 'worker' }))
    })
  })
}

/** The page that says why the till does not open; it goes if the till opens after all. */
interface Opening {
  tell: (fault: OpeningFault) => Promise<void>
  end: () => void
}

function showOpening(): Opening {
  let shown: VueApp | undefined
  let isOver = false
  const late = setTimeout(() => void tell({ cause: 'silent', detail: '' }), ANSWER_WITHIN_MS)

  async function tell(fault: OpeningFault): Promise<void> {
    clearTimeout(late)
    const { default: NotOpenedPage } = await import('./screens/NotOpened.vue')
    if (isOver) return
    shown?.unmount()
    shown = createApp(NotOpenedPage, { fault })
    shown.use(createMessages(detectLocale(navigator.languages)))
    shown.mount('#app')
  }

  function end(): void {
    clearTimeout(late)
    isOver = true
    shown?.unmount()
  }

  return { tell, end }
}

/** Shows that something went wrong, whatever it was, and goes on. */
function tellUnexpected(app: VueApp, beside: Worker): void {
  const problem = useProblemStore()
  const update = useUpdateStore()
  const tell = (error: unknown) => {
    const failure = storageFailure(error)
    if (failure) problem.show(failure)
    // It is told by `vite:preloadError`, or comes from the worker, which loads parts too.
    else if (isMissingPart(error)) update.noteMissingPart().catch(reportError)
    else problem.showUnexpected()
  }
  app.config.errorHandler = error => {
    reportError(error)
  }
  window.addEventListener('vite:preloadError', event => tell(event.payload))
  window.addEventListener('error', event => {
    // A ResizeObserver that needed two rounds raises an event without an error; nothing went wrong.
    if (event.error) tell(event.error)
  })
  window.addEventListener('unhandledrejection', event => tell(event.reason))
  beside.addEventListener('error', () => problem.showUnexpected())
}

/** Starts what the first sale need not wait for: network, updates, protection of the storage. */
function startBesideSelling(space: 'shop' | 'demo'): void {
  watchLeaving(window)
  if (useSoundStore().sounds.isOn) prepareSound(window)
  useNetworkStore().start()
  if (import.meta.env.PROD) useUpdateStore().start('sw.js').catch(reportError)
  useSettingsStore().startLater().catch(reportError)
  useAutomaticOrdersStore().start()
  const isDemoEmpty = space === 'demo' && !useSyncStore().lastRun
  if (isDemoEmpty) useSyncStore().start().catch(reportError)
  useAutomaticSyncStore().start()
  useBackupStore().start().catch(reportError)
  usePictureStore().start()
  useStockStore().start()
  useStockOutboxStore().start().catch(reportError)
  useClosingStore().start()
  useTechnicalStore().start()
}
