import { useEventListener, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { useSettingsStore } from '@/stores/settings/settings'
import { useContext } from '@/stores/useContext'
import { clockMovedMs, type ClockReading } from '@/core/journal/deviceClock'
import { recordClockMoved, recordStart } from '@/till/journal/recordTechnicalTraces'

/** Selling comes first. */
const AFTER_OPENING_MS = 3_000
const LOOK_EVERY_MS = 30_000

/** Seals what happens to the till itself, after everything else (R4). */
export const useTechnicalStore = defineStore('technical', () => {
  const context = useContext()
  const settings = useSettingsStore()
  let before = readClocks()
  let wasSeen = true

  function start(): void {
    setTimeout(() => {
      const { persisted } = settings.storage
      const facts = { persisted, fiscalFingerprint: settings.fiscal.fingerprint }
      recordStart(context, facts).catch(reportError)
    }, AFTER_OPENING_MS)
    useEventListener(document, 'visibilitychange', () => (wasSeen = false))
    useIntervalFn(look, LOOK_EVERY_MS)
  }

  function look(): void {
    const now = readClocks()
    const movedMs = clockMovedMs(before, now, wasSeen)
    before = now
    wasSeen = !document.hidden
    if (movedMs !== 0) recordClockMoved(context, movedMs).catch(reportError)
  }

  return { start }
})

const readClocks = (): ClockReading => ({ wallMs: Date.now(), steadyMs: performance.now() })
