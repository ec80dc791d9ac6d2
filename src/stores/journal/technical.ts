import { useEventListener, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useSettingsStore } from '@/stores/settings/settings'
import { useContext } from '@/stores/useContext'
import { clockMovedMs, type ClockDoubt, type ClockReading } from '@/core/journal/deviceClock'
import { noteBuilt, noteClockRead, watchClock } from '@/till/journal/deviceClock'
import { readLast, recordClockMoved, recordStart } from '@/till/journal/recordTechnicalTraces'

/** Selling comes first. */
const AFTER_OPENING_MS = 3_000
const LOOK_EVERY_MS = 30_000

/** Seals what happens to the till itself, after everything else (R4). */
export const useTechnicalStore = defineStore('technical', () => {
  const context = useContext()
  const settings = useSettingsStore()
  let before = readClocks()
  let wasSeen = true
  /** What speaks against the device's clock, until somebody has read it. */
  const clockDoubt = shallowRef<ClockDoubt | null>(null)

  /** Notes when the till was built, before anything is sealed: no right clock is before that. */
  async function open(): Promise<void> {
    await noteBuilt(context, __BUILT_ON__)
    watchClock(context, doubt => (clockDoubt.value = doubt))
  }

  function start(): void {
    // Read now: a sale of the first seconds would hide an update.
    const last = readLast(context)
    setTimeout(() => {
      const { persisted } = settings.storage
      const facts = { persisted, fiscalFingerprint: settings.fiscal.fingerprint }
      last.then(entry => recordStart(context, facts, entry)).catch(reportError)
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

  const noteRead = () => noteClockRead(context)

  return { clockDoubt, open, start, noteRead }
})

const readClocks = (): ClockReading => ({ wallMs: Date.now(), steadyMs: performance.now() })
