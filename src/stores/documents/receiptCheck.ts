import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { receiptCodes, type ReadReceipt, type ReceiptPart } from '@/core/documents/receiptCode'
import { addReceiptPart } from '@/core/documents/receiptParts'
import { isAlarm, verdictOf, type ReceiptVerdict } from '@/core/documents/receiptVerdict'
import { checkReceipt, tellOfReceipt } from '@/till/documents/checkReceipt'
import { readKeptHeads } from '@/till/journal/keptHeads'
import { tillCodesElsewhere } from '@/till/journal/tillCodesElsewhere'

const SHOWN_AS = 'comptoir.alarm'

/**
 * Checks a receipt by its scanned QR codes, which carry the whole receipt; any till may have made
 * it.
 */
export const useReceiptCheckStore = defineStore('receiptCheck', () => {
  const context = useContext()
  const parts = shallowRef<readonly ReceiptPart[]>([])
  /** Codes of a long receipt that were not scanned yet. */
  const missing = shallowRef(0)
  const isUnreadable = shallowRef(false)
  const verdict = shallowRef<ReceiptVerdict | null>(null)
  const isShown = computed(() => missing.value > 0 || isUnreadable.value || verdict.value !== null)

  /** Takes a scanned code; gives the verdict once the receipt is whole. */
  async function take(code: string): Promise<ReceiptVerdict | null> {
    const scan = addReceiptPart(parts.value, code)
    parts.value = scan.kind === 'part' ? scan.parts : []
    missing.value = scan.kind === 'part' ? scan.missing : 0
    isUnreadable.value = scan.kind === 'unreadable'
    verdict.value = scan.kind === 'whole' ? await check(scan.read) : null
    return verdict.value
  }

  async function check(read: ReadReceipt): Promise<ReceiptVerdict> {
    const heads = readKeptHeads(localStorage, context.space)
    const ownKeys = heads.map(({ keyFingerprint }) => keyFingerprint)
    return checkReceipt(context, read, ownKeys)
  }

  /**
   * Seals an alarm once it is shown. The till may then go on under the next till code, for which the
   * page reloads: the receipt is kept meanwhile, to be shown again.
   */
  async function tellAlarm(): Promise<void> {
    const found = verdict.value
    if (!found || !isAlarm(verdictOf(found))) return
    sessionStorage.setItem(SHOWN_AS, JSON.stringify(receiptCodes(found.read)))
    await tellOfReceipt(context, found, await tillCodesElsewhere(localStorage, context.space))
  }

  /** Shows the alarm again for which the page reloaded. */
  async function resume(): Promise<void> {
    const kept = sessionStorage.getItem(SHOWN_AS)
    if (kept === null || isShown.value) return
    for (const code of JSON.parse(kept) as string[]) await take(code)
  }

  function forget(): void {
    sessionStorage.removeItem(SHOWN_AS)
    parts.value = []
    missing.value = 0
    isUnreadable.value = false
    verdict.value = null
  }

  return { missing, isUnreadable, verdict, isShown, take, tellAlarm, resume, forget }
})
