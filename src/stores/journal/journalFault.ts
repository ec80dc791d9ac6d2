import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { goOnAtFaults } from '@/till/journal/goOnAfterFault'
import {
  followToldFault,
  forgetToldFault,
  listFaults,
  type SealedFault,
  type ToldFault,
} from '@/till/journal/toldFault'

/** Faults of the journal: the one nobody has read yet, and all that were sealed. */
export const useJournalFaultStore = defineStore('journalFault', () => {
  const context = useContext()
  const told = shallowRef<ToldFault | null>(null)
  const sealed = shallowRef<SealedFault[]>([])

  /** Follows what is still to be told, and goes on under the next till code at a further fault. */
  async function start(): Promise<void> {
    goOnAtFaults(context, reportError)
    await new Promise<void>((resolve, reject) => {
      const take = (fault: ToldFault | null) => {
        told.value = fault
        resolve()
      }
      // Refused at the start, it stops the opening, as any setting does; later, it is told.
      followToldFault(context, take, error => {
        reportError(error)
        reject(error instanceof Error ? error : new Error(String(error)))
      })
    })
  }

  async function list(): Promise<void> {
    sealed.value = await listFaults(context)
  }

  /** Somebody has read it. */
  async function dismiss(): Promise<void> {
    await forgetToldFault(context)
  }

  return { told, sealed, start, list, dismiss }
})
