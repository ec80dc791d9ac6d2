import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useClosingsStore } from './closings'
import { usePeopleStore } from '@/stores/people/people'
import { usePrinterStore } from '@/stores/printing/printer'
import { useProblemStore } from '@/stores/problem'
import { useSettingsStore } from '@/stores/settings/settings'
import { useContext } from '@/stores/useContext'
import { openPaperOf, type ClosingPaper } from '@/core/closing/closingPaper'
import type { ClosingError } from '@/core/errors'
import { closeDay, closeForgotten, type CountForClosing } from '@/till/closing/closeDay'
import { readOpenPeriod, type OpenPeriod } from '@/till/closing/readOpenPeriod'

/** The till opens and sells first. */
const AFTER_OPENING_MS = 2_000
/** After being hidden for so long, the till makes up forgotten closings when it is seen again. */
const A_NIGHT_MS = 3 * 3_600_000

/** The open period, and its closing. */
export const useClosingStore = defineStore('closing', () => {
  const context = useContext()
  const people = usePeopleStore()
  const problems = useProblemStore()
  const settings = useSettingsStore()
  const made = useClosingsStore()
  const printer = usePrinterStore()

  const open = shallowRef<(OpenPeriod & { at: string }) | null>(null)
  const problem = shallowRef<ClosingError | null>(null)
  const isSealing = shallowRef(false)

  const openPaper = computed<ClosingPaper | null>(() => {
    if (!open.value) return null
    const { tillCode, space, software } = context
    const around = { till: tillCode, training: space === 'demo', software, seller: settings.seller }
    return openPaperOf(open.value.closed, { ...around, at: open.value.at })
  })

  /** Makes up forgotten closings once the till has opened, and when it wakes after a night. */
  function start(): void {
    const later = () => void makeUp().catch(reportError)
    setTimeout(later, AFTER_OPENING_MS)
    let leftAt = Infinity
    document.addEventListener('visibilitychange', () => {
      const now = Date.now()
      if (document.visibilityState === 'hidden') leftAt = now
      else if (now - leftAt > A_NIGHT_MS) later()
    })
  }

  async function makeUp(): Promise<void> {
    const closed = await closeForgotten(context, settings.seller)
    if (!closed.ok) problems.show(closed.error)
    else if (closed.value > 0 && open.value) await Promise.all([readOpen(), made.list()])
  }

  /** Reads the open period as it is now. */
  async function readOpen(): Promise<void> {
    problem.value = null
    open.value = { ...(await readOpenPeriod(context)), at: context.now().at }
  }

  /** Closes the day. Returns the closing's number in the journal; null when it was not sealed. */
  async function close(counted: CountForClosing | null): Promise<number | null> {
    if (isSealing.value) return null
    isSealing.value = true
    try {
      const closer = { user: people.current, seller: settings.seller }
      const closed = await closeDay(context, closer, counted)
      problem.value = closed.ok ? null : closed.error
      if (!closed.ok) return null
      printer.noteSealed(closed.value)
      await Promise.all([readOpen(), made.list()])
      return closed.value.number
    } finally {
      isSealing.value = false
    }
  }

  return {
    open,
    openPaper,
    problem,
    isSealing,
    /** Training closes nothing: its sales are in no closing. */
    isLesson: context.isTraining,
    start,
    readOpen,
    close,
  }
})
