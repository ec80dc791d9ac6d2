import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { openPageAgain } from '@/stores/openPageAgain'
import { useContext } from '@/stores/useContext'
import type { TillContext } from '@/till/context'
import { isSharing } from '@/till/sharing/isSharing'
import { fail, type ApprovalError, type Result, type SettingError } from '@/core/errors'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import { FISCAL_VERSION } from '@/core/journal/fiscalPart'
import type { JournalEntry } from '@/core/journal/journal'
import type { Act } from '@/core/people/approval'
import { NO_SELLER, sellerFaults } from '@/core/settings/seller'
import { changeSeller, SELLER_ACT } from '@/till/settings/changeSeller'
import { prepareDemo } from '@/till/catalogue/prepareDemo'
import { askToPersist, readStorageState, type StorageState } from '@/till/settings/readStorageState'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { keepSetting, readSetting, type Settings } from '@/till/settings/settings'
import { DEFAULT_PICTURE_BUDGET_MB } from '@/core/settings/pictureBudget'
import { chooseSpace } from '@/till/settings/chooseSpace'

const DEFAULT_SYNC_MINUTES = 30

const readKept = (context: TillContext) =>
  Promise.all([
    readSetting(context, 'seller'),
    readSetting(context, 'locale'),
    readSetting(context, 'paperWidth'),
    readSetting(context, 'syncEveryMinutes'),
    readSetting(context, 'asksBeforeImport'),
    readSetting(context, 'pictureBudgetMb'),
    readSetting(context, 'connection'),
  ])

/** The owner's settings on this device. */
export const useSettingsStore = defineStore('settings', () => {
  const context = useContext()
  const people = usePeopleStore()
  const seller = shallowRef<SellerV1>(NO_SELLER)
  const locale = shallowRef<Settings['locale']>(null)
  const paperWidth = shallowRef<Settings['paperWidth']>('80mm')
  const syncEveryMinutes = shallowRef(DEFAULT_SYNC_MINUTES)
  const asksBeforeImport = shallowRef(false)
  const pictureBudgetMb = shallowRef(DEFAULT_PICTURE_BUDGET_MB)
  const isFirstRun = shallowRef(false)
  const storage = shallowRef<StorageState>({ persisted: null, usedBytes: null, quotaBytes: null })
  const keyFingerprint = shallowRef('')

  async function start(): Promise<void> {
    const [kept, keptLocale, width, minutes, asks, budget, connection] = await readKept(context)
    seller.value = { ...NO_SELLER, ...kept }
    locale.value = keptLocale ?? null
    paperWidth.value = width ?? '80mm'
    syncEveryMinutes.value = minutes ?? DEFAULT_SYNC_MINUTES
    asksBeforeImport.value = asks ?? false
    pictureBudgetMb.value = budget ?? DEFAULT_PICTURE_BUDGET_MB
    // A device that joined others has their articles, and needs no key.
    isFirstRun.value = !connection && !(await isSharing(context))
  }

  /** Reads again what other devices of the shop may have changed. */
  async function refresh(): Promise<void> {
    seller.value = { ...NO_SELLER, ...(await readSetting(context, 'seller')) }
    asksBeforeImport.value = (await readSetting(context, 'asksBeforeImport')) ?? false
  }

  /** Reads what selling does not wait for: the key's fingerprint, and the state of the storage. */
  async function startLater(): Promise<void> {
    const { readKeyFingerprint } = await import('@/till/journal/checkJournal')
    keyFingerprint.value = await readKeyFingerprint(context)
    storage.value = await readStorageState()
    await protectStorage()
  }

  /** Fingerprint of the key that signed an entry; empty where the entry has another till code. */
  function fingerprintOf(entry: JournalEntry): string {
    return entry.till === context.tillCode ? keyFingerprint.value : ''
  }

  /** A shop is connected: the welcome is over. */
  function endFirstRun(): void {
    isFirstRun.value = false
  }

  const mayChange = async (act: Act) => (await people.approve(act, act.about)) !== null

  /** Numbers that cannot be right are refused, before an approval is asked; nothing is then stored. */
  async function saveSeller(
    next: SellerV1,
  ): Promise<Result<SellerV1, SettingError | ApprovalError>> {
    if (sellerFaults(next).length > 0) return fail({ code: 'seller-numbers-wrong' })
    if (!(await mayChange(SELLER_ACT))) {
      return fail({ code: 'approval-missing', permission: SELLER_ACT.permission })
    }
    const changed = await changeSeller(context, people.current, seller.value, next)
    if (changed.ok) seller.value = changed.value
    return changed
  }

  async function saveLocale(next: Settings['locale']): Promise<void> {
    await keepSetting(context, 'locale', next)
    locale.value = next
  }

  async function savePaperWidth(next: Settings['paperWidth']): Promise<void> {
    await keepSetting(context, 'paperWidth', next)
    paperWidth.value = next
  }

  /** Minutes between two syncs; 0 for syncs by hand only. */
  async function saveSyncEvery(minutes: number): Promise<void> {
    if (!(await mayChange(settingAct('syncEveryMinutes')))) return
    await keepOwnersSetting(context, people.current, 'syncEveryMinutes', minutes)
    syncEveryMinutes.value = minutes
  }

  async function saveAsksBeforeImport(asks: boolean): Promise<void> {
    if (!(await mayChange(settingAct('asksBeforeImport')))) return
    await keepOwnersSetting(context, people.current, 'asksBeforeImport', asks)
    asksBeforeImport.value = asks
  }

  async function savePictureBudget(megabytes: number): Promise<void> {
    await keepSetting(context, 'pictureBudgetMb', megabytes)
    pictureBudgetMb.value = megabytes
  }

  async function protectStorage(): Promise<void> {
    storage.value = await askToPersist()
  }

  /** Opens the demo's space; the page reloads in it. */
  async function enterDemo(to = '#/articles'): Promise<void> {
    await prepareDemo(document.baseURI, locale.value)
    chooseSpace(localStorage, 'demo')
    location.hash = to
    openPageAgain()
  }

  /** Opens the shop's space at an address of the till; the page reloads in it. */
  function leaveDemo(to = '#/sell'): void {
    chooseSpace(localStorage, 'shop')
    location.hash = to
    openPageAgain()
  }

  return {
    seller,
    locale,
    paperWidth,
    syncEveryMinutes,
    asksBeforeImport,
    pictureBudgetMb,
    isFirstRun,
    storage,
    keyFingerprint,
    space: context.space,
    software: context.software,
    fiscal: { version: FISCAL_VERSION, fingerprint: __FISCAL_FINGERPRINT__ },
    fingerprintOf,
    start,
    refresh,
    startLater,
    endFirstRun,
    saveSeller,
    saveLocale,
    savePaperWidth,
    saveSyncEvery,
    saveAsksBeforeImport,
    savePictureBudget,
    protectStorage,
    enterDemo,
    leaveDemo,
  }
})
