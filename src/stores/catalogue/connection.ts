import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { deviceLanguages } from '@/stores/settings/deviceLanguages'
import { usePeopleStore } from '@/stores/people/people'
import { useContext, useWorker } from '@/stores/useContext'
import { fail, ok, type ApprovalError, type Result, type ShopError } from '@/core/errors'
import type { ConnectionReport } from '@/core/catalogue/connection'
import type { Finding } from '@/core/catalogue/connectionFindings'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { readSetting, type ShopConnection } from '@/till/settings/settings'
import { hasTillServer, parseShopAddress } from '@/till/catalogue/tillServer'

/** How this device reaches the shop. The key is stored here and never shown in full. */
export const useConnectionStore = defineStore('connection', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const connection = shallowRef<ShopConnection | null>(null)
  const report = shallowRef<ConnectionReport | null>(null)
  const error = shallowRef<ShopError | null>(null)
  const isTesting = shallowRef(false)
  const findings = shallowRef<Finding[]>([])
  const isExamining = shallowRef(false)

  /**
   * Whether the till's own server serves this page; null until it is known. Without that server
   * there is no demo, and the shop is most likely the folder above.
   */
  const hasServer = shallowRef<boolean | null>(null)
  const suggestedAddress = computed(() => {
    const page = new URL('./', document.baseURI)
    if (hasServer.value !== false || page.pathname === '/') return ''
    return new URL('..', page).href.replace(/\/$/, '')
  })

  async function findServer(): Promise<void> {
    const page = new URL('./', document.baseURI).href
    hasServer.value ??= await hasTillServer(fetch.bind(globalThis), page)
  }

  async function load(): Promise<void> {
    connection.value = (await readSetting(context, 'connection')) ?? null
  }

  /** Stores the domain and the key; any reasonable spelling of the domain is accepted. */
  async function save(
    typed: ShopConnection,
  ): Promise<Result<ShopConnection, ShopError | ApprovalError>> {
    const usable = usableConnection(typed)
    error.value = usable.ok ? null : usable.error
    if (!usable.ok) return usable
    const act = settingAct('connection')
    if (!(await people.approve(act, act.about))) {
      return fail({ code: 'approval-missing', permission: 'settings' })
    }
    await keepOwnersSetting(context, people.current, 'connection', usable.value)
    connection.value = usable.value
    return usable
  }

  /** Tries a connection without storing it; `proxyCode` lets the till's server reach that shop. */
  async function test(
    typed: ShopConnection,
    proxyCode?: string,
  ): Promise<Result<ConnectionReport, ShopError>> {
    report.value = null
    const usable = usableConnection(typed)
    if (!usable.ok) {
      error.value = usable.error
      return usable
    }
    isTesting.value = true
    try {
      const tried = await worker.tryConnection(usable.value, proxyCode)
      report.value = tried.ok ? tried.value : null
      error.value = tried.ok ? null : tried.error
      return tried
    } finally {
      isTesting.value = false
    }
  }

  /** Runs the whole diagnosis of a connection, without storing it. */
  async function examine(typed: ShopConnection): Promise<void> {
    findings.value = []
    const usable = usableConnection(typed)
    error.value = usable.ok ? null : usable.error
    if (!usable.ok) return
    isExamining.value = true
    try {
      findings.value = await worker.examineShop(usable.value, deviceLanguages())
    } finally {
      isExamining.value = false
    }
  }

  return {
    connection,
    report,
    error,
    isTesting,
    findings,
    isExamining,
    hasServer,
    suggestedAddress,
    findServer,
    load,
    save,
    test,
    examine,
  }
})

function usableConnection({
  address,
  key,
  shopId,
  languageId,
}: ShopConnection): Result<ShopConnection, ShopError> {
  const parsed = parseShopAddress(address)
  return parsed.ok
    ? ok({
        address: parsed.address,
        key: key.trim(),
        ...(shopId === undefined ? {} : { shopId }),
        ...(languageId === undefined ? {} : { languageId }),
      })
    : fail({ code: 'shop-address-unusable', address })
}
