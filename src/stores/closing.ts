import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { lastAsked } from './lastAsked'
import { usePeopleStore } from './people'
import { useProblemStore } from './problem'
import { useSettingsStore } from './settings'
import { useTill } from './useTill'
import type { ClosingEntry } from '@/core/closing'
import { closingPaperOf, openPaperOf, type ClosingPaper } from '@/core/closingPaper'
import type { ClosingError } from '@/core/errors'
import type { PeriodV1 } from '@/core/events/closingV1'
import type { SealCheck } from '@/core/sealCheck'
import { checkEntry } from '@/till/checkJournal'
import { closeDay, closeForgotten, type CountForClosing } from '@/till/closeDay'
import { findClosing, listClosings } from '@/till/listClosings'
import { readOpenPeriod, type OpenPeriod } from '@/till/openDay'
import { keepSetting, readSetting } from '@/till/settings'
import { signJournal } from '@/till/signJournal'

/** The till opens and sells first. */
const AFTER_OPENING_MS = 2_000
/** A till that was out of sight for so long opens anew when it is looked at. */
const A_NIGHT_MS = 3 * 3_600_000
const CLOSINGS_AT_ONCE = 50

/** Closings already made, the period that is open, and closing it. */
export const useClosingStore = defineStore('closing', () => {
  const till = useTill()
  const people = usePeopleStore()
  const problems = useProblemStore()
  const settings = useSettingsStore()

  const open = shallowRef<(OpenPeriod & { at: string }) | null>(null)
  const period = shallowRef<PeriodV1>('day')
  const closings = shallowRef<ClosingEntry[]>([])
  const hasMore = shallowRef(false)
  const current = shallowRef<ClosingEntry | null>(null)
  const sealCheck = shallowRef<SealCheck | null>(null)
  const problem = shallowRef<ClosingError | null>(null)
  const isSealing = shallowRef(false)
  const ownerEmail = shallowRef('')

  const openPaper = computed<ClosingPaper | null>(() => {
    if (!open.value) return null
    const { letter, space, software } = till
    const around = { till: letter, training: space === 'demo', software, seller: settings.seller }
    return openPaperOf(open.value.closed, { ...around, at: open.value.at })
  })
  const currentPaper = computed(() =>
    current.value ? closingPaperOf(current.value, settings.keyFingerprint) : null,
  )

  /** Makes up what was forgotten once the till has opened, and when it wakes after a night. */
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
    const made = await closeForgotten(till, settings.seller)
    if (!made.ok) problems.show(made.error)
    else if (made.value > 0) {
      await signJournal(till)
      if (open.value) await Promise.all([readOpen(), list()])
    }
  }

  /** Reads the period that is open as it is now. */
  async function readOpen(): Promise<void> {
    problem.value = null
    open.value = { ...(await readOpenPeriod(till)), at: till.now().at }
  }

  /** Shows the newest of a kind, and as many older ones as were asked for. */
  async function list(isMore = false): Promise<void> {
    const asked = period.value
    const shown = (isMore ? closings.value.length : 0) + CLOSINGS_AT_ONCE
    const found = await listClosings(till, asked, shown + 1)
    if (asked !== period.value) return
    closings.value = found.slice(0, shown)
    hasMore.value = found.length > shown
  }

  const asked = lastAsked()

  /** Opens one by its place in the journal, and checks its seal. */
  async function show(entryNumber: number): Promise<void> {
    const isLast = asked()
    current.value = null
    sealCheck.value = null
    const closing = await findClosing(till, entryNumber)
    if (!isLast()) return
    current.value = closing
    const check = closing && (await checkEntry(till, closing))
    if (isLast()) sealCheck.value = check
  }

  /** Closes the day; the closing's place in the journal, or null when the disk refused. */
  async function close(counted: CountForClosing | null): Promise<number | null> {
    if (isSealing.value) return null
    if (till.tillDb.isInspected) {
      problems.show({ code: 'till-inspected' })
      return null
    }
    isSealing.value = true
    try {
      const closer = { user: people.current, seller: settings.seller }
      const closed = await closeDay(till, closer, counted)
      problem.value = closed.ok ? null : closed.error
      if (!closed.ok) return null
      await signJournal(till).catch(reportError)
      await Promise.all([readOpen(), list()])
      return closed.value.number
    } finally {
      isSealing.value = false
    }
  }

  async function loadOwnerEmail(): Promise<void> {
    ownerEmail.value = (await readSetting(till, 'ownerEmail')) ?? ''
  }

  async function saveOwnerEmail(email: string): Promise<void> {
    await keepSetting(till, 'ownerEmail', email)
    ownerEmail.value = email
  }

  return {
    open,
    openPaper,
    period,
    closings,
    hasMore,
    current,
    currentPaper,
    sealCheck,
    problem,
    isSealing,
    ownerEmail,
    /** A lesson closes nothing: what it seals is in no books. */
    isLesson: till.isTraining,
    start,
    readOpen,
    list,
    show,
    close,
    loadOwnerEmail,
    saveOwnerEmail,
  }
})
