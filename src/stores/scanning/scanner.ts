import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useRulesStore } from '@/stores/settings/rules'
import { useContext } from '@/stores/useContext'
import type { LabelFormat } from '@/core/scanning/inStore'
import { meaningOf, type ScanMeaning } from '@/core/scanning/meaning'
import type { Scan } from '@/core/scanning/readings'
import { keepSetting, readSetting } from '@/till/settings/settings'

/** Why a scan did nothing. */
export type ScanRefusal = 'paying' | 'sheet-open' | 'not-here' | 'receipt-unknown' | 'broken'

/** What became of a scan. When it is `refused`, the ticket has already shown why. */
export type ScanOutcome = 'taken' | 'unknown' | 'refused' | ScanRefusal

/** Handles a scan on a screen, and returns what became of it. */
export type ScanHandler = (meaning: ScanMeaning, scan: Scan) => ScanOutcome

export interface LastScan {
  scan: Scan
  meaning: ScanMeaning
}

/**
 * Gives scans a meaning, wherever the focus is, and hands them to a screen. The screen shown last
 * takes all scans; without one, nothing is added unseen.
 */
export const useScannerStore = defineStore('scanner', () => {
  const context = useContext()
  const catalogue = useCatalogueStore()
  const rules = useRulesStore()
  const handlers: ScanHandler[] = []
  const lastScan = shallowRef<LastScan | null>(null)
  const refusal = shallowRef<{ why: ScanRefusal } | null>(null)
  const scansByCamera = shallowRef(true)
  const labelFormats = computed(() => rules.rules.labelFormats)

  async function start(): Promise<void> {
    scansByCamera.value = (await readSetting(context, 'scansByCamera')) ?? true
  }

  /** Hands scans to a screen from now on; returns a function that stops. */
  function listen(handler: ScanHandler): () => void {
    handlers.push(handler)
    return () => void handlers.splice(handlers.indexOf(handler), 1)
  }

  function meaning(scan: Scan): ScanMeaning {
    const { withCode, withReference } = catalogue
    return meaningOf(scan.readings, { withCode, withReference, labelFormats: labelFormats.value })
  }

  /** Takes a scan, unless there is an obstacle; returns what became of it. */
  function take(scan: Scan, obstacle: ScanRefusal | null): ScanOutcome {
    const last = { scan, meaning: meaning(scan) }
    lastScan.value = last
    const handler = handlers.at(-1)
    const outcome = obstacle ?? handler?.(last.meaning, scan) ?? 'not-here'
    if (!isSettled(outcome)) refuse(outcome)
    return outcome
  }

  /** Shows for a while why a scan did nothing. */
  function refuse(why: ScanRefusal): void {
    refusal.value = { why }
  }

  function forgetRefusal(): void {
    refusal.value = null
  }

  /** Sets the mask by which labels with a prefix are read; null stops reading them. */
  async function readLabelsAs(prefix: string, mask: LabelFormat['mask'] | null): Promise<void> {
    const others = labelFormats.value.filter(format => format.prefix !== prefix)
    const formats = mask === null ? others : [...others, { prefix, mask }]
    const inOrder = formats.sort((one, other) => one.prefix.localeCompare(other.prefix))
    await rules.change({ labelFormats: inOrder })
  }

  async function saveScansByCamera(isOn: boolean): Promise<void> {
    await keepSetting(context, 'scansByCamera', isOn)
    scansByCamera.value = isOn
  }

  return {
    lastScan,
    refusal,
    scansByCamera,
    labelFormats,
    start,
    listen,
    take,
    refuse,
    forgetRefusal,
    isKnown: (text: string) => catalogue.withCode(text).length > 0,
    readLabelsAs,
    saveScansByCamera,
  }
})

function isSettled(outcome: ScanOutcome): outcome is Exclude<ScanOutcome, ScanRefusal> {
  return outcome === 'taken' || outcome === 'unknown' || outcome === 'refused'
}
