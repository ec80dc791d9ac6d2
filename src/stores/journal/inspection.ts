import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { copiedBooks, ownBooks } from './inspectedBooks'
import { onlyLast } from '@/stores/onlyLast'
import { usePeopleStore } from '@/stores/people/people'
import { useOtherTillsStore } from '@/stores/sharing/otherTills'
import { useContext } from '@/stores/useContext'
import type { JournalEntry } from '@/core/journal/journal'
import type { SealCheck } from '@/core/journal/sealCheck'
import {
  beginInspection,
  endInspection,
  isInspected,
  watchInspection,
  type JournalDay,
  type JournalSearch,
} from '@/till/journal/inspection'
import { listTillCodes } from '@/till/journal/listSales'

const ENTRIES_AT_ONCE = 50
const DAYS_AT_ONCE = 31

/** The journal shown to an inspector, for reading only. */
export const useInspectionStore = defineStore('inspection', () => {
  const context = useContext()
  const people = usePeopleStore()
  const isOn = shallowRef(false)
  /** Till codes of the journals on this device, and the one that is shown. */
  const tillCodes = shallowRef<readonly string[]>([context.tillCode])
  const tillCode = shallowRef(context.tillCode)
  /** The journal of another till that is shown from its copy, if any. */
  const copyOf = shallowRef<string | null>(null)
  const others = useOtherTillsStore()
  const search = shallowRef<JournalSearch>({ kind: '', fromDay: '', toDay: '' })
  const entries = shallowRef<JournalEntry[]>([])
  const hasMore = shallowRef(false)
  const days = shallowRef<JournalDay[]>([])
  const hasMoreDays = shallowRef(false)
  const current = shallowRef<JournalEntry | null>(null)
  const sealCheck = shallowRef<SealCheck | null>(null)

  const newListQuery = onlyLast()
  const newDaysQuery = onlyLast()
  const newEntryQuery = onlyLast()

  watch(search, () => void list().catch(reportError))
  watch([tillCode, copyOf], () => void read().catch(reportError))
  const books = () =>
    copyOf.value === null ? ownBooks(context, tillCode.value) : copiedBooks(context, copyOf.value)

  function searchFor(wanted: Partial<JournalSearch>): void {
    search.value = { ...search.value, ...wanted }
  }

  function chooseTillCode(code: string): void {
    tillCode.value = code
    copyOf.value = null
  }

  /** Shows the copy of this journal. */
  function chooseCopy(journal: string): void {
    copyOf.value = journal
  }

  /** Resumes an inspection that was not ended, and follows inspections begun in another tab. */
  async function start(): Promise<void> {
    isOn.value = await isInspected(context)
    watchInspection(context, isNow => (isOn.value = isNow))
  }

  /**
   * Asks for an owner's PIN, even where an owner serves: from now on someone else uses the till.
   */
  async function begin(): Promise<void> {
    const servedBy = people.current
    const approver = await people.prove({ permission: 'inspection' }, { on: true })
    if (!approver) return
    await beginInspection(context, approver, servedBy)
    isOn.value = true
  }

  /** Ends the inspection, by an owner's PIN; works also while nobody serves. */
  async function end(): Promise<boolean> {
    const servedBy = people.current
    if (!(await people.prove({ permission: 'inspection' }, { on: false }))) return false
    await endInspection(context, servedBy)
    isOn.value = false
    return true
  }

  /** Lists the newest matching entries; `isMore` makes the list longer. */
  async function list(isMore = false): Promise<void> {
    const isLast = newListQuery()
    const shown = (isMore ? entries.value.length : 0) + ENTRIES_AT_ONCE
    const found = await books().search(search.value, shown + 1)
    if (!isLast()) return
    entries.value = found.slice(0, shown)
    hasMore.value = found.length > shown
  }

  async function listMoreDays(): Promise<void> {
    const isLast = newDaysQuery()
    const shown = days.value
    const before = shown.at(-1)?.day ?? '9999-12-31'
    const found = await books().listDays(before, DAYS_AT_ONCE + 1)
    if (!isLast()) return
    days.value = [...shown, ...found.slice(0, DAYS_AT_ONCE)]
    hasMoreDays.value = found.length > DAYS_AT_ONCE
  }

  /** Reads the journal as it is now. */
  async function read(): Promise<void> {
    days.value = []
    tillCodes.value = await listTillCodes(context)
    await others.load()
    await Promise.all([list(), listMoreDays()])
  }

  /** Shows an entry with the check of its seal; null closes it. */
  async function open(entry: JournalEntry | null): Promise<void> {
    const isLast = newEntryQuery()
    current.value = entry
    sealCheck.value = null
    if (!entry) return
    const check = await books().check(entry)
    if (isLast()) sealCheck.value = check
  }

  /** Shows the entry with this number; false where there is none. */
  async function openNumber(typed: string): Promise<boolean> {
    const entry = await books().find(typed.trim())
    if (entry) await open(entry)
    return entry !== null
  }

  return {
    isOn,
    tillCodes,
    tillCode,
    search,
    searchFor,
    chooseTillCode,
    copyOf,
    chooseCopy,
    entries,
    hasMore,
    days,
    hasMoreDays,
    current,
    sealCheck,
    start,
    begin,
    end,
    list,
    listMoreDays,
    read,
    open,
    openNumber,
  }
})
