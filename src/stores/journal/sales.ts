import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { onlyLast } from '@/stores/onlyLast'
import { useContext, useWorker } from '@/stores/useContext'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import type { SaleEntry } from '@/core/journal/journal'
import type { JournalFault } from '@/core/journal/journalCheck'
import { addressOf, parseReference, type EntryReference } from '@/core/journal/entryReference'
import type { SealCheck } from '@/core/journal/sealCheck'
import {
  findSale,
  findSaleElsewhere,
  findSaleOfDocument,
  listSales,
  watchJournal,
} from '@/till/journal/listSales'
import { isSharing } from '@/till/sharing/isSharing'

export interface JournalCheckProgress {
  state: 'idle' | 'running' | 'done'
  checked: number
  fault: JournalFault | null
  /** Entries were sealed while it ran or since: the newest are not among the checked ones. */
  isBehind: boolean
  /** What the comparison with the copy found; null before it, and where there is no copy. */
  copy?: { compared: number; damages: number; findings: readonly unknown[] } | null
}

const SALES_AT_ONCE = 50
const NO_CHECK: JournalCheckProgress = { state: 'idle', checked: 0, fault: null, isBehind: false }

/** Sealed sales, newest first, and the checks of their seals. */
export const useSalesStore = defineStore('sales', () => {
  const context = useContext()
  const worker = useWorker()
  const sales = shallowRef<SaleEntry[]>([])
  const hasMore = shallowRef(false)
  const current = shallowRef<SaleEntry | null>(null)
  const sealCheck = shallowRef<SealCheck | null>(null)
  const journalCheck = shallowRef<JournalCheckProgress>(NO_CHECK)

  /** Keeps the list up to date with the journal, whichever tab sells. */
  function start(): void {
    watchJournal(context, async () => {
      if (journalCheck.value.state !== 'idle') {
        journalCheck.value = { ...journalCheck.value, isBehind: true }
      }
      const shown = Math.max(sales.value.length, SALES_AT_ONCE)
      show(await listSales(context, shown + 1), shown)
    })
  }

  async function loadMore(): Promise<void> {
    const shown = sales.value.length + SALES_AT_ONCE
    show(await listSales(context, shown + 1), shown)
  }

  function show(found: SaleEntry[], wanted: number): void {
    sales.value = found.slice(0, wanted)
    hasMore.value = found.length > wanted
  }

  /** The entry reference in an address, if any. */
  const referenceAt = (address: string) => parseReference(address, context.tillCode) ?? null

  const newQuery = onlyLast()

  /** Opens one sale by its entry reference, and checks its seal. */
  async function open(reference: EntryReference): Promise<void> {
    const isLast = newQuery()
    current.value = null
    sealCheck.value = null
    const sale = await findSale(context, reference)
    if (!isLast()) return
    current.value = sale
    const { checkEntry } = await import('@/till/journal/checkJournal')
    const check = sale && (await checkEntry({ ...context, tillCode: sale.till }, sale))
    if (isLast()) sealCheck.value = check
  }

  /** Address of the sale of a receipt, of this till or another one of the shop. */
  async function addressOfDocument(document: DocumentNumberV1): Promise<string | null> {
    const sale =
      (await findSaleOfDocument(context, document)) ?? (await findSaleElsewhere(context, document))
    return sale && addressOf(sale, context.tillCode)
  }

  /** Address of a sale that another till of the shop sealed; null where it is not here. */
  async function addressElsewhere(reference: EntryReference): Promise<string | null> {
    if (!(await isSharing(context))) return null
    const copies = await import('@/till/sharing/copies/readElsewhere')
    return copies.addressElsewhere(context, reference)
  }

  /**
   * Checks the whole journal in the worker. `known` is text copied from papers: anchors or a
   * fingerprint.
   */
  async function checkJournal(known = ''): Promise<void> {
    journalCheck.value = { ...NO_CHECK, state: 'running' }
    const show = (soFar: number) => {
      if (journalCheck.value.state !== 'running') return
      journalCheck.value = { ...journalCheck.value, checked: soFar }
    }
    const { checked, fault, copy } = await worker.checkJournal(known, Comlink.proxy(show))
    journalCheck.value = {
      ...journalCheck.value,
      state: 'done',
      checked,
      fault: fault ?? null,
      copy,
    }
  }

  return {
    sales,
    hasMore,
    current,
    sealCheck,
    journalCheck,
    start,
    loadMore,
    open,
    referenceAt,
    addressOfDocument,
    addressElsewhere,
    checkJournal,
  }
})
