import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useTodayStore } from '@/stores/today'
import { useOtherTillsStore } from '@/stores/sharing/otherTills'
import { useContext, useWorker } from '@/stores/useContext'
import type { ArchivePeriod } from '@/core/archive/manifest'
import type { ArchiveError } from '@/core/errors'
import { listTillCodes } from '@/till/journal/listSales'
import { yearToArchive, type MadeArchive } from '@/till/archive/makeArchive'
import { planPurge, purgeJournal as purgeNow, type PlannedPurge } from '@/till/journal/purgeJournal'
import type { Report } from '@/verifier/report'

/** Progress of a long task. */
export interface Progress {
  done: number
  count: number
}

/** Makes and checks archives, and purges entries that are safe in one. */
export const useArchiveStore = defineStore('archive', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const now = useTodayStore()
  const today = computed(() => now.day)
  const making = shallowRef<Progress | null>(null)
  const made = shallowRef<MadeArchive | null>(null)
  const checking = shallowRef<Progress | null>(null)
  const report = shallowRef<Report | null>(null)
  const plan = shallowRef<PlannedPurge | null>(null)
  const purged = shallowRef<number | null>(null)
  const problem = shallowRef<ArchiveError | null>(null)
  const yearDue = shallowRef<string | null>(null)
  /** Till codes of the journals on this device, and the one to make an archive of. */
  const tillCodes = shallowRef<readonly string[]>([context.tillCode])
  const tillCode = shallowRef(context.tillCode)
  /** Journals of other tills that are here as copies, and the one to make an archive of, if any. */
  const others = useOtherTillsStore()
  const copyOf = shallowRef<string | null>(null)

  async function begin(): Promise<void> {
    problem.value = null
    tillCodes.value = await listTillCodes(context)
    await others.load()
    yearDue.value = await yearToArchive(context)
  }

  /** Makes the next archive of the journal of this till code. */
  function chooseTillCode(code: string): void {
    tillCode.value = code
    copyOf.value = null
  }

  /** Makes the next archive of the copy of this journal. */
  function chooseCopy(journal: string): void {
    copyOf.value = journal
  }

  /** Makes the archive, ready to be saved; null when it was not made: `problem` says why. */
  async function make(period: ArchivePeriod): Promise<MadeArchive | null> {
    if (making.value) return null
    problem.value = null
    made.value = null
    making.value = { done: 0, count: 0 }
    const show = (done: number, count: number) => {
      if (making.value) making.value = { done, count }
    }
    try {
      const { current } = people
      const of = copyOf.value === null ? { tillCode: tillCode.value } : { copyOf: copyOf.value }
      const result = await worker.makeArchive(current, period, of, Comlink.proxy(show))
      if (result.ok) made.value = result.value
      else problem.value = result.error
    } finally {
      making.value = null
    }
    yearDue.value = await yearToArchive(context)
    return made.value
  }

  async function check(file: Blob, known: string): Promise<void> {
    if (checking.value) return
    problem.value = null
    report.value = null
    plan.value = null
    purged.value = null
    checking.value = { done: 0, count: 0 }
    const show = (done: number, count: number) => {
      if (checking.value) checking.value = { done, count }
    }
    try {
      report.value = await worker.checkArchive(people.current, file, known, Comlink.proxy(show))
    } finally {
      checking.value = null
    }
  }

  /** Plans the purge that the archive just checked allows. */
  async function planIt(): Promise<void> {
    if (!report.value) return
    problem.value = null
    const planned = await planPurge(context, report.value)
    if (planned.ok) plan.value = planned.value
    else problem.value = planned.error
  }

  /** Purges the planned entries, once the owner has typed their PIN. */
  async function purge(): Promise<void> {
    const planned = plan.value
    if (!planned) return
    const { firstEntry, lastEntry, count } = planned
    if (!(await people.prove({ permission: 'purge' }, { firstEntry, lastEntry }))) return
    plan.value = null
    const done = await purgeNow(context, people.current, planned)
    if (done.ok) purged.value = count
    else problem.value = done.error
  }

  const readVerifier = () => worker.readVerifier()

  return {
    today,
    making,
    made,
    checking,
    report,
    plan,
    purged,
    problem,
    yearDue,
    tillCodes,
    tillCode,
    copyOf,
    chooseTillCode,
    chooseCopy,
    begin,
    make,
    check,
    planIt,
    purge,
    readVerifier,
  }
})
