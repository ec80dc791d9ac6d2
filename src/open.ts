import './styles/font.css'
import * as Comlink from 'comlink'
import { createPinia } from 'pinia'
import { computed, createApp, watch, type App as VueApp } from 'vue'
import type { Router } from 'vue-router'
import App from './App.vue'
import {
  PICTURE_FOLDER,
  PICTURE_SHOWN,
  PICTURES_ARRIVED,
} from './components/catalogue/pictureFolder'
import type { Space } from './core/journal/space'
import { completeTexts, detectLocale, loadMessages, speak } from './messages'
import type { Opening } from './opening'
import { makeRouter } from './router'
import { watchLeaving } from './stores/afterPaint'
import { useAppearanceStore } from './stores/settings/appearance'
import { useAutoLockStore } from './stores/people/autoLock'
import { useCatalogueStore } from './stores/catalogue/catalogue'
import { useConnectionStore } from './stores/catalogue/connection'
import { useCounterStore } from './stores/counter'
import { useInspectionStore } from './stores/journal/inspection'
import { useJournalFaultStore } from './stores/journal/journalFault'
import { useNetworkStore } from './stores/network'
import { useParkingStore } from './stores/ticket/parking'
import { usePaymentMethodsStore } from './stores/payment/paymentMethods'
import { usePeopleStore } from './stores/people/people'
import { usePictureStore } from './stores/catalogue/pictures'
import { useRulesStore } from './stores/settings/rules'
import { useScannerStore } from './stores/scanning/scanner'
import { useSellingEndedStore } from './stores/sharing/sellingEnded'
import { useSettingsStore } from './stores/settings/settings'
import { useSoundStore } from './stores/scanning/sounds'
import { useSyncStore } from './stores/catalogue/sync'
import { useTechnicalStore } from './stores/journal/technical'
import { useTicketStore } from './stores/ticket/ticket'
import { useUpdateStore } from './stores/update'
import { untilPainted } from './stores/untilPainted'
import { keepLoading } from './stores/keepLoading'
import { provideContext } from './stores/useContext'
import { tellUnexpected } from './tellUnexpected'
import { makeContext } from './till/makeContext'
import { faultOfOpening, NotOpened, openDeviceStorage, openStorage } from './till/openStorage'
import { openTill } from './till/openTill'
import { noteConnected, readSpace, readTraining, wasConnected } from './till/settings/chooseSpace'
import { followTillCode } from './till/journal/followTillCode'
import { tillCodesElsewhere } from './till/journal/tillCodesElsewhere'
import type { TillContext } from './till/context'
import type { TillWorker } from './worker/worker'

const SOON_MS = 500

/** Opens the till in place of what the page shows meanwhile, or says why it does not open. */
export async function open(opening: Opening): Promise<void> {
  opening.expect()
  try {
    await openAndMount(opening)
  } catch (error) {
    const fault = faultOfOpening(error)
    if (fault.cause === 'unexpected') reportError(error)
    await opening.tell(fault)
  }
}

/** Opens the till, then mounts it: the page never shows another ticket than the stored one. */
async function openAndMount(opening: Opening): Promise<void> {
  const device = openDeviceStorage(() => localStorage)
  const space = readSpace(device)
  // Everything in the demo is training already: it has no training mode of its own.
  const isTraining = space === 'shop' && readTraining(device)
  const isConnected = space === 'demo' || wasConnected(device)
  // Beside the opening of the storage; a part that is missing is told by the screen that needs it.
  if (isConnected) import('./counter').catch(() => undefined)
  const closed = makeContext(space, __TILL_VERSION__, isTraining)
  await openStorage(closed, fault => void opening.tell(fault))
  const context = await followTillCode(closed, () => tillCodesElsewhere(device, space))
  const beside = new Worker(new URL('./worker/ownThread.ts', import.meta.url), { type: 'module' })
  const worker = Comlink.wrap<TillWorker>(beside)
  const { tillCode } = context
  await Promise.race([worker.open(setupOf(space, tillCode)), untilBroken(beside)])

  const app = createApp(App)
  provideContext(app, context, worker)
  app.provide(PICTURE_FOLDER, `pictures/${space}/`)
  app.use(createPinia())
  tellUnexpected(app, beside)

  await startStores(context)
  const settings = useSettingsStore()
  const sync = useSyncStore()
  const pictures = usePictureStore()
  app.provide(PICTURE_SHOWN, pictures.note)
  const update = useUpdateStore()
  // On a first visit no picture can come before the service worker serves the page: what tiles
  // asked for until then was missing for that reason alone.
  app.provide(
    PICTURES_ARRIVED,
    computed(() => sync.picturesArrived + (update.opensOffline ? 1 : 0)),
  )
  const locale = settings.locale ?? detectLocale(navigator.languages)
  const messages = await loadMessages(locale, space)
  app.use(messages)
  usePaymentMethodsStore().giveUsualNames(kind => messages.global.t(`tender.${kind}`))
  watch(
    () => settings.isFirstRun,
    isFirst => isFirst || noteConnected(device),
    { immediate: true },
  )

  const heard = hearAddress()
  const router = await useScreens(app, () => completeTexts(messages.global))
  // What was tapped on the first visit's page until now: a language, a link, the demo.
  const { language } = opening.wish.current
  if (language !== undefined) {
    await speak(messages.global, language ?? detectLocale(navigator.languages))
    await settings.saveLocale(language)
  }
  const address = heard()
  if (address) await soon(router.replace(address))
  // Tapped on the first visit's page: the demo opens by a reload, so nothing else is shown before.
  if (opening.wish.current.demo && settings.isFirstRun) return settings.enterDemo()
  opening.end()
  app.mount('#app')
  startSoon(space, () => completeTexts(messages.global))
  // The tiles come first.
  untilPainted().then(useCatalogueStore().loadWhole).catch(reportError)
}

/** Reads what the first screen shows. */
async function startStores(context: TillContext): Promise<void> {
  useAppearanceStore()
  const settings = useSettingsStore()
  await openTill(context)
  await Promise.all([
    settings.start(),
    useCounterStore().start(),
    useConnectionStore().load(),
    useRulesStore().start(),
    usePeopleStore().start(),
    useAutoLockStore().start(),
    useScannerStore().start(),
    useSoundStore().start(),
    useInspectionStore().start(),
    useSellingEndedStore().start(),
    useTechnicalStore().open(),
    useJournalFaultStore().start(),
  ])
  await Promise.all([
    useTicketStore().start(),
    useParkingStore().start(),
    useCatalogueStore().start(),
    useSyncStore().follow(),
  ])
}

/** Makes the screens, and waits until the first is loaded, or is held by a question. */
async function useScreens(app: VueApp, completeTexts: () => Promise<void>): Promise<Router> {
  const settings = useSettingsStore()
  const people = usePeopleStore()
  const inspection = useInspectionStore()
  const router = makeRouter(
    () => settings.isFirstRun,
    () => inspection.isOn,
    people,
  )
  // The sale is there first; any other screen says nothing that it has no text for.
  router.beforeResolve(async ({ path }) => {
    if (path === '/sell' || path === '/welcome') return
    await Promise.all([completeTexts(), useCatalogueStore().loadWhole()])
  })
  app.use(router)
  watch(
    () => inspection.isOn,
    isOn => {
      // An inspection begun in another tab also closes the screen shown here.
      if (isOn) router.push('/inspection').catch(reportError)
    },
  )
  const isAsked = new Promise<void>(resolve => {
    watch(
      () => people.request,
      request => request && resolve(),
      { immediate: true },
    )
  })
  // Known before the welcome is shown, if it is soon known: nothing moves then.
  if (settings.isFirstRun) await soon(useConnectionStore().findServer())
  // A part that is missing is told on the page itself, and fetched again.
  await Promise.race([
    Promise.all([router.isReady(), !settings.isFirstRun && import('./counter')]),
    isAsked,
  ]).catch(() => undefined)
  return router
}

/** Hears a link that is followed before the router does; the returned function says which, and stops. */
function hearAddress(): () => string | undefined {
  let address: string | undefined
  const hear = () => (address = location.hash.slice(1))
  window.addEventListener('hashchange', hear)
  return () => {
    window.removeEventListener('hashchange', hear)
    return address
  }
}

/** Waits for something, but not for long. */
const soon = (wanted: Promise<unknown>) =>
  Promise.race([wanted, new Promise(resolve => setTimeout(resolve, SOON_MS))])

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

/** Starts the network's and the updates' watch, then what only later sales need. */
function startSoon(space: Space, completeTexts: () => Promise<void>): void {
  watchLeaving(window)
  useNetworkStore().start()
  if (import.meta.env.PROD) useUpdateStore().start('sw.js').catch(reportError)
  const isDemoEmpty = space === 'demo' && !useSyncStore().lastRun
  if (isDemoEmpty) useSyncStore().start().catch(reportError)
  keepLoading(completeTexts).catch(reportError)
  keepLoading(() => import('./startBeside'))
    .then(({ startBeside }) => startBeside())
    .catch(reportError)
}
