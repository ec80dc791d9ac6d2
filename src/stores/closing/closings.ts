import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { onlyLast } from '@/stores/onlyLast'
import { useContext } from '@/stores/useContext'
import type { ClosingEntry } from '@/core/closing/closing'
import { closingPaperOf } from '@/core/closing/closingPaper'
import type { PeriodV1 } from '@/core/journal/events/closingV1'
import { parseReference } from '@/core/journal/entryReference'
import type { SealCheck } from '@/core/journal/sealCheck'
import { checkEntry, readKeyFingerprint } from '@/till/journal/checkJournal'
import { findClosing, listClosings } from '@/till/closing/listClosings'

const CLOSINGS_AT_ONCE = 50

/** Closings already made, and the closing that is shown. */
export const useClosingsStore = defineStore('closings', () => {
  const context = useContext()

  const period = shallowRef<PeriodV1>('day')
  const closings = shallowRef<ClosingEntry[]>([])
  const hasMore = shallowRef(false)
  const current = shallowRef<ClosingEntry | null>(null)
  /** Fingerprint of the key that signed the closing shown. */
  const fingerprint = shallowRef('')
  const sealCheck = shallowRef<SealCheck | null>(null)
  const currentPaper = computed(() =>
    current.value ? closingPaperOf(current.value, fingerprint.value) : null,
  )

  function choosePeriod(chosen: PeriodV1): void {
    period.value = chosen
  }

  /** Lists the newest closings of the chosen period; `isMore` makes the list longer. */
  async function list(isMore = false): Promise<void> {
    const wanted = period.value
    const shown = (isMore ? closings.value.length : 0) + CLOSINGS_AT_ONCE
    const found = await listClosings(context, wanted, shown + 1)
    if (wanted !== period.value) return
    closings.value = found.slice(0, shown)
    hasMore.value = found.length > shown
  }

  const newQuery = onlyLast()

  /** Shows a closing by its address, and checks its seal. */
  async function show(address: string): Promise<void> {
    const isLast = newQuery()
    current.value = null
    sealCheck.value = null
    const reference = parseReference(address, context.tillCode)
    const closing = reference ? await findClosing(context, reference) : null
    const of = { ...context, tillCode: closing?.till ?? context.tillCode }
    const key = await readKeyFingerprint(of)
    if (!isLast()) return
    current.value = closing
    fingerprint.value = key
    const check = closing && (await checkEntry(of, closing))
    if (isLast()) sealCheck.value = check
  }

  return { period, closings, hasMore, current, currentPaper, sealCheck, choosePeriod, list, show }
})
