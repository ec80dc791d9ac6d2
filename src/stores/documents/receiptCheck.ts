import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import type { ReadReceipt, ReceiptPart } from '@/core/documents/receiptCode'
import { addReceiptPart } from '@/core/documents/receiptParts'
import { isAlarm, verdictOf, type ReceiptVerdict } from '@/core/documents/receiptVerdict'
import { checkReceipt, tellOfReceipt } from '@/till/documents/checkReceipt'
import { readKeptHeads } from '@/till/journal/keptHeads'
import { tillCodesElsewhere } from '@/till/journal/tillCodesElsewhere'

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
    const found = await checkReceipt(context, read, ownKeys)
    if (isAlarm(verdictOf(found))) {
      await tellOfReceipt(context, found, await tillCodesElsewhere(localStorage, context.space))
    }
    return found
  }

  function forget(): void {
    parts.value = []
    missing.value = 0
    isUnreadable.value = false
    verdict.value = null
  }

  return { missing, isUnreadable, verdict, isShown, take, forget }
})
