import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { onceMore } from '@/stores/onceMore'
import { onlyLast } from '@/stores/onlyLast'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useContext, useWorker } from '@/stores/useContext'
import { isDay, type Days } from '@/core/days'
import type { FiguresError } from '@/core/errors'
import { fiscalYearOf } from '@/core/closing/fiscalYear'
import { daysOf, type Period } from '@/core/reports/period'
import type { FecExport } from '@/till/reports/exportFec'
import { recordExport, type FiguresFile, type FiguresRequest } from '@/till/reports/exportFigures'
import { chosenTills, type TillChoice } from '@/core/sharing/otherTills'
import type { ShopReport } from '@/till/reports/readReport'

/** Figures of a period, read and summed in the worker, and the files made from them. */
export const useReportsStore = defineStore('reports', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const rules = useRulesStore()

  const period = shallowRef<Period | 'free'>('today')
  const days = shallowRef<Days>(daysOf('today', context.now().day))
  const report = shallowRef<ShopReport | null>(null)
  /** The tills that the figures are of, where this device shares: all of the shop's, to begin with. */
  const tillChoice = shallowRef<TillChoice>('all')
  const isReading = shallowRef(false)
  const isExporting = shallowRef(false)
  const problem = shallowRef<FiguresError | null>(null)
  /** The last file of accounting entries, and what it lacks. */
  const fec = shallowRef<FecExport | null>(null)
  const exportedName = shallowRef('')
  /** The fiscal year that the next file of accounting entries covers. */
  const fiscalYear = computed(() =>
    fiscalYearOf(days.value.to, rules.rules.accounts.fiscalYearEndMonth),
  )

  const newQuery = onlyLast()

  /** Reads the period as it is today; a period or till chosen meanwhile takes precedence. */
  async function read(): Promise<void> {
    const isLast = newQuery()
    if (period.value !== 'free') days.value = daysOf(period.value, context.now().day)
    isReading.value = true
    try {
      const found = await worker.readReport(days.value, tillChoice.value)
      if (isLast()) report.value = found
    } finally {
      if (isLast()) isReading.value = false
    }
  }

  /** Reads it again as entries of other tills came, which go on coming while a year is read. */
  const readNews = onceMore(read)

  async function chooseTill(choice: TillChoice): Promise<void> {
    tillChoice.value = choice
    await read()
  }

  async function choose(next: Period | 'free'): Promise<void> {
    period.value = next
    if (next !== 'free') await read()
  }

  /** Sets free dates; a last day before the first day is replaced by the first day. */
  async function chooseDays(next: Days): Promise<void> {
    if (!isDay(next.from) || !isDay(next.to)) return
    days.value = next.to < next.from ? { from: next.from, to: next.from } : next
    await read()
  }

  /**
   * Makes a table as a file, once that is approved; it is handed over once the trace is in the
   * journal. Null when it is not approved.
   */
  async function exportTable(
    wanted: Omit<FiguresRequest, 'days' | 'choice'>,
  ): Promise<FiguresFile | null> {
    if (!(await mayExport(wanted.what))) return null
    return exporting(async () => {
      const request = { ...wanted, days: days.value, choice: tillChoice.value }
      const file = await worker.exportFigures(request)
      await recordExport(context, people.current, request.what, request.days, copiesOf())
      exportedName.value = file.name
      return file
    })
  }

  /** Letters of the other tills that the figures are of. */
  const copiesOf = () =>
    chosenTills(report.value?.tills ?? [], tillChoice.value)
      .map(({ letter }) => letter)
      .join(' ')

  /**
   * Makes the file of accounting entries of the fiscal year; null when it was not made: `problem`
   * says why.
   */
  async function exportFec(): Promise<FiguresFile | null> {
    if (!(await mayExport('fec'))) return null
    return exporting(async () => {
      const made = await worker.exportFec(days.value.to, tillChoice.value)
      problem.value = made.ok ? null : made.error
      if (!made.ok) return null
      await recordExport(context, people.current, 'fec', made.value.days, copiesOf())
      fec.value = made.value
      exportedName.value = made.value.file.name
      return made.value.file
    })
  }

  async function mayExport(what: FiguresRequest['what'] | 'fec'): Promise<boolean> {
    const { from, to } = days.value
    return (await people.approve({ permission: 'figures-export' }, { what, from, to })) !== null
  }

  async function exporting<File>(make: () => Promise<File>): Promise<File> {
    isExporting.value = true
    problem.value = null
    fec.value = null
    exportedName.value = ''
    try {
      return await make()
    } finally {
      isExporting.value = false
    }
  }

  return {
    period,
    days,
    report,
    tillChoice,
    fiscalYear,
    isReading,
    isExporting,
    problem,
    fec,
    exportedName,
    read,
    readNews,
    choose,
    chooseDays,
    chooseTill,
    exportTable,
    exportFec,
  }
})
