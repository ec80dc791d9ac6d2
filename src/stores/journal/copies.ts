import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { openPageAgain } from '@/stores/openPageAgain'
import { useContext, useWorker } from '@/stores/useContext'
import type { TillError } from '@/core/errors'
import type { CopyState } from '@/till/journal/keepCopies'
import { keepHead, readKeptHeads } from '@/till/journal/keptHeads'
import { readLastRebuilt, type SealedRebuilt } from '@/till/journal/readLastRebuilt'
import { tellFindings } from '@/till/journal/tellFindings'
import { tillCodesElsewhere } from '@/till/journal/tillCodesElsewhere'

/** The second copy of the journal: its state, what it found, and rebuilding from it. */
export const useCopiesStore = defineStore('copies', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const problems = useProblemStore()

  const copy = shallowRef<CopyState | null>(null)
  const lastRebuilt = shallowRef<SealedRebuilt | null>(null)
  const problem = shallowRef<TillError | null>(null)
  const isBusy = shallowRef(false)
  /** Whether the copy holds entries that the journal lacks. */
  const canRebuild = computed(() => copy.value?.findings.some(one => one.from === 'copy') ?? false)
  let wasStopped = false

  /** To be called once the till is open: nobody waits for it. */
  async function start(): Promise<void> {
    const heads = readKeptHeads(localStorage, context.space)
    const onState = (state: CopyState) => void take(state).catch(reportError)
    await worker.keepCopies(heads, Comlink.proxy(onState))
  }

  async function take(state: CopyState): Promise<void> {
    copy.value = state
    const { findings, head, stopped } = state
    if (findings.length > 0) {
      const alsoUsed = await tillCodesElsewhere(localStorage, context.space)
      await tellFindings(context, findings, alsoUsed)
    } else if (head) keepHead(localStorage, context.space, head)
    // Told once: it is tried again with each sale, and Config > Till shows it.
    if (stopped && !wasStopped) problems.show({ code: 'copy-stopped', cause: stopped, detail: '' })
    wasStopped = stopped !== null
  }

  async function look(): Promise<void> {
    lastRebuilt.value = await readLastRebuilt(context)
  }

  /** Gives back what the copy alone holds; the page then opens again on the whole journal. */
  async function rebuild(): Promise<void> {
    if (isBusy.value || !(await people.approve({ permission: 'backup' }, {}))) return
    isBusy.value = true
    try {
      const rebuilt = await worker.rebuildJournals(people.current)
      problem.value = rebuilt.ok ? null : rebuilt.error
      if (rebuilt.ok) openPageAgain()
    } finally {
      isBusy.value = false
    }
  }

  return { copy, lastRebuilt, problem, isBusy, canRebuild, start, look, rebuild }
})
