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
import { useUpdateStore } from './stores/update'
import { provideContext } from './stores/useContext'
import { makeContext } from './till/makeContext'
import { openTill } from './till/openTill'
import { readSpace, readTraining } from './till/settings/chooseSpace'
import { followTillCode } from './till/journal/followTillCode'
import type { TillWorker } from './worker/worker'

void start()

/** Opens the till, then mounts it: the page never shows another ticket than the stored one. */
async function start(): Promise<void> {
  const space = readSpace(localStorage)
  // Everything in the demo is training already: it has no training mode of its own.
  const isTraining = space === 'shop' && readTraining(localStorage)
  const context = await followTillCode(makeContext(space, __TILL_VERSION__, isTraining))
  const beside = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' })
  const worker = Comlink.wrap<TillWorker>(beside)
  const pageAddress = new URL('./', document.baseURI).href
  const { tillCode } = context
  await worker.open({ space, tillCode, pageAddress, version: __TILL_VERSION__ })

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
  app.mount('#app')
  startBesideSelling(space)
}

/** Shows that something went wrong, whatever it was, and goes on. */
function tellUnexpected(app: VueApp, beside: Worker): void {
  const problem = useProblemStore()
  app.config.errorHandler = error => {
    reportError(error)
  }
  window.addEventListener('error', event => {
    // A ResizeObserver that needed two rounds raises an event without an error; nothing went wrong.
    if (event.error) problem.showUnexpected()
  })
  window.addEventListener('unhandledrejection', () => problem.showUnexpected())
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
