import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useContext, useWorker } from '@/stores/useContext'
import { isDay, type Days } from '@/core/days'
import type { FiguresError } from '@/core/errors'
import { fiscalYearOf } from '@/core/closing/fiscalYear'
import { daysOf, type Period } from '@/core/reports/period'
import type { FecExport } from '@/till/reports/exportFec'
import { recordExport, type FiguresFile, type FiguresRequest } from '@/till/reports/exportFigures'
import type { ComparedReport } from '@/till/reports/readReport'

/** Figures of a period, read and summed beside the page, and the files made of them. */
export const useReportsStore = defineStore('reports', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const rules = useRulesStore()

  const period = shallowRef<Period | 'free'>('today')
  const days = shallowRef<Days>(daysOf('today', context.now().day))
  const report = shallowRef<ComparedReport | null>(null)
  const isReading = shallowRef(false)
  const isExporting = shallowRef(false)
  const problem = shallowRef<FiguresError | null>(null)
  /** The last file of accounting entries, and what it does not hold. */
  const fec = shallowRef<FecExport | null>(null)
  const exportedName = shallowRef('')
  /** The fiscal year that the file of accounting entries would be of. */
  const fiscalYear = computed(() =>
    fiscalYearOf(days.value.to, rules.rules.accounts.fiscalYearEndMonth),
  )

  /** Reads the period as it is today; one asked for meanwhile goes before. */
  async function read(): Promise<void> {
    if (period.value !== 'free') days.value = daysOf(period.value, context.now().day)
    const asked = days.value
    isReading.value = true
    try {
      const found = await worker.readReport(asked)
      if (asked === days.value) report.value = found
    } finally {
      if (asked === days.value) isReading.value = false
    }
  }

  async function choose(next: Period | 'free'): Promise<void> {
    period.value = next
    if (next !== 'free') await read()
  }

  /** Free dates; a last day before the first is the first. */
  async function chooseDays(next: Days): Promise<void> {
    if (!isDay(next.from) || !isDay(next.to)) return
    days.value = next.to < next.from ? { from: next.from, to: next.from } : next
    await read()
  }

  /** Makes a table as a file; it is handed over once the journal says so. */
  async function exportTable(wanted: Omit<FiguresRequest, 'days'>): Promise<FiguresFile> {
    return exporting(async () => {
      const request = { ...wanted, days: days.value }
      const file = await worker.exportFigures(request)
      await recordExport(context, people.current, request.what, request.days)
      exportedName.value = file.name
      return file
    })
  }

  /** Makes the file of accounting entries of the fiscal year; null says `problem` why not. */
  async function exportFec(): Promise<FiguresFile | null> {
    return exporting(async () => {
      const made = await worker.exportFec(days.value.to)
      problem.value = made.ok ? null : made.error
      if (!made.ok) return null
      await recordExport(context, people.current, 'fec', made.value.days)
      fec.value = made.value
      exportedName.value = made.value.file.name
      return made.value.file
    })
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
    fiscalYear,
    isReading,
    isExporting,
    problem,
    fec,
    exportedName,
    read,
    choose,
    chooseDays,
    exportTable,
    exportFec,
  }
})
