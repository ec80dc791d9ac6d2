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
export type ScanRefusal = 'paying' | 'sheet-open' | 'not-here' | 'receipt-unknown'

/** What became of a scan; `refused` by the ticket has been said where tickets say it. */
export type ScanOutcome = 'taken' | 'unknown' | 'refused' | ScanRefusal

/** What a screen does with a scan; undefined where it has no use for it. */
export type ScanHandler = (meaning: ScanMeaning, scan: Scan) => ScanOutcome

export interface LastScan {
  scan: Scan
  meaning: ScanMeaning
}

/**
 * What scanners send, wherever the focus is: its meaning, and the screen that takes it. The
 * screen shown last takes all; without one, nothing is added unseen.
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

  /** Gives scans to a screen from now on; returns how to stop. */
  function listen(handler: ScanHandler): () => void {
    handlers.push(handler)
    return () => void handlers.splice(handlers.indexOf(handler), 1)
  }

  function meaning(scan: Scan): ScanMeaning {
    const { withCode, withReference } = catalogue
    return meaningOf(scan.readings, { withCode, withReference, labelFormats: labelFormats.value })
  }

  /** Takes a scan, unless something is in its way; tells what became of it. */
  function take(scan: Scan, obstacle: ScanRefusal | null): ScanOutcome {
    const last = { scan, meaning: meaning(scan) }
    lastScan.value = last
    const handler = handlers.at(-1)
    const outcome = obstacle ?? handler?.(last.meaning, scan) ?? 'not-here'
    if (!isSettled(outcome)) refuse(outcome)
    return outcome
  }

  /** Says for a while why a scan did nothing. */
  function refuse(why: ScanRefusal): void {
    refusal.value = { why }
  }

  function forgetRefusal(): void {
    refusal.value = null
  }

  /** Reads the labels of one prefix after a mask from now on; null reads them no more. */
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
